#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "text/repair_case.h"
#include "text/repair_cells.h"
#include "text/repair_context.h"
#include "text/repair_initials.h"
#include "text/repair_letters.h"
#include "text/repair_lost.h"
#include "text/repair_search.h"

namespace izde::internal {
namespace {

// What the whole text says of its holes.
struct HolesInText {
  bool damaged = false;             // question marks stand for letters, for sure
  std::size_t replacements = 0;     // U+FFFD
  std::size_t sure = 0;             // those that cannot be anything else
  float log_dotted_i = 0;           // prior of і among the letters lost
  bool dotted_i = false;            // whether it may be lost at all
  std::size_t replaced_inside = 0;  // U+FFFD between letters
  bool lost_all = false;            // no letter beyond windows-1251 is left
  bool lacks_letters = false;       // and by its length the text had some
  std::string_view text;

  // ln of how much likelier U+FFFD at the edge of a word is a letter than a stray byte.
  float log_letter_at_edge() const {
    return lost_all && (replaced_inside > 0 || lacks_letters) ? 14.0F : -3.0F;
  }

  // Whether the words without holes are Kazakh, or too few to say. Found when it is first asked.
  bool is_kazakh() const {
    constexpr std::size_t kWords = 40;
    constexpr float kLeast = -3.0F;
    if (!kazakh) kazakh = kazakh_gain_of_text(text, kWords) > kLeast;
    return *kazakh;
  }

 private:
  mutable std::optional<bool> kazakh;
};

constexpr std::size_t kManyLost = 3;  // holes for sure that leave no doubt of the text

// `саб?ы`: a letter was lost where a question mark stands between letters or begins a word. `Рас
// па?Жоқ` is no such place, and neither is an address.
bool is_hole_for_sure(const std::vector<Cell>& cells, std::size_t at) {
  if (cells[at].value != U'?' || at + 1 == cells.size()) return false;
  const char32_t next = cells[at + 1].value;
  const bool next_lower = is_cyrillic(next) && !is_capital(next);
  if (at == 0) return next_lower;
  const char32_t before = cells[at - 1].value;
  return next_lower && (is_cyrillic(before) || !is_letter(before)) && !is_digit(before);
}

bool is_inside_word(const std::vector<Cell>& cells, std::size_t at) {
  return at > 0 && is_cyrillic(cells[at - 1].value) && at + 1 < cells.size() &&
         is_cyrillic(cells[at + 1].value);
}

HolesInText survey_holes(const SuspiciousText& text) {
  HolesInText survey;
  survey.text = text.text;
  bool any = false;
  for (const Chunk& chunk : text.chunks) {
    const auto& cells = chunk.cells;
    if (std::none_of(cells.begin(), cells.end(), [](const Cell& c) { return is_hole(c.value); }))
      continue;
    if (is_address(chunk)) continue;
    any = true;
    for (std::size_t i = 0; i < chunk.cells.size(); ++i) {
      if (chunk.cells[i].value == kReplacementCharacter) {
        ++survey.replacements;
        survey.replaced_inside += is_inside_word(chunk.cells, i) ? 1 : 0;
      }
      survey.sure += is_hole_for_sure(chunk.cells, i) ? (i == 0 ? 2 : 1) : 0;
    }
  }
  if (!any) return survey;
  const DottedI dotted = find_dotted_i(text.text);
  survey.dotted_i = !dotted.seen;
  // What loses one letter beyond windows-1251 loses them all.
  survey.lost_all = !has_letter_beyond_1251(text.text);
  survey.damaged = survey.sure > 0 && survey.lost_all;
  constexpr std::ptrdiff_t kManyLetters = 50;  // every eighth letter of Kazakh is one of them
  survey.lacks_letters =
      survey.lost_all && std::count_if(text.text.begin(), text.text.end(), [](char c) {
                           return (static_cast<unsigned char>(c) & 0xFCU) == 0xD0U;
                         }) > kManyLetters;
  // One letter in twenty is і: the longer a text without it, the likelier that it was lost.
  const float kept_by_chance = std::pow(0.95F, static_cast<float>(dotted.letters));
  survey.log_dotted_i = -std::log1p(kept_by_chance);
  return survey;
}

constexpr std::u32string_view kLostLetters = U"әғқңөұүһ";

// ғана and ғой begin with қ after a word that ends voiceless.
void fit_particle(const TextContext& context, const std::vector<Cell>& cells, CellRange word,
                  FoundWord& found) {
  const auto is = [&](std::u32string_view rest) {
    if (found.size != rest.size() + 1) return false;
    for (std::size_t i = 0; i < rest.size(); ++i)
      if (letter_of(found.codes[i + 1]) != rest[i]) return false;
    return true;
  };
  const char32_t first = letter_of(found.codes[0]);
  if (!is_hole(cells[word.begin].value) || (first != U'қ' && first != U'ғ') ||
      (!is(U"ана") && !is(U"ой")))
    return;
  const char32_t before = context.letter_before(cells[word.begin].begin);
  constexpr std::u32string_view kVoiceless = U"пткқсшщчцфхһ";
  if (before != 0)
    found.codes[0] = letter_code(kVoiceless.find(before) != kVoiceless.npos ? U'қ' : U'ғ');
}

std::vector<LetterChoice> pattern_of(const std::vector<Cell>& cells, CellRange word,
                                     const HolesInText& survey) {
  std::vector<LetterChoice> pattern(word.size());
  for (std::size_t i = word.begin; i < word.end; ++i) {
    LetterChoice& choice = pattern[i - word.begin];
    if (!is_hole(cells[i].value)) {
      choice.add(letter_code(cells[i].value));
      continue;
    }
    for (const char32_t letter : kLostLetters) choice.add(letter_code(letter));
    if (survey.dotted_i) choice.add(letter_code(U'і'), survey.log_dotted_i);
  }
  return pattern;
}

// The case of the letters that are there. One capital that begins the word is a title as likely.
SeenCase seen_case(const std::vector<Cell>& cells, CellRange word) {
  SeenCase seen = SeenCase::kUnclear;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    if (is_hole(cells[i].value)) continue;
    if (!is_capital(cells[i].value)) return SeenCase::kLower;
    if (i > word.begin) seen = SeenCase::kCapitals;
  }
  return seen;
}

// ма/ме ба/бе па/пе and ше make a question of the sentence that they end.
bool is_question_particle(std::span<const LetterCode> word) {
  if (word.size() != 2 || !in_alphabet(word)) return false;
  const char32_t first = letter_of(word[0]);
  const char32_t second = letter_of(word[1]);
  if (first == U'ш') return second == U'е';
  return (first == U'м' || first == U'б' || first == U'п') && (second == U'а' || second == U'е');
}

// ln of how much likelier it is that the question mark behind `word` is one, by what follows it.
float log_question(const TextContext& context, const std::vector<Cell>& cells, CellRange word) {
  const float asked =
      is_question_particle(codes_of(cells, {word.begin, word.end - 1})) ? 5.0F : 0.0F;
  switch (context.what_follows(cells[word.end - 1].end)) {
    case Follows::kNothing:
      return asked + 1.5F;
    case Follows::kCapital:
      return asked - 1.0F;
    case Follows::kOther:
      return asked - 3.0F;
    case Follows::kLower:
      return asked - 6.0F;
    case Follows::kPunctuation:
      return asked - 10.0F;
  }
  return asked;
}

// ln P of a word as it stands when its holes are question marks: those parts that they cut it into.
float log_with_questions(const std::vector<Cell>& cells, CellRange word, float glued) {
  float sum = 0;
  CellRange part{word.begin, word.begin};
  for (std::size_t i = word.begin; i <= word.end; ++i) {
    if (i < word.end && !is_hole(cells[i].value)) continue;
    part.end = i;
    if (part.size() > 0) sum += log_of_three_models(codes_of(cells, part));
    if (i + 1 < word.end) sum += glued;
    part.begin = i + 1;
  }
  return sum;
}

// An acronym obeys no letter model. Two in three letters beyond windows-1251 in those counted are Қ
// (қазақ, қор, қала).
FoundWord likeliest_acronym(const std::vector<Cell>& cells, CellRange word, FoundWord found) {
  for (std::size_t i = word.begin; i < word.end; ++i)
    if (is_hole(cells[i].value)) found.codes[i - word.begin] = letter_code(U'қ');
  constexpr float kTwoThirds = 2.0F / 3.0F;
  found.share = kTwoThirds;
  return found;
}

// -тың, -дың (not -тық, -дық).
bool ends_in_genitive(std::span<const LetterCode> word) {
  if (word.size() < 5) return false;
  const auto end = word.last(3);
  return (letter_of(end[0]) == U'т' || letter_of(end[0]) == U'д') && letter_of(end[1]) == U'ы' &&
         letter_of(end[2]) == U'ң';
}

// The likeliest word for `word` between its neighbours.
FoundWord likeliest_in_context(const TextContext& context, const std::vector<Cell>& cells,
                               CellRange word, const HolesInText& survey) {
  const auto pattern = pattern_of(cells, word, survey);
  if (seen_case(cells, word) == SeenCase::kCapitals || is_mixed_acronym(cells, word))
    if (const auto acronym = find_acronym(pattern)) return *acronym;
  const auto words = find_likely_words(pattern, seen_case(cells, word));
  constexpr float kCapital = 2.0F;  // what a capital says for an acronym where no sentence begins
  if (has_one_capital_alone(cells, word) && !context.begins_sentence(cells[word.begin].begin))
    if (const auto acronym = find_acronym(pattern);
        acronym && acronym->log_probability > words.front().log_probability - kCapital)
      return *acronym;
  if (words.size() == 1) return words.front();
  if (seen_case(cells, word) == SeenCase::kCapitals && !look_up_word(words.front().letters()).known)
    return likeliest_acronym(cells, word, words.front());
  const auto before = context.word_before(cells[word.begin].begin);
  const auto behind = context.word_behind(cells[word.end - 1].end);
  constexpr float kGenitive = 0.5F;  // the pairs and the model know some of it
  const float genitive = context.log_genitive_at(cells[word.begin].begin, cells[word.end - 1].end);
  const float name =
      is_capital(cells[word.begin].value) && !context.begins_sentence(cells[word.begin].begin)
          ? 2.0F
          : 0.0F;
  const auto in_context = [&](const FoundWord& w) {
    return w.log_probability + (w.has_root ? kKnownRoot : 0.0F) +
           (ends_in_genitive(w.letters()) ? kGenitive * genitive + name : 0.0F) +
           look_up_pair(before, w.letters()).log_ratio +
           look_up_pair(w.letters(), behind).log_ratio;
  };
  FoundWord best = *std::max_element(
      words.begin(), words.end(),
      [&](const FoundWord& a, const FoundWord& b) { return in_context(a) < in_context(b); });
  float sum = 0;  // in units of the best
  for (const FoundWord& w : words) sum += std::exp(in_context(w) - in_context(best));
  best.share = 1.0F / sum;
  return best;
}

// `Рас?Жоқ`: a question mark between a lower-case letter and a capital begins a sentence.
bool has_question_before_capital(const std::vector<Cell>& cells, CellRange word) {
  for (std::size_t i = word.begin + 1; i + 1 < word.end; ++i)
    if (cells[i].value == U'?' && is_capital(cells[i + 1].value) && !is_hole(cells[i - 1].value) &&
        !is_capital(cells[i - 1].value))
      return true;
  return false;
}

CellRange without_outer_holes(const std::vector<Cell>& cells, CellRange word) {
  while (word.size() > 0 && is_hole(cells[word.begin].value)) ++word.begin;
  while (word.size() > 0 && is_hole(cells[word.end - 1].value)) --word.end;
  return word;
}

// `«Самұрық» ??? мен`: a word of which nothing is left, in a text that lost many letters. Words of
// such letters alone are acronyms.
std::optional<LostLetterFinding> weigh_lost_acronym(const TextContext& context, Chunk& chunk,
                                                    CellRange word, const HolesInText& survey) {
  const auto& cells = chunk.cells;
  const std::size_t at = cells[word.begin].begin;
  const bool alone = at == 0 || survey.text[at - 1] == ' ' || context.follows_quote(at);
  const Follows follows = context.what_follows(cells[word.end - 1].end);
  if (!survey.is_kazakh() || survey.sure + survey.replacements < kManyLost || word.size() < 2 ||
      !alone || follows == Follows::kNothing || follows == Follows::kOther)
    return {};
  const auto acronym = find_acronym(pattern_of(cells, word, survey));
  if (!acronym) return {};
  LostLetterFinding finding;
  finding.chunk = &chunk;
  finding.word = word;
  finding.repaired = *acronym;
  return finding;
}

// Restores `word`, holes included. Returns nothing when it is likelier as it stands.
std::optional<LostLetterFinding> weigh_holes(const TextContext& context, Chunk& chunk,
                                             CellRange word, const HolesInText& survey) {
  const auto& cells = chunk.cells;
  std::size_t holes = 0;
  std::size_t replacements = 0;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    holes += is_hole(cells[i].value) ? 1 : 0;
    replacements += cells[i].value == kReplacementCharacter ? 1 : 0;
    if (!is_hole(cells[i].value) && letter_code(cells[i].value) == kNotALetter) return {};
  }
  if (holes == 0 || word.size() > FoundWord::kLongest) return {};
  if (holes == word.size()) return weigh_lost_acronym(context, chunk, word, survey);
  LostLetterFinding finding;
  finding.chunk = &chunk;
  finding.word = word;
  finding.repaired = likeliest_in_context(context, cells, word, survey);
  if (has_question_before_capital(cells, word) &&
      look_up_word(finding.repaired.letters()).letter_case != WordCase::kCapitals)
    return {};
  const float with = finding.repaired.log_probability;
  // Names of all origins stand in Kazakh text that lost letters; in other text, or where nothing
  // but this word says so (`ма?жауап`), only words that are Kazakh for sure.
  constexpr float kLeastPerLetter = -2.6F;
  const float worst = kLeastPerLetter * static_cast<float>(word.size() + 1);
  if ((!survey.is_kazakh() || (survey.sure < 2 && replacements == 0)) && with < worst) return {};
  if (replacements > 0) {
    finding.gain = std::max(with - worst, 0.0F);
    const CellRange core = without_outer_holes(cells, word);
    if (core.size() == 0 || core.size() + holes != word.size()) return finding;
    // At the edge of a word U+FFFD may be a byte that does not belong there.
    finding.gain = with - log_of_three_models(codes_of(cells, core)) + survey.log_letter_at_edge();
    return finding.gain > 0 ? std::optional(finding) : std::nullopt;
  }
  const float glued =
      survey.damaged && survey.sure > 1 ? kPriors.glued_damaged : kPriors.glued_question;
  finding.gain = with - log_with_questions(cells, word, glued) +
                 (survey.damaged ? kPriors.damage_seen : kPriors.damage_unseen);
  if (!survey.damaged && survey.lacks_letters && survey.is_kazakh())
    finding.gain += kPriors.lacks_letters;
  if (cells[word.end - 1].value == U'?') finding.gain -= log_question(context, cells, word);
  return finding.gain > 0 ? std::optional(finding) : std::nullopt;
}

void mend_holes(TextContext& context, LostLetterFinding finding) {
  auto& cells = finding.chunk->cells;
  const CellRange word = finding.word;
  fit_particle(context, cells, word, finding.repaired);
  const Capitals capitals = capitals_of(context, cells, word, finding.repaired.letters());
  context.found_word(cells[word.end - 1].end, finding.repaired.letters());
  for (std::size_t i = word.begin; i < word.end; ++i) {
    if (!is_hole(cells[i].value)) continue;
    const char32_t letter = letter_of(finding.repaired.codes[i - word.begin]);
    const bool capital = takes_capital(capitals, cells, word, i);
    context.found_letter(cells[i].begin);
    cells[i].change(capital ? to_capital(letter) : letter, RepairReason::kLostLetter,
                    confidence_of(finding.gain) * finding.repaired.share);
  }
}

// `Барасың ба?`: question marks at the end of a word alone. Nothing but other holes can tell that
// they are letters.
bool is_plain_question(const std::vector<Cell>& cells, CellRange word, std::size_t marks) {
  for (std::size_t i = word.begin; i < word.end - marks; ++i)
    if (is_hole(cells[i].value)) return false;
  return marks > 0;
}

// `?. Ахметов`: an initial, once the text is known to have lost letters.
bool is_lost_initial(const std::vector<Cell>& cells, CellRange word, const HolesInText& survey) {
  return word.size() == 1 && is_hole(cells[word.begin].value) &&
         (survey.damaged || survey.replacements > 0) && survey.is_kazakh() &&
         is_dot_of_initial(survey.text, cells[word.end - 1].end);
}

}  // namespace

bool shows_lost_letters(SuspiciousText text) {
  const HolesInText survey = survey_holes(text);
  return survey.damaged && survey.sure >= kManyLost;
}

void repair_holes(SuspiciousText text) {
  const HolesInText survey = survey_holes(text);
  TextContext context(text.text);
  for (Chunk& chunk : text.chunks) {
    auto& cells = chunk.cells;
    if (std::none_of(cells.begin(), cells.end(), [](const Cell& c) { return is_hole(c.value); }))
      continue;
    if (is_address(chunk)) continue;
    for_each_run(cells, is_cyrillic_or_hole, [&](CellRange word) {
      if (is_lost_initial(cells, word, survey)) {
        constexpr float kHalf = 0.5F;
        Cell& lost = cells[word.begin];
        lost.change(likely_initial(text.text, lost.end), RepairReason::kLostLetter, kHalf);
        return context.found_letter(lost.begin);
      }
      std::size_t marks = 0;  // question marks at the end, of which the last ones may be some
      while (marks < word.size() && cells[word.end - 1 - marks].value == U'?') ++marks;
      if (!survey.damaged && is_plain_question(cells, word, marks) &&
          !(survey.lacks_letters && survey.is_kazakh() &&
            context.what_follows(cells[word.end - 1].end) == Follows::kLower))
        return;
      std::optional<LostLetterFinding> best;
      for (std::size_t cut = 0; cut <= std::min<std::size_t>(marks, 3); ++cut) {
        const auto finding = weigh_holes(context, chunk, {word.begin, word.end - cut}, survey);
        if (finding && (!best || finding->gain > best->gain)) best = finding;
      }
      if (best) mend_holes(context, *best);
    });
  }
}

}  // namespace izde::internal
