#include "output.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

#include "command.h"

namespace izde::cli {

namespace {
constexpr std::size_t kBufferBytes = std::size_t{1} << 20;
}

Output Output::standard() { return {STDOUT_FILENO, "standard output", false}; }

Output Output::to_file(const std::string& path) {
  if (path == "-") return standard();
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) throw Failure(fmt::format("{}: cannot write: {}", path, std::strerror(errno)));
  return {file, path, true};
}

Output::Output(int file, std::string name, bool owned)
    : file_(file), name_(std::move(name)), owned_(owned) {}

Output::Output(Output&& other) noexcept
    : file_(other.file_),
      name_(std::move(other.name_)),
      owned_(std::exchange(other.owned_, false)),
      buffer_(std::exchange(other.buffer_, {})) {}

Output::~Output() {
  try {
    flush();
  } catch (...) {  // An error on its way up says more than this one.
  }
  if (owned_) ::close(file_);
}

void Output::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) flush();
}

void Output::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t written = ::write(file_, left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      const int error = errno;
      buffer_.clear();
      if (error == EPIPE) throw BrokenPipe();
      throw Failure(fmt::format("{}: cannot write: {}", name_, std::strerror(error)));
    }
  }
  buffer_.clear();
}

bool Output::is_terminal() const { return ::isatty(file_) != 0; }

}  // namespace izde::cli
