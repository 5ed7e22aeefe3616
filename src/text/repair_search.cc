#include "text/repair_search.h"

#include <algorithm>
#include <cmath>

namespace izde::internal {
namespace {

// Hypotheses kept after each letter. Twice as many restore 0.1 % more words and take twice as long.
constexpr std::size_t kBeam = 16;

// Hypotheses that are so much less likely than the best one are given up; a known word makes up for
// less.
constexpr float kMargin = 10.0F;

struct Hypothesis {
  FoundWord word;  // log_probability: of the letters so far
  LetterContext context;
};

bool likelier(const Hypothesis& a, const Hypothesis& b) {
  return a.word.log_probability > b.word.log_probability;
}

void extend(std::vector<Hypothesis>& beam, const LetterChoice& choice,
            std::vector<Hypothesis>& next) {
  next.clear();
  for (const Hypothesis& before : beam)
    for (std::size_t i = 0; i < choice.count; ++i) {
      const LetterChoice::Option& option = choice.options[i];
      Hypothesis& after = next.emplace_back(before);
      after.word.codes[after.word.size++] = option.code;
      after.word.log_probability += before.context.log_probability(option.code) + option.log_prior;
      after.context = before.context.then(option.code);
    }
  const float best =
      std::max_element(next.begin(), next.end(), [](const Hypothesis& a, const Hypothesis& b) {
        return likelier(b, a);
      })->word.log_probability;
  std::erase_if(next, [&](const Hypothesis& h) { return h.word.log_probability < best - kMargin; });
  if (next.size() > kBeam) {
    std::nth_element(next.begin(), next.begin() + kBeam, next.end(), likelier);
    next.resize(kBeam);
  }
  beam.swap(next);
}

bool agrees(const KnownWord& known, SeenCase seen) {
  return !(seen == SeenCase::kLower && known.letter_case == WordCase::kCapitals) &&
         !(seen == SeenCase::kCapitals && known.letter_case == WordCase::kLower);
}

}  // namespace

std::vector<FoundWord> find_likely_words(std::span<const LetterChoice> pattern, SeenCase seen) {
  std::vector<Hypothesis> beam(1), next;
  for (const LetterChoice& choice : pattern) extend(beam, choice, next);
  std::vector<FoundWord> words;
  for (const Hypothesis& h : beam) {
    FoundWord& word = words.emplace_back(h.word);
    const float by_letters = word.log_probability + h.context.log_probability(kWordEdge);
    const KnownWord known = look_up_word(word.letters());
    word.log_probability = log_of_three_models(word.letters(), by_letters, agrees(known, seen));
    word.has_root = beam.size() > 1 && (known.known || has_known_root(word.letters()));
  }
  const auto rank = [](const FoundWord& w) {
    return w.log_probability + (w.has_root ? kKnownRoot : 0.0F);
  };
  std::sort(words.begin(), words.end(),
            [&](const FoundWord& x, const FoundWord& y) { return rank(x) > rank(y); });
  float sum = 0;  // in units of the first
  for (const FoundWord& word : words) sum += std::exp(rank(word) - rank(words.front()));
  for (FoundWord& word : words) word.share = std::exp(rank(word) - rank(words.front())) / sum;
  return words;
}

std::optional<FoundWord> find_acronym(std::span<const LetterChoice> pattern) {
  constexpr std::size_t kMostWords = 1000;
  std::size_t words = 1;
  for (const LetterChoice& choice : pattern)
    if ((words *= choice.count) > kMostWords) return {};
  std::optional<FoundWord> best;
  FoundWord word;
  word.size = pattern.size();
  for (std::size_t number = 0; number < words; ++number) {
    std::size_t rest = number;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      word.codes[i] = pattern[i].options[rest % pattern[i].count].code;
      rest /= pattern[i].count;
    }
    const KnownWord known = look_up_word(word.letters());
    if (known.letter_case != WordCase::kCapitals) continue;
    word.log_probability = known.log_probability;
    if (!best || best->log_probability < word.log_probability) best = word;
  }
  return best;
}

}  // namespace izde::internal
