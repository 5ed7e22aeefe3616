#pragma once

#include <span>

#include "text/alphabet_letters.h"

namespace izde::internal {

/// Whether `word` is in the list of common English words. Cost: O(letters + log list).
bool is_common_english(std::span<const SourceLetter> word) noexcept;

/// Returns ln P(word), edges included, under a trigram model of English spelling.
///
/// \pre all letters are a to z
float english_log_probability(std::span<const SourceLetter> word) noexcept;

/// Whether `word` has two letters together as English has them and Kazakh in Latin letters has not.
bool looks_english(std::span<const SourceLetter> word) noexcept;

/// Whether all letters of `word` are a to z.
bool is_ascii_word(std::span<const SourceLetter> word) noexcept;

}  // namespace izde::internal
