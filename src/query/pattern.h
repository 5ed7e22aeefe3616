#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/automaton.h"

namespace izde::internal {

/// The states that the automaton of a pattern may have.
inline constexpr std::size_t kMostPatternStates = 4096;

/// A pattern that letters are matched against: a wildcard or a regular expression, read.
struct Pattern {
  enum class Kind { kLetter, kAny, kSequence, kChoice, kRepeat };

  Kind kind = Kind::kSequence;
  std::vector<LetterRange> letters;  ///< kLetter: one out of them.
  std::vector<Pattern> parts;        ///< kSequence, kChoice; kRepeat: one.
  std::size_t least = 0;             ///< kRepeat
  std::size_t most = 0;              ///< kRepeat; kUnbounded: no end.

  static constexpr std::size_t kUnbounded = static_cast<std::size_t>(-1);

  static Pattern letter(char32_t letter);
  static Pattern any_letters();  ///< `*`
};

/// Reads a wildcard: Query::wildcard(). Never fails.
Pattern read_wildcard(std::string_view text);

/// Reads a regular expression: Query::regexp(). Nothing, and what is wrong in `error`, when it
/// cannot be read or its automaton would be too large.
std::optional<Pattern> read_regexp(std::string_view text, std::string& error);

/// Small letters, and what else the analyzer makes of single letters (ё is е), for text fields.
void use_small_letters(Pattern& pattern);

/// As typed without Kazakh letters: each letter stands for all that fold to the same.
Pattern with_folded_letters(Pattern pattern);

/// States that add_pattern() adds, at least; stops counting above `most`.
std::size_t count_states(const Pattern& pattern, std::size_t most);

LetterNfa::Part add_pattern(const Pattern& pattern, LetterNfa& nfa);

}  // namespace izde::internal
