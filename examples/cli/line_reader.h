#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace izde::cli {

/// The name of the encoding that is to be found out.
inline constexpr std::string_view kAutoEncoding = "auto";

/// Lines of a file or of standard input, read in large pieces. Lines have any length and hold any
/// bytes.
class LineReader {
 public:
  /// Opens `path`; "-" is standard input. Throws Failure.
  explicit LineReader(const std::string& path);
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader();

  /// Reads all that is left and gives out UTF-8 from now on: the text that the bytes are in
  /// `encoding`, or "auto", what they seem to be in. Of bytes that meant nothing, and of an
  /// encoding that is not clear, standard error tells. For "UTF-8" nothing is read and the bytes
  /// stay as they are: mending them is the library's work. Throws Failure.
  void decode_as(const std::string& encoding);

  /// Puts the next line, without its '\n', into `line`; false at the end, or when Ctrl-C was
  /// pressed while waiting. The view lives until the next call. Throws Failure.
  bool next(std::string_view& line);

  /// Reads all that is left. Throws Failure.
  std::string rest();

  /// Whether the last line ended with '\n'; only the last of a file may not.
  bool had_newline() const noexcept { return had_newline_; }
  /// The number of the last line, from 1.
  std::uint64_t line_number() const noexcept { return line_number_; }
  /// Bytes of the input that were given out, or decoded, so far.
  std::uint64_t bytes() const noexcept { return bytes_; }
  /// What to call the input in messages.
  const std::string& name() const noexcept { return name_; }

  /// Called before each wait for more input: the moment to show what is done.
  void before_read(std::function<void()> hook) { before_read_ = std::move(hook); }

 private:
  bool fill();

  int file_;
  std::string name_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // buffer_[begin_, end_) is read and not yet given out
  std::size_t end_ = 0;
  bool had_newline_ = true;
  std::uint64_t line_number_ = 0;
  std::uint64_t bytes_ = 0;
  bool decoded_ = false;
  std::function<void()> before_read_;
};

}  // namespace izde::cli
