#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/error.h"
#include "izde/maintenance.h"

namespace izde::internal {

/// Gathers what a check finds, so many and no more. One thread at a time.
class Findings {
 public:
  explicit Findings(std::size_t most) : most_(most) {}

  void damage(std::string_view file, std::string what) {
    add(Severity::kDamage, file, std::move(what));
  }
  void note(std::string_view file, std::string what) {
    add(Severity::kNote, file, std::move(what));
  }
  /// What a reader threw, without the code and the file's name.
  void damage(std::string_view file, const Error& error) { damage(file, message_of(file, error)); }
  static std::string message_of(std::string_view file, const Error& error) {
    std::string_view message = error.what();
    message.remove_prefix(to_string(error.code()).size() + 2);
    const std::size_t at = message.find(file);
    if (at != std::string_view::npos && message.substr(at + file.size()).starts_with(": "))
      message.remove_prefix(at + file.size() + 2);
    return std::string(message);
  }

  std::uint64_t damages() const noexcept { return damages_; }
  std::uint64_t notes() const noexcept { return notes_; }
  std::vector<Finding> take() { return std::move(findings_); }

 private:
  static constexpr std::size_t kMostOfFile = 20;

  void add(Severity severity, std::string_view file, std::string&& what) {
    ++(severity == Severity::kDamage ? damages_ : notes_);
    if (findings_.size() >= most_ || ++of_file_[std::string(file)] > kMostOfFile) return;
    findings_.push_back({severity, std::string(file), std::move(what)});
  }

  std::size_t most_;
  std::uint64_t damages_ = 0;
  std::uint64_t notes_ = 0;
  std::map<std::string, std::size_t, std::less<>> of_file_;
  std::vector<Finding> findings_;
};

}  // namespace izde::internal
