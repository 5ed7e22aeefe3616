#include "text/repair_model.h"

#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
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
  return find(kWordTable, word_key(word), 20);
}

std::uint32_t find_pair(std::span<const LetterCode> first, std::span<const LetterCode> second) {
  return find(kPairTable, mixed(word_key(first) * 0x9E3779B97F4A7C15U + word_key(second)), 20);
}

constexpr float kSixteenth = 1.0F / 16.0F;
constexpr float kFifteenth = 1.0F / 15.0F;
constexpr float kLn16 = 2.7725887F;
const float kLogShapeTotal = std::log(static_cast<float>(kShapeTotal));

float log_sum(float a, float b) {
  const float high = a > b ? a : b;
  const float low = a > b ? b : a;
  return high + std::log1p(std::exp(low - high));
}

// How a word is capitalised, four bits of an entry: 15 for CAPITALS, else 7 + 2 ln of the odds.
constexpr unsigned kCapitalsBits = 15;
unsigned case_bits(std::uint32_t entry) { return (entry >> 8U) & 15U; }

float log_title_of(std::uint32_t entry) {
  return 0.5F * (static_cast<float>(case_bits(entry)) - 7.0F);
}

WordCase case_of(std::uint32_t entry) {
  const unsigned bits = case_bits(entry);
  if (bits == kCapitalsBits) return WordCase::kCapitals;
  if (bits > 7) return WordCase::kTitle;
  return bits > 4 ? WordCase::kEither : WordCase::kLower;
}

// ---- words as a shape and an ending ----

// The class of each letter as the last one of a shape: vowels, р й у и, л, nasals, з ж, voiceless
// ones and those of loans, ғ г б. The same as in tools/letters/shapes.py.
constexpr std::array<std::uint8_t, kLetterCount + 1> kEndClass = [] {
  std::array<std::uint8_t, kLetterCount + 1> classes{};
  constexpr std::u32string_view kClasses[] = {U"аәеёоөұүыіэюя",    U"рйуи", U"л", U"мнң", U"зж",
                                              U"пткқсшщчцфхһвдьъ", U"ғгб"};
  for (std::uint8_t i = 0; i < std::size(kClasses); ++i)
    for (const char32_t letter : kClasses[i]) classes[kCodes[letter - kFirstCyrillic]] = i;
  return classes;
}();

enum class Harmony : std::uint8_t { kNone, kFront, kBack, kBackConsonant };

constexpr std::array<Harmony, kLetterCount + 1> kHarmony = [] {
  std::array<Harmony, kLetterCount + 1> out{};
  for (const char32_t letter : std::u32string_view(U"аоұыёяю"))
    out[kCodes[letter - kFirstCyrillic]] = Harmony::kBack;
  for (const char32_t letter : std::u32string_view(U"әеөүіэ"))
    out[kCodes[letter - kFirstCyrillic]] = Harmony::kFront;
  for (const char32_t letter : std::u32string_view(U"қғ"))
    out[kCodes[letter - kFirstCyrillic]] = Harmony::kBackConsonant;
  return out;
}();

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
  if (entry == 0) return {false, -log_total, WordCase::kEither, 0.0F};
  return {true, kSixteenth * static_cast<float>(entry & 0xFFU) - log_total, case_of(entry),
          log_title_of(entry)};
}

KnownPair look_up_pair(std::span<const LetterCode> first,
                       std::span<const LetterCode> second) noexcept {
  if (first.empty() || second.empty()) return {};
  const auto ratio_of = [](std::uint32_t entry) {
    return kSixteenth * (static_cast<float>(entry & 0xFFU) - 128.0F);
  };
  if (const std::uint32_t entry = find_pair(first, second))
    return {ratio_of(entry), true, log_title_of(entry)};
  KnownPair pair;
  constexpr float kPriorPairs = 0.5F;  // that of tools/letters/make_letter_model.py
  const KnownWord one = look_up_word(first);
  const KnownWord other = look_up_word(second);
  if (one.known && other.known) {
    const float by_chance =
        std::exp(one.log_probability + other.log_probability) * static_cast<float>(kWordTotal);
    pair.log_ratio = -std::log1p(by_chance / kPriorPairs);
  }
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

BuiltWord look_up_parts(std::span<const LetterCode> word) noexcept {
  BuiltWord built{-std::numeric_limits<float>::infinity()};
  float best = built.log_probability;
  bool back_vowel = false;
  bool any_vowel = false;
  bool back_consonant = false;
  for (std::size_t cut = 1; cut <= word.size(); ++cut) {
    const LetterCode last = word[cut - 1];
    const Harmony harmony = kHarmony[last];
    if (harmony == Harmony::kBack || harmony == Harmony::kFront) {
      back_vowel = harmony == Harmony::kBack;
      any_vowel = true;
    }
    back_consonant = back_consonant || harmony == Harmony::kBackConsonant;
    const unsigned group =
        2U * kEndClass[last] + ((any_vowel ? back_vowel : back_consonant) ? 1U : 0U);
    const std::uint64_t shape_key = word_key(word.first(cut));
    for (unsigned category = 0; category < 2; ++category) {
      const std::uint32_t shape = find(kShapeTable, mixed(shape_key + category), 20);
      if (shape == 0) continue;
      const std::uint32_t ending =
          find(kEndingTable, mixed(word_key(word.subspan(cut)) + 2U * group + category), 24);
      if (ending == 0) continue;
      const float both = kFifteenth * static_cast<float>(shape & 0xFFU) - kLn16 - kLogShapeTotal -
                         kSixteenth * static_cast<float>(ending & 0xFFU);
      if (both > best) {
        best = both;
        built.log_title = log_title_of(shape);
      }
      built.log_probability = log_sum(built.log_probability, both);
    }
  }
  return built;
}

float log_title_before(std::span<const LetterCode> word,
                       std::span<const LetterCode> next) noexcept {
  const std::uint32_t entry =
      find(kNextTable, mixed(word_key(word) * 0x9E3779B97F4A7C15U + word_key(next)), 24);
  return entry == 0 ? 0.0F : log_title_of((entry & 15U) << 8U);
}

float log_genitive(EndingSign sign, std::span<const LetterCode> letters) noexcept {
  const std::uint32_t entry =
      find(kSignTable, mixed(word_key(letters) + static_cast<std::uint64_t>(sign)), 24);
  constexpr float kScale = 1.0F / 24.0F;
  return entry == 0 ? 0.0F : kScale * (static_cast<float>(entry & 0xFFU) - 128.0F);
}

float log_of_three_models(std::span<const LetterCode> word, float by_letters,
                          bool use_vocabulary) noexcept {
  constexpr float kLogLetters = -1.75F;  // ln of the shares of the models
  constexpr float kLogVocabulary = -1.05F;
  constexpr float kLogParts = -1.05F;
  float sum = log_sum(kLogLetters + by_letters, kLogParts + look_up_parts(word).log_probability);
  if (const KnownWord known = look_up_word(word); known.known && use_vocabulary)
    sum = log_sum(sum, kLogVocabulary + known.log_probability);
  return sum;
}

float log_of_three_models(std::span<const LetterCode> word) noexcept {
  return log_of_three_models(word, letters_log_probability(word), true);
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
