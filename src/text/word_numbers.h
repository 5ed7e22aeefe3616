#pragma once

#include <cstdint>
#include <span>

#include "izde/analyzer.h"

namespace izde::internal {

/// What an Analysis tells the index about its tokens beside the tokens: a number for each, in
/// their order.
///
/// While one Analysis is used with one analyzer, tokens of the same number have the same term, form
/// and family, and so have those before them at their position. A word may have several numbers.
/// Numbers are at least 1 and come again for other words after 2^32-2 words that were not in the
/// cache, which is more than a segment can hold.
struct WordNumbers {
  /// Empty where words have none (TokenizerKind::kWhitespace). Lives as long as the tokens.
  static std::span<const std::uint32_t> of(const Analysis& analysis) noexcept;
};

}  // namespace izde::internal
