#include "text/repair_model.h"

#include <array>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include "izde/stemmer.h"

#include "base/utf8.h"
#include "text/lexicon.h"
#include "text/repair_letters.h"

namespace izde::internal {
namespace {

#include "text/repair_model_data.inc"

constexpr char32_t kLetters[] = U"\0аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
constexpr LetterCode kLetterCount = 42;
static_assert(std::size(kLetters) == kLetterCount + 2);
static_assert(std::size(kLetterCost) == kLetterCount + 1);

constexpr char32_t kFirstCyrillic = 0x400;
constexpr char32_t kPastCyrillic = 0x500;

// The capital of a letter above: Cyrillic has the two cases 32 apart, 80 apart, or side by side.
constexpr char32_t capital_of(char32_t lower) {
  if (lower >= 0x430 && lower < 0x450) return lower - 0x20;
  if (lower >= 0x450 && lower < 0x460) return lower - 0x50;
  return lower - 1;
}

constexpr std::array<LetterCode, kPastCyrillic - kFirstCyrillic> make_codes() {
  std::array<LetterCode, kPastCyrillic - kFirstCyrillic> codes{};
  for (LetterCode& code : codes) code = kNotALetter;
  for (LetterCode code = 1; code <= kLetterCount; ++code) {
    codes[kLetters[code] - kFirstCyrillic] = code;
    codes[capital_of(kLetters[code]) - kFirstCyrillic] = code;
  }
  return codes;
}
constexpr auto kCodes = make_codes();

// The three functions below are those of tools/letters/make_letter_model.py.
constexpr std::uint64_t mixed(std::uint64_t key) {
  key ^= key >> 32U;
  key *= 0x9E3779B97F4A7C15U;
  key ^= key >> 29U;
  key *= 0xBF58476D1CE4E5B9U;
  return key ^ (key >> 32U);
}

template <std::size_t kSlots>
std::uint32_t find(const std::uint32_t (&table)[kSlots], std::uint64_t key,
                   unsigned fingerprint_bits) {
  std::size_t slot = ((key >> 32U) * kSlots) >> 32U;
  auto fingerprint = static_cast<std::uint32_t>(key & ((1U << fingerprint_bits) - 1U));
  if (fingerprint == 0) fingerprint = 1;
  for (; table[slot] != 0; slot = slot + 1 == kSlots ? 0 : slot + 1)
    if (table[slot] >> (32U - fingerprint_bits) == fingerprint) return table[slot];
  return 0;
}

std::uint32_t find_ngram(std::uint64_t codes, unsigned length) {
  return find(kLetterTable, mixed((std::uint64_t{length} << (6U * length)) | codes), 16);
}

std::uint64_t word_key(std::span<const LetterCode> word) {
  std::uint64_t key = 0;
  for (const LetterCode code : word) key = key * 0x100000001B3U + code;
  return mixed(key ^ (std::uint64_t{word.size()} << 56U));
}

std::uint32_t find_word(std::span<const LetterCode> word) {
  return find(kWordTable, word_key(word), 22);
}

std::uint32_t find_pair(std::span<const LetterCode> first, std::span<const LetterCode> second) {
  return find(kPairTable, mixed(word_key(first) * 0x9E3779B97F4A7C15U + word_key(second)), 22);
}

constexpr float kSixteenth = 1.0F / 16.0F;

float log_sum(float a, float b) {
  const float high = a > b ? a : b;
  const float low = a > b ? b : a;
  return high + std::log1p(std::exp(low - high));
}

}  // namespace

LetterCode letter_code(char32_t letter) noexcept {
  return letter >= kFirstCyrillic && letter < kPastCyrillic ? kCodes[letter - kFirstCyrillic]
                                                            : kNotALetter;
}

char32_t letter_of(LetterCode code) noexcept { return kLetters[code]; }

float LetterContext::log_probability(LetterCode next) const noexcept {
  unsigned cost = 0;
  for (unsigned length = length_; length > 0; --length) {
    const std::uint64_t context = codes_ & ((1U << (6U * length)) - 1U);
    if (const std::uint32_t entry = find_ngram((context << 6U) | next, length + 1))
      return -kSixteenth * static_cast<float>(cost + ((entry >> 8U) & 0xFFU));
    if (length == 1)
      cost += kLetterBackOff[context];
    else if (const std::uint32_t entry = find_ngram(context, length))
      cost += entry & 0xFFU;
  }
  return -kSixteenth * static_cast<float>(cost + kLetterCost[next]);
}

KnownWord look_up_word(std::span<const LetterCode> word) noexcept {
  const std::uint32_t entry = find_word(word);
  const float log_total = std::log(static_cast<float>(kWordTotal));
  if (entry == 0) return {false, -log_total, WordCase::kEither};
  return {true, kSixteenth * static_cast<float>(entry & 0xFFU) - log_total,
          static_cast<WordCase>((entry >> 8U) & 3U)};
}

KnownPair look_up_pair(std::span<const LetterCode> first,
                       std::span<const LetterCode> second) noexcept {
  if (first.empty() || second.empty()) return {};
  const auto ratio_of = [](std::uint32_t entry) {
    return kSixteenth * (static_cast<float>(entry & 0xFFU) - 128.0F);
  };
  if (const std::uint32_t entry = find_pair(first, second))
    return {ratio_of(entry), true, static_cast<WordCase>((entry >> 8U) & 3U)};
  KnownPair pair;
  constexpr float kPriorPairs = 0.5F;  // that of tools/letters/make_letter_model.py
  const KnownWord one = look_up_word(first);
  const KnownWord other = look_up_word(second);
  if (one.known && other.known) {
    const float by_chance =
        std::exp(one.log_probability + other.log_probability) * static_cast<float>(kWordTotal);
    pair.log_ratio = -std::log1p(by_chance / kPriorPairs);
  }
  if (first.size() >= 4 && second.size() >= 3)
    if (const std::uint32_t entry = find_pair(first.last(2), second.last(3)))
      pair.log_ratio += ratio_of(entry);
  return pair;
}

float letters_log_probability(std::span<const LetterCode> word) noexcept {
  LetterContext context;
  float sum = 0;
  for (const LetterCode code : word) {
    sum += context.log_probability(code);
    context = context.then(code);
  }
  return sum + context.log_probability(kWordEdge);
}

bool has_known_root(std::span<const LetterCode> word) {
  std::string utf8;
  for (const LetterCode code : word) append_code_point(utf8, letter_of(code));
  return is_known_root(KazakhStemmer{}.stem(utf8));
}

float word_log_probability(std::span<const LetterCode> word, float by_letters) noexcept {
  constexpr float kHalf = -0.6931472F;
  const KnownWord known = look_up_word(word);
  return kHalf + (known.known ? log_sum(known.log_probability, by_letters) : by_letters);
}

float word_log_probability(std::span<const LetterCode> word) noexcept {
  return word_log_probability(word, letters_log_probability(word));
}

float kazakh_gain(std::span<const LetterCode> word) noexcept {
  // A model that knows no language: one letter of 33, a little better for the frequent ones.
  constexpr float kAnyLetter = -3.1F;
  return word_log_probability(word) - kAnyLetter * static_cast<float>(word.size() + 1);
}

float kazakh_gain_of_text(std::string_view text, std::size_t most_words) {
  float gain = 0;
  std::vector<LetterCode> word;
  bool in_alphabet = true;
  const auto end_word = [&] {
    if (in_alphabet && word.size() >= 3 && most_words > 0) {
      gain += kazakh_gain(word);
      --most_words;
    }
    word.clear();
    in_alphabet = true;
  };
  for (std::size_t at = 0; at < text.size() && most_words > 0;) {
    const CodePoint read = code_point_at(text, at);
    at += read.length;
    if (is_cyrillic(read.value)) {
      word.push_back(letter_code(read.value));
      in_alphabet = in_alphabet && word.back() != kNotALetter;
    } else if (read.value == U'?' || read.value == kReplacementCharacter) {
      in_alphabet = false;  // may be a part of a word
    } else {
      end_word();
    }
  }
  end_word();
  return gain;
}

}  // namespace izde::internal
