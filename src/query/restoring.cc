#include "query/restoring.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "text/folding.h"
#include "text/repair_search.h"

namespace izde::internal {

namespace {

constexpr std::size_t kMostGuesses = 4;
constexpr double kLeastShare = 0.02;
constexpr std::size_t kMostLookedAt = 64;  // spellings of one word in the index
// An index counts as much as a text of so many words beside the letter model.
constexpr double kWordsOfModel = 1e6;
// ln P that ы was typed for і, and и for й. Any between -1 and -4 restores as much.
constexpr float kOtherVowelTyped = -3.0F;

using Pattern = std::vector<LetterChoice>;

bool is_vowel(char32_t c) {
  return std::u32string_view(U"аәеёоөуұүыіиэюя").find(c) != std::u32string_view::npos;
}

std::u32string_view letters_typed_as(char32_t typed) {
  switch (typed) {
    case U'а':
      return U"ә";
    case U'г':
      return U"ғ";
    case U'к':
      return U"қ";
    case U'н':
      return U"ң";
    case U'о':
      return U"ө";
    case U'у':
      return U"ұү";
    case U'х':
      return U"һ";
    case U'и':
      return U"і";
    default:
      return {};
  }
}

LetterChoice choice_of(char32_t typed, char32_t before) {
  LetterChoice choice;
  choice.add(letter_code(typed));
  for (const char32_t letter : letters_typed_as(typed)) choice.add(letter_code(letter));
  if (typed == U'ы') choice.add(letter_code(U'і'), kOtherVowelTyped);
  if (typed == U'и' && is_vowel(before)) choice.add(letter_code(U'й'), kOtherVowelTyped);
  return choice;
}

/// Nothing when `form` is empty, too long or has a sign that is no Kazakh letter.
std::optional<Pattern> pattern_of(std::string_view form) {
  Pattern pattern;
  char32_t before = 0;
  for (std::size_t at = 0; at < form.size();) {
    const CodePoint code = code_point_at(form, at);
    at += code.length;
    if (letter_code(code.value) == kNotALetter || pattern.size() == FoundWord::kLongest) return {};
    pattern.push_back(choice_of(code.value, before));
    before = code.value;
  }
  if (pattern.empty()) return {};
  return pattern;
}

bool fits(std::string_view form, const Pattern& pattern) {
  std::size_t i = 0;
  for (std::size_t at = 0; at < form.size(); ++i) {
    const CodePoint code = code_point_at(form, at);
    at += code.length;
    if (i == pattern.size()) return false;
    const auto end = pattern[i].options.begin() + static_cast<std::ptrdiff_t>(pattern[i].count);
    if (std::none_of(pattern[i].options.begin(), end, [&](const LetterChoice::Option& option) {
          return option.code == letter_code(code.value);
        }))
      return false;
  }
  return i == pattern.size();
}

std::string form_of(const FoundWord& word) {
  std::string form;
  for (const LetterCode code : word.letters()) append_code_point(form, letter_of(code));
  return form;
}

struct Evidence {
  std::uint64_t occurrences = 0;
  double by_letters = 0;  // P(word), 0 when the model did not find it

  double weight() const { return static_cast<double>(occurrences) / kWordsOfModel + by_letters; }
};

/// Spellings with what speaks for each.
class Spellings {
 public:
  explicit Spellings(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  void add_by_letters(const Pattern& pattern) {
    const std::vector<FoundWord> words = find_likely_words(pattern, SeenCase::kLower);
    double sum = 0;
    for (const FoundWord& word : words) sum += std::exp(double{word.log_probability});
    for (const FoundWord& word : words)
      known_[form_of(word)].by_letters = sum * static_cast<double>(word.share);
  }

  /// Spellings in the index that fit, of the letters typed and of those that the model found.
  void add_of_index(std::string_view form, const Pattern& pattern) {
    std::set<std::string> keys;
    std::string key;
    const auto add_key = [&](std::string_view word) {
      fold_kazakh_letters(word, key);
      keys.insert(key);
    };
    add_key(form);
    for (const auto& [known, evidence] : known_) add_key(known);
    for (const std::string& folded : keys) {
      vocabulary_.spellings(folded, true, kMostLookedAt, entries_);
      for (const VocabularyEntry& entry : entries_)
        if (fits(entry.text, pattern)) known_[entry.text].occurrences = entry.doc_freq;
    }
  }

  std::vector<RestoredSpelling> best(std::size_t limit) const {
    double sum = 0;
    std::vector<RestoredSpelling> spellings;
    for (const auto& [form, evidence] : known_) {
      spellings.push_back({form, evidence.occurrences, evidence.weight()});
      sum += evidence.weight();
    }
    std::stable_sort(spellings.begin(), spellings.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    if (spellings.size() > limit) spellings.resize(limit);
    for (RestoredSpelling& spelling : spellings) spelling.share /= sum;
    return spellings;
  }

 private:
  const Vocabulary& vocabulary_;
  std::map<std::string, Evidence> known_;
  std::vector<VocabularyEntry> entries_;
};

}  // namespace

std::vector<RestoredSpelling> restore_spellings(std::string_view form, const Vocabulary& vocabulary,
                                                std::size_t limit) {
  const std::optional<Pattern> pattern = pattern_of(form);
  if (!pattern) return {{std::string(form), 0, 1.0}};
  Spellings spellings(vocabulary);
  spellings.add_by_letters(*pattern);
  spellings.add_of_index(form, *pattern);
  return spellings.best(limit);
}

std::vector<std::string> guess_spellings(std::string_view form, const Vocabulary& vocabulary) {
  std::vector<std::string> guesses;
  for (RestoredSpelling& spelling : restore_spellings(form, vocabulary, kMostGuesses))
    if (spelling.share >= kLeastShare && spelling.form != form)
      guesses.push_back(std::move(spelling.form));
  return guesses;
}

}  // namespace izde::internal
