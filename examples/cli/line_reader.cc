#include "line_reader.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <izde/izde.h>
#include <unistd.h>

#include "command.h"
#include "interrupt.h"
#include "progress.h"

namespace izde::cli {

namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} << 10;
constexpr float kClear = 0.9F;  // an encoding found with less confidence is worth a word

DecodedText decoded_text(const std::string& name, std::string_view bytes,
                         const std::string& encoding) {
  std::string chosen = encoding;
  if (encoding == kAutoEncoding) {
    const DetectedEncoding found = detect_encoding(bytes);
    chosen = found.encoding;
    if (found.confidence < kClear) {
      fmt::print(stderr, "izde: {}: the encoding is not clear, read as {} (confidence {:.2f})\n",
                 name, chosen, found.confidence);
    }
  }
  DecodedText text = decode(bytes, chosen);
  if (text.replaced_bytes > 0) {
    fmt::print(stderr, "izde: {}: {} bytes mean nothing in {} and became U+FFFD\n", name,
               grouped(text.replaced_bytes), text.encoding);
  }
  return text;
}

}  // namespace

LineReader::LineReader(const std::string& path)
    : file_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
      name_(path == "-" ? "standard input" : path),
      buffer_(kBufferBytes) {
  if (file_ < 0) throw Failure(fmt::format("{}: cannot read: {}", name_, std::strerror(errno)));
}

LineReader::~LineReader() {
  if (file_ != STDIN_FILENO) ::close(file_);
}

void LineReader::decode_as(const std::string& encoding) {
  if (encoding == "UTF-8") return;
  const std::string bytes = rest();
  const DecodedText text = decoded_text(name_, bytes, encoding);
  buffer_.assign(text.text.begin(), text.text.end());
  begin_ = 0;
  end_ = buffer_.size();
  decoded_ = true;
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
    if (!decoded_) bytes_ += length + (had_newline_ ? 1 : 0);
    ++line_number_;
    return true;
  }
}

std::string LineReader::rest() {
  while (fill()) {
  }
  std::string all(buffer_.data() + begin_, end_ - begin_);
  begin_ = end_;
  if (!decoded_) bytes_ += all.size();
  return all;
}

// Makes room, keeping what is not given out, and reads once. False at the end and after Ctrl-C.
bool LineReader::fill() {
  if (decoded_) return false;
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
