#pragma once

#include <cstddef>
#include <string_view>

#include "text/word_class.h"

namespace izde::internal {

/// Which rules join characters to words.
enum class WordRules : std::uint8_t {
  kPlain,   ///< UAX #29 of Unicode 15 to the letter.
  kKazakh,  ///< With the departures of docs/design/tokenizer.md.
};

/// Returns the end of the segment that begins at `at`: the next word boundary of UAX #29 behind it.
/// Bytes that are no UTF-8 count as U+FFFD.
///
/// \pre `at` < text.size() is a boundary. Cost: O(segment).
std::size_t next_word_boundary(std::string_view text, std::size_t at,
                               WordRules rules = WordRules::kPlain) noexcept;

/// Returns the end of the word that reaches from somewhere up to `at`, where `last` is the class of
/// its last character that counts (not Extend, Format, ZWJ), and ors the entries of what it adds to
/// `seen`.
///
/// \pre `last` is a letter, Katakana, Numeric or ExtendNumLet
std::size_t extend_word(std::string_view text, std::size_t at, WordClass last, WordRules rules,
                        unsigned& seen) noexcept;

}  // namespace izde::internal
