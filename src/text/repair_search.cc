#include "text/repair_search.h"

#include <algorithm>
#include <cmath>

namespace izde::internal {
namespace {

// Hypotheses kept after each letter. Twice as many restore 0.1 % more words and take twice as long.
constexpr std::size_t kBeam = 16;

// How much likelier a word is when its root is known. It orders words, and says nothing of whether
// there was damage.
constexpr float kKnownRoot = 4.0F;

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
    word.log_probability =
        agrees(known, seen) ? word_log_probability(word.letters(), by_letters) : by_letters;
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

}  // namespace izde::internal
