#include "query/restoring.h"

#include <algorithm>
#include <cstddef>
#include <set>

#include "base/utf8.h"

namespace izde::internal {

namespace {

constexpr std::size_t kLeastSharedLetters = 3;
constexpr std::size_t kMostBeginnings = 4;  // spellings of the shared beginning that are tried
constexpr std::size_t kMostLookedAt = 64;   // words that are asked for how they write it

bool is_back_vowel(char32_t c) {
  return std::u32string_view(U"аоұыуёюя").find(c) != std::u32string_view::npos;
}
bool is_front_vowel(char32_t c) {
  return std::u32string_view(U"әеөүіи").find(c) != std::u32string_view::npos;
}

std::u32string letters_of(std::string_view text) {
  std::u32string letters;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code = code_point_at(text, at);
    letters.push_back(code.value);
    at += code.length;
  }
  return letters;
}

std::string bytes_of(std::u32string_view letters) {
  std::string text;
  for (const char32_t letter : letters) append_code_point(text, letter);
  return text;
}

/// Whether the vowel that decides about the letter at `at` is a back one: the next of the word,
/// else the last.
bool is_back_at(std::u32string_view word, std::size_t at) {
  for (std::size_t i = at + 1; i < word.size(); ++i) {
    if (is_back_vowel(word[i])) return true;
    if (is_front_vowel(word[i])) return false;
  }
  for (std::size_t i = at; i-- > 0;) {
    if (is_back_vowel(word[i])) return true;
    if (is_front_vowel(word[i])) return false;
  }
  return false;
}

/// Endings have no и, and no г or к beside a back vowel.
void write_ending(std::u32string& word, std::size_t begin) {
  for (std::size_t i = begin; i < word.size(); ++i)
    if (word[i] == U'и') word[i] = U'і';
  for (std::size_t i = begin; i < word.size(); ++i) {
    if (word[i] == U'г' && is_back_at(word, i)) word[i] = U'ғ';
    if (word[i] == U'к' && is_back_at(word, i)) word[i] = U'қ';
  }
}

}  // namespace

std::vector<std::string> guess_spellings(std::string_view folded, const Vocabulary& vocabulary) {
  const std::u32string typed = letters_of(folded);
  const std::size_t least = std::max(kLeastSharedLetters, (typed.size() + 2) / 3);
  std::vector<VocabularyEntry> entries;
  std::vector<std::string> guesses;
  for (std::size_t shared = typed.size(); shared >= least; --shared) {
    vocabulary.spellings(bytes_of(std::u32string_view(typed).substr(0, shared)), false,
                         kMostLookedAt, entries);
    if (entries.empty()) continue;
    std::set<std::u32string> beginnings;
    for (const VocabularyEntry& entry : entries) {
      std::u32string word = letters_of(entry.text).substr(0, shared);
      if (beginnings.size() == kMostBeginnings || !beginnings.insert(word).second) continue;
      word.append(typed, shared);
      write_ending(word, shared);
      guesses.push_back(bytes_of(word));
      if (word.back() != U'н') continue;
      word.back() = U'ң';  // genitive, or your: only the stemmer can tell
      guesses.push_back(bytes_of(word));
    }
    break;
  }
  return guesses;
}

}  // namespace izde::internal
