#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace izde::cli {

/// Tells on standard error how far the indexing is: a bar that is drawn over itself on a terminal,
/// a line every few seconds otherwise.
class Progress {
 public:
  /// `total_bytes`: of all input; 0 when unknown.
  explicit Progress(std::uint64_t total_bytes);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  /// Cheap enough to be called for every document.
  void update(std::uint64_t documents, std::uint64_t bytes);

  /// Takes the bar away, so that a message can be shown.
  void clear();

  /// "60 documents, 0.1 MB in 0.2 s (300 documents/s, 0.5 MB/s)".
  std::string summary(std::uint64_t documents, std::uint64_t bytes) const;

 private:
  double seconds() const;
  std::string bar(double share) const;
  std::string status(std::uint64_t documents, std::uint64_t bytes) const;

  std::uint64_t total_bytes_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
};

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

}  // namespace izde::cli
