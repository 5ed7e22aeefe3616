#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace izde::internal {

/// A letter of the Kazakh alphabet in lower case, 1 to 42 in alphabetical order; 0 is the edge of a
/// word.
using LetterCode = std::uint8_t;

inline constexpr LetterCode kWordEdge = 0;
inline constexpr LetterCode kNotALetter = 0xFF;

/// Returns the code of `letter`, in either case, or kNotALetter.
LetterCode letter_code(char32_t letter) noexcept;

/// Returns the letter of `code` in lower case.
///
/// \pre 1 <= code <= 42
char32_t letter_of(LetterCode code) noexcept;

/// The last letters before the one that is asked for.
class LetterContext {
 public:
  static constexpr unsigned kLength = 4;

  /// The context at the beginning of a word.
  LetterContext() = default;

  /// The context after `next` has followed.
  LetterContext then(LetterCode next) const noexcept {
    LetterContext after;
    after.codes_ = ((codes_ << 6U) | next) & 0xFFFFFFU;
    after.length_ = length_ < kLength ? length_ + 1 : kLength;
    return after;
  }

  /// Returns ln P(next | these letters) under the letter model.
  float log_probability(LetterCode next) const noexcept;

 private:
  std::uint32_t codes_ = kWordEdge;  // six bits a letter, the latest lowest
  unsigned length_ = 1;
};

/// How a word is capitalised where no sentence begins.
enum class WordCase : std::uint8_t { kLower, kEither, kTitle, kCapitals };

/// What the counts know of a word.
struct KnownWord {
  bool known = false;
  float log_probability =
      0;  ///< ln of its share in running text; of an unknown word: that of a word not seen.
  WordCase letter_case = WordCase::kEither;
  float log_title = 0;  ///< ln of how much oftener it has a capital than not.
};

/// Looks `word` up in the vocabulary.
KnownWord look_up_word(std::span<const LetterCode> word) noexcept;

/// Whether the stem of `word` is a root of the stemmer's lexicon.
bool has_known_root(std::span<const LetterCode> word);

/// Returns ln P(word), edges included: the letter model and the vocabulary mixed half and half.
float word_log_probability(std::span<const LetterCode> word) noexcept;

/// The same when ln P under the letter model is at hand.
float word_log_probability(std::span<const LetterCode> word, float by_letters) noexcept;

/// What is known of a word as a shape, a root or what became of it before an ending, and an ending.
struct BuiltWord {
  float log_probability;  ///< The sum over all cuts; -infinity when none is known.
  float log_title = 0;    ///< Of the likeliest shape: how much oftener it has a capital than not.
};
BuiltWord look_up_parts(std::span<const LetterCode> word) noexcept;

/// Returns ln P(word) by letters (whose ln is `by_letters`), vocabulary and parts, mixed.
float log_of_three_models(std::span<const LetterCode> word, float by_letters,
                          bool use_vocabulary) noexcept;
float log_of_three_models(std::span<const LetterCode> word) noexcept;

/// What the counts know of two neighbours.
struct KnownPair {
  float log_ratio = 0;  ///< ln of how much oftener they meet than by chance.
  bool known = false;   ///< Whether the pair itself is.
  float log_title = 0;  ///< Of the second one; when known.
};

/// Looks two neighbours up. An empty word is an unknown one. Ratios of words that differ in Kazakh
/// letters alone can be compared with each other; others can not, since only pairs that decide
/// something are kept.
KnownPair look_up_pair(std::span<const LetterCode> first,
                       std::span<const LetterCode> second) noexcept;

/// A letter as signs of neighbours know it: those that may be lost, holes too, are one.
inline constexpr LetterCode kMayBeLost = 43;
inline constexpr LetterCode kAnyOther = 44;

/// Returns ln of how much oftener than not `word` has a capital before a word that begins with the
/// letters `next`, the first four as signs of neighbours know them; 0 when nothing is known.
float log_title_before(std::span<const LetterCode> word, std::span<const LetterCode> next) noexcept;

/// What kind of sign speaks for -ың or -ық at the end of a word.
enum class EndingSign : std::uint8_t {
  kWordBefore,      ///< The last three letters of the word before;
  kNextWord,        ///< the last four of the next one,
  kSecondNextWord,  ///< and of that behind it;
  kNextEnding,      ///< the last two of these.
  kSecondNextEnding,
  kOtherMark,  ///< What stands behind the word at once, no letters.
  kComma,
  kFullStop,
  kHyphen
};

/// Returns ln of how much likelier a word ends in -ың than in -ық for that sign.
float log_genitive(EndingSign sign, std::span<const LetterCode> letters) noexcept;

/// Returns how much likelier `word` is as Kazakh, as ln, than as a word of any language in
/// Cyrillic.
float kazakh_gain(std::span<const LetterCode> word) noexcept;

/// Returns the sum of kazakh_gain() over the first `most_words` words of `text` with three letters
/// or more that are spelled in the Kazakh alphabet alone. Cost: O(bytes looked at).
float kazakh_gain_of_text(std::string_view text, std::size_t most_words);

/// Returns ln P(word) under the letter model alone.
float letters_log_probability(std::span<const LetterCode> word) noexcept;

}  // namespace izde::internal
