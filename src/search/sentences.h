#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "izde/analyzer.h"

namespace izde::internal {

/// Returns where the sentences of `text` begin, in bytes, rising, the first 0, and the end of the
/// text as the last one.
///
/// A sentence ends at `.`, `!`, `?` or `…` with a blank behind it, but not after a very short word
/// (`т.б.`, `жж.`, initials), and at a line break. `tokens` are those of `text`.
std::vector<std::uint32_t> sentence_bounds(std::string_view text, std::span<const Token> tokens);

}  // namespace izde::internal
