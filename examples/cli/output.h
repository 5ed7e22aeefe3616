#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace izde::cli {

/// A file or standard output, written in large pieces, with every error noticed.
class Output {
 public:
  /// Standard output.
  static Output standard();
  /// The file `path`, made or emptied; "-" is standard output. Throws Failure.
  static Output to_file(const std::string& path);

  Output(Output&& other) noexcept;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  Output& operator=(Output&&) = delete;
  /// Writes what is left, and cannot say when that fails: call flush() first.
  ~Output();

  /// Throws Failure naming the output, BrokenPipe when its reader is gone.
  void write(std::string_view text);
  /// As write().
  void flush();

  /// Whether it is a terminal.
  bool is_terminal() const;

 private:
  Output(int file, std::string name, bool owned);

  int file_;
  std::string name_;
  bool owned_;
  std::string buffer_;
};

}  // namespace izde::cli
