#include "text/repair_case.h"

#include <algorithm>
#include <cmath>

namespace izde::internal {
namespace {

// What speaks for a capital and against it, and how much. The weights were fitted by logistic
// regression over words of KazNERD that the counts did not know (docs/design/repair.md).
enum Sign : std::size_t {
  kAlways,
  kBeginsSentence,      // nothing or the end of a sentence stands before
  kBehindAbbreviation,  // the same, but for the full stop of an abbreviation
  kWordOdds,            // how the word is capitalised elsewhere
  kUnknownWord,
  kShapeOdds,  // how its root is, of a known word
  kUnknownShape,
  kBehindName,
  kBeforeName,
  kBehindQuote,
  kLikeSurname,
  kPairOdds,        // how it is capitalised behind the word before it
  kShapeOddsAlone,  // how the root of a word that is not known itself is
  kNextOdds,        // and before the word behind it
  kBehindDash,
  kNumberOfSigns
};

using Signs = std::array<float, kNumberOfSigns>;

constexpr float kSure = 10;
// Behind commas of a text with more capitals there than this a line of verse may begin; not all
// lines end in a comma, so that some of the others do, too.
constexpr float kVerse = 0.3F;
constexpr float kLineLonger = 0.4F;

constexpr Signs kWeights = {-0.9F, 6.7F, -3.6F, 0.58F, -1.1F, 0.53F, -0.5F, 1.0F,
                            1.6F,  5.1F, 3.5F,  1.0F,  0.92F, 0.9F,  0.35F};

// -ов, -ев, -ова, -ева and what case endings follow.
bool is_surname_like(std::span<const LetterCode> word) {
  constexpr std::size_t kLongestEnding = 4;
  for (std::size_t i = 3; i + 2 <= word.size(); ++i) {
    const char32_t vowel = letter_of(word[i]);
    if ((vowel == U'о' || vowel == U'е') && letter_of(word[i + 1]) == U'в' &&
        word.size() - i - 2 <= kLongestEnding)
      return true;
  }
  return false;
}

Signs signs_of(const TextContext& context, const Before& before, std::size_t begin, std::size_t end,
               std::span<const LetterCode> word) {
  Signs signs{};
  signs[kAlways] = 1;
  signs[kBeginsSentence] = before.begins_sentence ? 1.0F : 0.0F;
  signs[kBehindAbbreviation] = before.abbreviation ? 1.0F : 0.0F;
  const KnownWord known = look_up_word(word);
  const BuiltWord built = look_up_parts(word);
  signs[kWordOdds] = known.known ? known.log_title : 0.0F;
  signs[kUnknownWord] = known.known ? 0.0F : 1.0F;
  signs[known.known ? kShapeOdds : kShapeOddsAlone] = built.log_title;
  signs[kUnknownShape] = std::isfinite(built.log_probability) ? 0.0F : 1.0F;
  signs[kBehindName] = context.follows_name(begin) ? 1.0F : 0.0F;
  signs[kBeforeName] = context.what_follows(end) == Follows::kCapital ? 1.0F : 0.0F;
  signs[kBehindQuote] = before.quote ? 1.0F : 0.0F;
  signs[kLikeSurname] = is_surname_like(word) ? 1.0F : 0.0F;
  const KnownPair pair = look_up_pair(context.word_before(begin), word);
  signs[kPairOdds] = pair.known ? pair.log_title : 0.0F;
  signs[kNextOdds] = log_title_before(word, context.next_letters(end));
  signs[kBehindDash] = before.dash ? 1.0F : 0.0F;
  return signs;
}

// ln of how much likelier than not `word`, whose first letter was lost, begins with a capital where
// it stands: bytes [begin, end) of the text.
float log_title_odds(const TextContext& context, std::size_t begin, std::size_t end,
                     std::span<const LetterCode> word) {
  const Before before = context.what_precedes(begin);
  if (before.begins_sentence && !before.abbreviation) return kSure;
  if (const float share = before.comma ? context.capitals_behind_commas() : 0; share > kVerse)
    return std::log(share / (1.01F - share)) + kLineLonger;
  const Signs signs = signs_of(context, before, begin, end, word);
  float sum = 0;
  for (std::size_t i = 0; i < signs.size(); ++i) sum += kWeights[i] * signs[i];
  return sum;
}

// `АҚШ-тың`, `«Самұрық-Қазына»`, `Сондай-ақ`, `ҚР-ҚХР`: by the part before.
Capitals capitals_behind_hyphen(const TextContext& context, const std::vector<Cell>& cells,
                                CellRange word) {
  CellRange part{word.begin - 1, word.begin - 1};
  while (part.begin > 0 && is_cyrillic_or_hole(cells[part.begin - 1].value)) --part.begin;
  if (part.size() == 0 || !is_capital(cells[part.begin].value)) return Capitals::kNone;
  if (is_capital(cells[part.end - 1].value) && part.size() > 1) return Capitals::kNone;
  const std::size_t at = cells[part.begin].begin;
  const bool name = context.follows_quote(at) || !context.begins_sentence(at);
  return name && word.size() > 2 ? Capitals::kFirst : Capitals::kNone;
}

}  // namespace

bool has_one_capital_alone(const std::vector<Cell>& cells, CellRange word) {
  std::size_t letters = 0;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    if (is_hole(cells[i].value)) continue;
    if (++letters > 1 || !is_capital(cells[i].value)) return false;
  }
  return letters == 1 && word.size() > 2;
}

bool is_mixed_acronym(const std::vector<Cell>& cells, CellRange word) {
  bool lower = false;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    if (is_hole(cells[i].value)) continue;
    if (lower && is_capital(cells[i].value)) return true;
    lower = lower || !is_capital(cells[i].value);
  }
  return false;
}

Capitals capitals_of(const TextContext& context, const std::vector<Cell>& cells, CellRange word,
                     std::span<const LetterCode> letters_found) {
  std::size_t capitals = 0;
  std::size_t letters = 0;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    if (is_hole(cells[i].value)) continue;
    ++letters;
    capitals += is_capital(cells[i].value) ? 1 : 0;
  }
  const KnownWord known = look_up_word(letters_found);
  const bool acronym = known.known && known.letter_case == WordCase::kCapitals;
  if (acronym && (letters == 0 || has_one_capital_alone(cells, word))) return Capitals::kAll;
  const bool title = letters == 1 && !is_hole(cells[word.begin].value);  // `Е?` is Ең, `А?` is АҚ
  const bool firm =
      title && word.size() == 2 && context.follows_closing_quote(cells[word.begin].begin);
  if (is_mixed_acronym(cells, word)) return Capitals::kBesideCapitals;
  if (capitals > 0 && capitals == letters)
    return acronym || !title || firm ? Capitals::kAll : Capitals::kNone;
  if (!is_hole(cells[word.begin].value)) return Capitals::kNone;
  const std::size_t at = cells[word.begin].begin;
  if (word.begin > 0 && cells[word.begin - 1].value == U'-')
    return capitals_behind_hyphen(context, cells, word);
  return log_title_odds(context, at, cells[word.end - 1].end, letters_found) > 0 ? Capitals::kFirst
                                                                                 : Capitals::kNone;
}

bool takes_capital(Capitals capitals, const std::vector<Cell>& cells, CellRange word,
                   std::size_t at) {
  switch (capitals) {
    case Capitals::kNone:
      return false;
    case Capitals::kFirst:
      return at == word.begin;
    case Capitals::kAll:
      return true;
    case Capitals::kBesideCapitals:
      return at == word.begin || (at + 1 < word.end && is_capital(cells[at + 1].value)) ||
             (at + 1 == word.end && is_capital(cells[at - 1].value));
  }
  return false;
}

}  // namespace izde::internal
