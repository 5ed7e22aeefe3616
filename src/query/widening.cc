#include "query/widening.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "query/restoring.h"
#include "query/rewrite.h"
#include "text/family.h"
#include "text/folding.h"

namespace izde::internal {

namespace {

/// Endings that a word typed in part may break off in: `мектепт` may become `мектепте`,
/// `мектептер`. What follows them does not matter, since the stemmer takes off the rest. Only the
/// first suffix after a stem is listed, each in all its harmonic forms; the stemmer refuses those
/// that do not fit.
constexpr auto kEndings = std::to_array<std::string_view>({
    "лар",   "лер",   "дар",   "дер",   "тар",   "тер",  // plural
    "ның",   "нің",   "дың",   "дің",   "тың",   "тің",  // genitive
    "ға",    "ге",    "қа",    "ке",    "на",    "не",   // dative
    "ны",    "ні",    "ды",    "ді",    "ты",    "ті",   // accusative, past
    "да",    "де",    "та",    "те",    "нда",   "нде",  // locative
    "дан",   "ден",   "тан",   "тен",   "нан",   "нен",  // ablative
    "мен",   "бен",   "пен",                             // instrumental
    "дағы",  "дегі",  "тағы",  "тегі",                   // being at
    "сы",    "сі",    "ым",    "ім",    "ың",    "ің",    "мыз", "міз", "ңыз", "ңіз",  // possession
    "ымыз",  "іміз",  "ыңыз",  "іңіз",                                                 // possession
    "ған",   "ген",   "қан",   "кен",   "ып",    "іп",    "йды", "йді", "са",  "се",   // verbs
    "майды", "мейді", "байды", "бейді", "пайды", "пейді",                              // negation
});

/// Vowel endings before which a stem changes: `кітаб` is `кітап` in `кітабы`, `орн` is `орын` in
/// `орны`.
constexpr auto kVowelEndings = std::to_array<std::string_view>({"ы", "і"});

constexpr auto kVowels = std::to_array<std::string_view>(
    {"а", "ә", "е", "ё", "и", "о", "ө", "у", "ұ", "ү", "ы", "і", "э", "ю", "я"});

constexpr std::size_t kLeastStemBytes = 4;      // two Cyrillic letters
constexpr std::size_t kRestoredVowelBytes = 2;  // `орн` -> `орын`

bool begins_inside_letter(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// Calls use(finished, have) with `typed` and the rest of every ending of which it has the first
/// `have` bytes at its end.
template <class Use>
void finish(std::string_view typed, const Use& use) {
  std::string finished;
  for (const std::string_view ending : kEndings) {
    for (std::size_t have = 1; have < ending.size(); ++have) {
      if (begins_inside_letter(ending, have) || !typed.ends_with(ending.substr(0, have))) continue;
      finished.assign(typed).append(ending.substr(have));
      use(finished, have);
    }
  }
}

/// Calls use(word, most) with every word that finishes the ending in which `typed` breaks off. A
/// stem longer than `most` bytes shows that the word was understood otherwise: `бала` is no `ба` +
/// `лар` when `балар` has the stem `бал`.
template <class Use>
void complete(std::string_view typed, const Use& use) {
  finish(typed, [&](std::string_view word, std::size_t have) {
    if (typed.size() >= have + kLeastStemBytes) use(word, typed.size() - have);
  });
  const auto ends = [&](std::string_view letter) { return typed.ends_with(letter); };
  if (typed.size() < kLeastStemBytes || std::any_of(kVowels.begin(), kVowels.end(), ends)) return;
  std::string word;
  for (const std::string_view ending : kVowelEndings) {
    word.assign(typed).append(ending);
    use(word, typed.size() + kRestoredVowelBytes);
  }
}

void add_alternative(std::vector<Alternative>& alternatives, std::string_view term, double weight) {
  for (Alternative& known : alternatives) {
    if (known.term != term) continue;
    known.weight = std::max(known.weight, weight);
    return;
  }
  alternatives.push_back({std::string(term), weight});
}

bool is_function_word(const Token& token) {
  return token.family.empty() && is_function_term(token.term);
}

void add_reading(const Token& token, double weight, Word& word) {
  add_alternative(word.alternatives, token.term, weight);
  if (!token.family.empty()) add_alternative(word.families, token.family, weight);
}

}  // namespace

std::vector<std::string> finished_endings(std::string_view typed) {
  std::vector<std::string> endings;
  finish(typed,
         [&](std::string_view ending, std::size_t /*have*/) { endings.emplace_back(ending); });
  return endings;
}

std::vector<Word> Widening::words(std::string_view text, std::size_t max_words, bool& cut) {
  std::vector<Word> words;
  cut = false;
  analyzer_.analyze(text, analysis_);
  const std::span<const Token> tokens = analysis_.tokens();
  const bool may_be_cut = tokens.size() > max_words;
  std::unordered_set<std::string_view> seen;
  for (const Token& token : tokens) {
    if (words.empty() || words.back().position != token.position) {
      if (may_be_cut && seen.insert(token.term).second && seen.size() > max_words) {
        cut = true;
        break;
      }
      words.push_back({token.position, std::string(token.form), {}, {}, false});
    }
    add_reading(token, 1.0, words.back());
    words.back().is_function_word |= knows_words_ && is_function_word(token);
  }
  if (restore_) restore(words);
  return words;
}

void Widening::restore(std::vector<Word>& words) {
  std::unordered_map<std::string_view, const Word*>
      spelled;  // a word that comes again is looked up once
  for (Word& word : words) {
    const auto [first, is_new] = spelled.try_emplace(word.form, &word);
    if (is_new) {
      add_spellings(word, true);
      continue;
    }
    const Word& same = *first->second;
    for (const Alternative& known : same.alternatives)
      add_alternative(word.alternatives, known.term, known.weight);
    for (const Alternative& known : same.families)
      add_alternative(word.families, known.term, known.weight);
    word.is_function_word = same.is_function_word;
  }
}

bool Widening::add_terms_of(std::string_view form, double weight, Word& word, std::size_t most) {
  deadline_.spend(kAnalysisCost);
  analyzer_.analyze(form, analysis_);
  bool is_function = false;
  for (const Token& token : analysis_.tokens()) {
    if (token.position != analysis_.tokens().front().position)
      return false;  // several words: no spelling
    is_function |= is_function_word(token);
  }
  for (const Token& token : analysis_.tokens())
    if (token.term.size() <= most) add_reading(token, weight, word);
  return is_function;
}

std::size_t Widening::add_spellings(Word& word, bool whole) {
  fold_kazakh_letters(word.form, folded_);
  entries_.clear();
  const std::size_t found = vocabulary_.spellings(folded_, whole, limit_, entries_);
  std::size_t functions = 0;
  for (const VocabularyEntry& entry : entries_)
    functions += add_terms_of(entry.text, whole ? kRestoredWeight : 1.0, word) ? 1U : 0U;
  if (functions > 0 && functions == entries_.size()) word.is_function_word = true;  // `кандай`
  if (whole && found == 0) {
    for (const std::string& guess : guess_spellings(folded_, vocabulary_))
      add_terms_of(guess, kRestoredWeight, word);
  }
  return found - entries_.size();
}

std::size_t Widening::widen_prefix(Word& word, const std::vector<std::uint32_t>& fields,
                                   std::size_t limit) {
  std::unordered_map<std::string, std::uint64_t> found;
  std::size_t left_out = 0;
  const auto add = [&](std::uint32_t field, std::string_view term) {
    const std::uint64_t doc_freq = vocabulary_.doc_freq(field, term);
    if (doc_freq == 0) return;
    std::uint64_t& known = found[std::string(term)];
    known = std::max(known, doc_freq);
  };
  Word typed{word.position, word.form, std::move(word.alternatives), {}, false};
  if (knows_words_) {
    complete(word.form, [&](std::string_view form, std::size_t most) {
      add_terms_of(form, 1.0, typed, most);
    });
  }
  if (restore_) left_out += add_spellings(typed, false);
  for (const std::uint32_t field : fields) {
    for (const Alternative& alternative : typed.alternatives) add(field, alternative.term);
    entries_.clear();
    left_out = std::max(left_out, vocabulary_.terms_with_prefix(field, word.form, limit, entries_) -
                                      entries_.size());
    for (const VocabularyEntry& entry : entries_) {
      std::uint64_t& known = found[entry.text];
      known = std::max(known, entry.doc_freq);
    }
  }
  std::vector<std::pair<std::string, std::uint64_t>> terms(found.begin(), found.end());
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (terms.size() > limit) {
    left_out += terms.size() - limit;
    terms.resize(limit);
  }
  word.alternatives.clear();
  for (auto& [term, doc_freq] : terms) word.alternatives.push_back({std::move(term), 1.0});
  return left_out;
}

}  // namespace izde::internal
