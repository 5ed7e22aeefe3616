#pragma once

#include <cstddef>
#include <string_view>

namespace izde::internal {

/// The operators that are words or doubled signs.
enum class QueryOperator { kNone, kAnd, kOr, kNot };

/// Returns what `word`, standing alone, means. `cyrillic` tells whether Cyrillic operator words
/// count.
QueryOperator operator_of(std::string_view word, bool cyrillic) noexcept;

/// Length in bytes of the blank at `text[at]`, 0 when there is none: ASCII blanks and control
/// characters, no-break and typographic spaces.
std::size_t blank_at(std::string_view text, std::size_t at) noexcept;

/// A quotation mark that opens a phrase.
struct QuoteMark {
  std::size_t length = 0;            ///< In bytes; 0: no quotation mark.
  std::string_view closers[2] = {};  ///< What may close the phrase; the second may be empty.
};

/// Returns the opening quotation mark at `text[at]`: " « “ „.
QuoteMark opening_quote_at(std::string_view text, std::size_t at) noexcept;

/// Length in bytes of any quotation mark that means something, opening or closing, at `text[at]`, 0
/// if none.
std::size_t any_quote_at(std::string_view text, std::size_t at) noexcept;

/// How the stars and question marks of a word are read.
enum class WordPattern {
  kNone,    ///< As text: `қайда?`, `a?b=c`.
  kStray,   ///< As text, though there is a star: `**`, `a.b*c`.
  kPrefix,  ///< A star at the end and no other.
  kWildcard,
};

/// Reads `word` as typed, backslashes included. A pattern has a letter or digit, and nothing but
/// letters, digits, hyphens and apostrophes beside its `*` and `?`, unless it stands behind the
/// name of a field; a `?` without a letter or digit behind it is punctuation.
WordPattern pattern_of(std::string_view word, bool in_field) noexcept;

/// Length in bytes of the escape at `text[at]`, 0 when a backslash means itself there.
std::size_t escape_length(std::string_view text, std::size_t at) noexcept;

/// Whether a backslash makes `c` an ordinary character.
bool is_escapable(char c) noexcept;

}  // namespace izde::internal
