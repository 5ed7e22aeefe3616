#include "text/alphabet.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.h"
#include "text/alphabet_english.h"

namespace izde::internal {
namespace {

// By how many nats a word of a to z has to be likelier as Kazakh than as English. Loans look the
// same in both, so a reading without any letter of Kazakh alone needs more.
constexpr float kMarginKnown = 0.0F;
constexpr float kMarginRoot = 5.0F;
constexpr float kMarginPlain = 9.0F;
constexpr float kMarginWithQ = -6.0F;
constexpr float kEnglishAtSight = -1.9F;  // ln P a letter: no Kazakh reading would be likelier

constexpr LetterSet kKazakhLetters = letter_set(U"әғқңөұүыі");

constexpr SourceLetter kApostrophe = source_letter(U'\'');

bool has_any(std::span<const SourceLetter> word, std::u32string_view letters) {
  return std::any_of(word.begin(), word.end(), [&](SourceLetter letter) {
    return letters.find(kSourceLetters[letter]) != std::u32string_view::npos;
  });
}

// Endings of English words with an apostrophe.
bool is_contraction(std::string_view form) {
  constexpr std::string_view kEndings[] = {"'s", "'t", "'d", "'m", "'ll", "'re", "'ve"};
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return form.ends_with(ending); });
}

// q stands before u in English and before anything in Kazakh.
bool has_bare_q(std::span<const SourceLetter> word) {
  for (std::size_t i = 0; i < word.size(); ++i)
    if (word[i] == source_letter(U'q') &&
        (i + 1 == word.size() || word[i + 1] != source_letter(U'u')))
      return true;
  return false;
}

}  // namespace

bool AlphabetReader::read(std::string_view form, std::string& cyrillic) {
  if (form.empty() || !collect(form)) return false;
  if (is_arabic_source(word_.front())) return read_arabic(cyrillic);
  if (is_ascii_word(word_)) return read_ascii(cyrillic);
  return !is_contraction(form) && read_marked(cyrillic);
}

bool AlphabetReader::collect(std::string_view form) {
  word_.clear();
  for (std::size_t at = 0; at < form.size();) {
    const CodePoint read = code_point_at(form, at);
    const SourceLetter letter = source_sign(read.value, false).letter;
    const bool digit = letter == source_letter(U'4') || letter == source_letter(U'6');
    if (letter == kNoSourceLetter || letter == kForeignLatin || letter == kForeignArabic || digit ||
        word_.size() == WordReader::kMaxLetters)
      return false;
    if (!word_.empty() && is_arabic_source(letter) != is_arabic_source(word_.front())) return false;
    word_.push_back(letter);
    at += read.length;
  }
  return word_.front() != kApostrophe;
}

bool AlphabetReader::accept(WordReader& reader, WordReader::Effort effort, std::string& cyrillic) {
  const auto letters = reader.read(word_, effort);
  codes_.clear();
  cyrillic.clear();
  for (const ReadLetter letter : letters) {
    codes_.push_back(letter.code);
    append_code_point(cyrillic, letter_of(letter.code));
  }
  return !letters.empty();
}

bool AlphabetReader::read_arabic(std::string& cyrillic) {
  if (word_.size() < 2 || !accept(arabic_, WordReader::Effort::kAsNeeded, cyrillic)) return false;
  // Letters that Arabic and Persian do not have.
  return is_sure(arabic_) || (has_any(word_, U"ەۋۇۆڭٴ") && kazakh_gain(codes_) > 0);
}

bool AlphabetReader::read_marked(std::string& cyrillic) {
  WordReader& strict = has_any(word_, U"áǵńóúý") ? latin2018_ : latin2021_;
  const bool readable = accept(strict, WordReader::Effort::kAsNeeded, cyrillic);
  if (readable && is_sure(strict)) return true;
  const float gain = readable ? kazakh_gain(codes_) : 0;
  std::string other;
  if (accept(any_latin_, WordReader::Effort::kThorough, other) && is_sure(any_latin_)) {
    cyrillic = std::move(other);
    return true;
  }
  // An unknown word, perhaps a name: other languages have one of these marks, or q, but not several
  // of them.
  return readable && gain > 0 && (has_bare_q(word_) || has_any(word_, U"ǵū"));
}

bool AlphabetReader::read_ascii(std::string& cyrillic) {
  constexpr std::size_t kMinLetters = 3;
  if (word_.size() < kMinLetters || has_any(word_, U"x") || is_common_english(word_)) return false;
  const float english = english_log_probability(word_);
  const bool bare_q = has_bare_q(word_);
  const auto letters = static_cast<float>(word_.size());
  if (!bare_q && english > kEnglishAtSight * letters) return false;
  if (!accept(any_latin_, WordReader::Effort::kThorough, cyrillic) || !is_sure(any_latin_))
    return false;
  float needed = any_latin_.is_known() ? kMarginKnown : kMarginRoot;
  if (std::none_of(codes_.begin(), codes_.end(),
                   [](LetterCode code) { return in_set(kKazakhLetters, code); }))
    needed += kMarginPlain;
  return any_latin_.score() - english > (bare_q ? kMarginWithQ : needed);
}

}  // namespace izde::internal
