#include "text/alphabet_english.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace izde::internal {
namespace {

#include "text/alphabet_english_data.inc"

constexpr SourceLetter kA = source_letter(U'a');
constexpr SourceLetter kZ = source_letter(U'z');
constexpr unsigned kCodes = 27;  // the edge of a word, a to z
static_assert(kZ - kA == 25);
static_assert(std::size(kTrigramCost) == kCodes * kCodes * kCodes);

}  // namespace

bool is_ascii_word(std::span<const SourceLetter> word) noexcept {
  return std::all_of(word.begin(), word.end(),
                     [](SourceLetter letter) { return letter >= kA && letter <= kZ; });
}

bool is_common_english(std::span<const SourceLetter> word) noexcept {
  constexpr std::size_t kMaxLetters = 12;
  if (word.size() > kMaxLetters || !is_ascii_word(word)) return false;
  std::uint64_t key = 0;
  for (const SourceLetter letter : word) key = (key << 5U) | (letter - kA + 1U);
  return std::binary_search(std::begin(kEnglishWords), std::end(kEnglishWords), key);
}

bool looks_english(std::span<const SourceLetter> word) noexcept {
  constexpr std::u32string_view kPairs[] = {U"th", U"ee", U"oo", U"ck", U"ph",
                                            U"gh", U"ou", U"ea", U"sh", U"wh"};
  for (std::size_t i = 1; i < word.size(); ++i)
    for (const std::u32string_view pair : kPairs)
      if (kSourceLetters[word[i - 1]] == pair[0] && kSourceLetters[word[i]] == pair[1]) return true;
  return false;
}

float english_log_probability(std::span<const SourceLetter> word) noexcept {
  unsigned cost = 0;
  unsigned before = 0;  // the two letters before
  const auto add = [&](unsigned code) {
    cost += kTrigramCost[before * kCodes + code];
    before = (before * kCodes + code) % (kCodes * kCodes);
  };
  for (const SourceLetter letter : word) add(letter - kA + 1U);
  add(0);
  return static_cast<float>(cost) / -16.0F;
}

}  // namespace izde::internal
