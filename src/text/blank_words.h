#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace izde::internal {

/// Cuts texts at blanks: the terms of TokenizerKind::kWhitespace, without tokens around them.
///
/// Reuse one for many texts: its memory stays. One thread at a time.
class BlankWords {
 public:
  /// Returns the words of `text`, any bytes, at most 4 GiB: what stands between blanks and control
  /// characters (U+0000 to U+0020), each cut after TermBuilder::kMaxTermBytes at a character's end;
  /// for each maximal subpart of bytes that are no UTF-8 stands one U+FFFD. The views lead into
  /// `text`, or into this when not all of `text` is UTF-8, and live as long as it and until the
  /// next call.
  std::span<const std::string_view> cut(std::string_view text);

  /// What the words of the last call are views into.
  std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
  std::string valid_;
  std::vector<std::uint32_t> edges_;
  std::vector<std::string_view> words_;
};

}  // namespace izde::internal
