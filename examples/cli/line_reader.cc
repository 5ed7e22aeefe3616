#include "line_reader.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "command.h"
#include "interrupt.h"

namespace izde::cli {

namespace {
constexpr std::size_t kBufferBytes = std::size_t{256} << 10;
}

LineReader::LineReader(const std::string& path)
    : file_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
      name_(path == "-" ? "standard input" : path),
      buffer_(kBufferBytes) {
  if (file_ < 0) throw Failure(fmt::format("{}: cannot read: {}", name_, std::strerror(errno)));
}

LineReader::~LineReader() {
  if (file_ != STDIN_FILENO) ::close(file_);
}

bool LineReader::next(std::string_view& line) {
  std::size_t searched = 0;
  for (;;) {
    const char* from = buffer_.data() + begin_;
    const auto left = end_ - begin_;
    const void* newline = std::memchr(from + searched, '\n', left - searched);
    had_newline_ = newline != nullptr;
    searched = left;
    if (!had_newline_ && fill()) continue;
    if (!had_newline_ && (left == 0 || interrupted())) return false;
    const std::size_t length =
        had_newline_ ? static_cast<std::size_t>(static_cast<const char*>(newline) - from) : left;
    line = {buffer_.data() + begin_, length};
    begin_ += length + (had_newline_ ? 1 : 0);
    bytes_ += length + (had_newline_ ? 1 : 0);
    ++line_number_;
    return true;
  }
}

std::string LineReader::rest() {
  while (fill()) {
  }
  std::string all(buffer_.data() + begin_, end_ - begin_);
  begin_ = end_;
  bytes_ += all.size();
  return all;
}

// Makes room, keeping what is not given out, and reads once. False at the end and after Ctrl-C.
bool LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
  if (before_read_) before_read_();
  for (;;) {
    const ssize_t got = ::read(file_, buffer_.data() + end_, buffer_.size() - end_);
    if (got >= 0) {
      end_ += static_cast<std::size_t>(got);
      return got > 0;
    }
    if (errno != EINTR) {
      throw Failure(fmt::format("{}: cannot read: {}", name_, std::strerror(errno)));
    }
    if (interrupted()) return false;
  }
}

}  // namespace izde::cli
