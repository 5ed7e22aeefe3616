#include <algorithm>
#include <optional>
#include <vector>

#include "text/repair_cells.h"
#include "text/repair_context.h"
#include "text/repair_letters.h"
#include "text/repair_lost.h"

namespace izde::internal {
namespace {

constexpr char32_t kCapitalI = U'И';

float title_prior(std::span<const LetterCode> word) {
  const KnownWord known = look_up_word(word);
  if (!known.known) return kPriors.title_unknown;
  switch (known.letter_case) {
    case WordCase::kLower:
      return kPriors.title_lower;
    case WordCase::kEither:
      return kPriors.title_either;
    case WordCase::kTitle:
    case WordCase::kCapitals:
      return kPriors.title_name;
  }
  return kPriors.title_unknown;
}

// Whether the letters of `word` other than И allow a lost letter: some in lower case, and no
// capital but the first (`ТИПом` is none).
bool may_have_lost_i(const std::vector<Cell>& cells, CellRange word) {
  std::size_t lower = 0;
  bool found = false;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    const char32_t c = cells[i].value;
    if (c == kCapitalI)
      found = true;
    else if (!is_capital(c))
      ++lower;
    else if (i > word.begin)
      return false;
  }
  return found && lower > 0;
}

// ln P of the word as it stands: each capital inside begins a new part.
float log_as_it_stands(const std::vector<Cell>& cells, CellRange word, bool begins) {
  float sum = 0;
  CellRange part{word.begin, word.begin};
  for (std::size_t i = word.begin + 1; i <= word.end; ++i) {
    if (i < word.end && cells[i].value != kCapitalI) continue;
    part.end = i;
    const auto codes = codes_of(cells, part);
    sum += log_of_three_models(codes);
    if (part.begin > word.begin)
      sum += kPriors.new_part;
    else if (cells[word.begin].value == kCapitalI && !begins)
      sum += title_prior(codes);
    part.begin = i;
  }
  return sum;
}

// `Иран`, `Италия`: known, and not as a word in lower case alone.
bool is_known_name(const std::vector<Cell>& cells, CellRange word) {
  const KnownWord known = look_up_word(codes_of(cells, word));
  return known.known && known.letter_case != WordCase::kLower;
}

FoundWord best_with_lost_i(const std::vector<Cell>& cells, CellRange word, std::size_t first_lost) {
  std::vector<LetterChoice> pattern(word.size());
  for (std::size_t i = word.begin; i < word.end; ++i) {
    LetterChoice& choice = pattern[i - word.begin];
    if (cells[i].value == kCapitalI && i >= first_lost) {
      choice.add(letter_code(U'ғ'));
      choice.add(letter_code(U'ұ'));
    } else {
      choice.add(letter_code(cells[i].value));
    }
  }
  return find_likely_words(pattern, SeenCase::kLower).front();
}

std::optional<LostLetterFinding> weigh_lost_i(const TextContext& context, Chunk& chunk,
                                              CellRange word) {
  const auto& cells = chunk.cells;
  if (word.size() < 2 || word.size() > FoundWord::kLongest || !may_have_lost_i(cells, word))
    return {};
  if (!in_alphabet(codes_of(cells, word))) return {};
  const bool initial = cells[word.begin].value == kCapitalI;
  const bool begins = context.begins_sentence(cells[word.begin].begin);
  if (initial && is_known_name(cells, word)) return {};
  LostLetterFinding finding;
  finding.chunk = &chunk;
  finding.word = word;
  finding.first_lost = word.begin;
  finding.repaired = best_with_lost_i(cells, word, word.begin);
  float with = finding.repaired.log_probability;
  if (initial) {
    with += begins ? kPriors.lower_begins : 0.0F;
    for (std::size_t i = word.begin + 1; i < word.end; ++i)
      finding.inner |= cells[i].value == kCapitalI;
  } else {
    finding.inner = true;
  }
  if (initial && finding.inner) {  // the first И may be real and only the others lost
    const FoundWord others = best_with_lost_i(cells, word, word.begin + 1);
    const float log_others =
        others.log_probability + (begins ? 0.0F : title_prior(others.letters()));
    if (log_others > with) {
      finding.repaired = others;
      finding.first_lost = word.begin + 1;
      with = log_others;
    }
  }
  finding.gain = with - log_as_it_stands(cells, word, begins);
  return finding;
}

void mend_lost_i(const LostLetterFinding& finding, float gain) {
  auto& cells = finding.chunk->cells;
  for (std::size_t i = finding.first_lost; i < finding.word.end; ++i)
    if (cells[i].value == kCapitalI)
      cells[i].change(letter_of(finding.repaired.codes[i - finding.word.begin]),
                      RepairReason::kLostLetter, confidence_of(gain) * finding.repaired.share);
}

// Whether `word` begins with its only И.
bool has_initial_i_alone(const std::vector<Cell>& cells, CellRange word) {
  if (cells[word.begin].value != kCapitalI) return false;
  for (std::size_t i = word.begin + 1; i < word.end; ++i)
    if (cells[i].value == kCapitalI) return false;
  return true;
}

// `Исаев`: no word of the counts, and yet likely enough as it stands.
bool is_fine_as_it_stands(const std::vector<Cell>& cells, CellRange word) {
  constexpr float kLeastPerLetter = -1.7F;
  const auto codes = codes_of(cells, word);
  return in_alphabet(codes) &&
         letters_log_probability(codes) > kLeastPerLetter * static_cast<float>(codes.size() + 1);
}

// Weighs the words with an И inside, or those that begin with their only one.
template <typename Use>
void for_each_word_with_i(const SuspiciousText& text, bool initial_alone, Use use) {
  for (Chunk& chunk : text.chunks) {
    const auto& cells = chunk.cells;
    if (std::none_of(cells.begin(), cells.end(),
                     [](const Cell& c) { return c.value == kCapitalI; }))
      continue;
    if (is_address(chunk)) continue;
    for_each_run(cells, is_letter, [&](CellRange word) {
      if (has_initial_i_alone(cells, word) == initial_alone) use(chunk, word);
    });
  }
}

}  // namespace

void repair_capital_i(SuspiciousText text) {
  const TextContext context(text.text);
  std::vector<LostLetterFinding> findings;
  const auto weigh = [&](Chunk& chunk, CellRange word) {
    if (const auto finding = weigh_lost_i(context, chunk, word)) findings.push_back(*finding);
  };
  for_each_word_with_i(text, false, weigh);
  const bool seen = std::any_of(findings.begin(), findings.end(), [](const LostLetterFinding& f) {
    return f.inner && f.gain + kPriors.damage_unseen > kPriors.sure;
  });
  for_each_word_with_i(text, true, [&](Chunk& chunk, CellRange word) {
    if (seen || !is_fine_as_it_stands(chunk.cells, word)) weigh(chunk, word);
  });
  for (const LostLetterFinding& finding : findings) {
    const float gain = finding.gain + (seen ? kPriors.damage_seen : kPriors.damage_unseen);
    if (gain > (seen ? 0.0F : kPriors.sure)) mend_lost_i(finding, gain);
  }
}

}  // namespace izde::internal
