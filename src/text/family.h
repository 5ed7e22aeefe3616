#pragma once

#include <cstddef>
#include <string_view>

namespace izde::internal {

/// Letters of a family's name.
inline constexpr std::size_t kFamilyLetters = 5;

/// Whether `term` is the stem of a word that holds sentences together and says little of what they
/// are about (`қандай`, `және`, `үшін`, `что`, `the`). See docs/design/search.md.
bool is_function_term(std::string_view term) noexcept;

/// The family of `word`, spelled as all its spellings are (lower case, Kazakh in Cyrillic), with
/// the stem `term`: its first letters. `оқушы`, `оқушылық` and `оқушысыз` are one family, whatever
/// their stems. Empty for function words, and for words of other scripts, which nothing is gained
/// by. Points into `word`. \pre `word` is valid UTF-8
std::string_view family_of(std::string_view word, std::string_view term) noexcept;

}  // namespace izde::internal
