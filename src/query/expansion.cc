#include "query/expansion.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "query/rewrite.h"
#include "query/widening.h"
#include "text/ending.h"
#include "text/folding.h"

namespace izde::internal {

namespace {

/// Terms of one walk; more are not looked at.
constexpr std::size_t kMostMet = std::size_t{1} << 18;
constexpr std::size_t kTermCost = 16;      // of one met: see Deadline::spend()
constexpr std::size_t kMostLetters = 255;  // of a fuzzy word
constexpr std::size_t kMostEndingLetters = 14;
constexpr std::size_t kLeastStemLetters = 2;
/// Letters that endings are made of.
constexpr std::u32string_view kEndingLetters = U"абғгдежзийкқлмнңпрстуүшыіө";

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_code_point(out, c);
  return out;
}

bool is_complete_ending(std::u32string_view letters) {
  return !letters.empty() && letters.size() <= kMostEndingLetters &&
         is_ending(to_utf8(letters), EndingHost::kWord);
}

std::u32string folded(std::u32string_view letters) {
  std::string out;
  fold_kazakh_letters(to_utf8(letters), out);
  return code_points_of(out);
}

/// The letter that a part of a pattern is; 0 when it is more than one.
char32_t letter_of(const Pattern& part) {
  const bool one = part.kind == Pattern::Kind::kLetter && part.letters.size() == 1 &&
                   part.letters.front().first == part.letters.front().last;
  return one ? part.letters.front().first : 0;
}

bool is_star(const Pattern& part) {
  return part.kind == Pattern::Kind::kRepeat && part.least == 0 &&
         part.most == Pattern::kUnbounded && part.parts.front().kind == Pattern::Kind::kAny;
}

std::size_t count_letters_of(const std::vector<Pattern>& parts) {
  return static_cast<std::size_t>(std::count_if(
      parts.begin(), parts.end(), [](const Pattern& part) { return letter_of(part) != 0; }));
}

/// The endings that `typed` is, or, where it may go on (`open`), may become.
std::vector<std::string> endings_of(const std::u32string& typed, bool open) {
  std::vector<std::string> endings;
  if (is_complete_ending(typed)) endings.push_back(to_utf8(typed));
  if (!open) return endings;
  for (std::string& finished : finished_endings(to_utf8(typed))) {
    if (is_ending(finished, EndingHost::kWord) &&
        std::find(endings.begin(), endings.end(), finished) == endings.end())
      endings.push_back(std::move(finished));
  }
  return endings;
}

}  // namespace

std::vector<std::string> Expansion::stems_of(std::string_view word) {
  deadline_.spend(kAnalysisCost);
  analyzer_.analyze(word, analysis_);
  std::vector<std::string> stems;
  for (const Token& token : analysis_.tokens()) {
    if (token.position != analysis_.tokens().front().position) return {};
    stems.emplace_back(token.term);
  }
  return stems;
}

bool Expansion::is_stem_of(std::string_view term, std::string_view word) {
  const std::vector<std::string> stems = stems_of(word);
  return std::find(stems.begin(), stems.end(), term) != stems.end();
}

std::uint64_t Expansion::doc_freq(std::string_view term) const {
  std::uint64_t most = 0;
  for (const std::uint32_t field : fields_)
    most = std::max(most, vocabulary_.doc_freq(field, term));
  return most;
}

void Expansion::add_found(std::string_view term, std::uint32_t edits, double weight,
                          std::uint64_t doc_freq) {
  if (doc_freq == 0) return;
  deadline_.spend(kTermCost);
  const auto [at, is_new] = found_.try_emplace(std::string(term), Found{edits, weight, doc_freq});
  Found& known = at->second;
  if (is_new) return;
  if (edits < known.edits || (edits == known.edits && weight > known.weight)) {
    known.edits = edits;
    known.weight = weight;
  }
}

void Expansion::add(std::string_view term, double weight) {
  add_found(term, 0, weight, doc_freq(term));
}

void Expansion::add_stems(std::string_view form, std::uint32_t edits, double weight) {
  for (const std::string& stem : stems_of(form)) add_found(stem, edits, weight, doc_freq(stem));
}

ExpandedTerms Expansion::take(std::size_t limit) {
  ExpandedTerms taken;
  taken.is_complete = std::exchange(is_complete_, true);
  for (auto& [term, found] : found_)
    taken.terms.push_back({term, found.edits, found.weight, found.doc_freq});
  found_.clear();
  const std::size_t kept = std::min(limit, taken.terms.size());
  std::partial_sort(taken.terms.begin(), taken.terms.begin() + static_cast<std::ptrdiff_t>(kept),
                    taken.terms.end(), [](const ExpandedTerm& a, const ExpandedTerm& b) {
                      if (a.edits != b.edits) return a.edits < b.edits;
                      return a.doc_freq != b.doc_freq ? a.doc_freq > b.doc_freq : a.term < b.term;
                    });
  taken.left_out = taken.terms.size() - kept;
  taken.terms.resize(kept);
  return taken;
}

Expansion::Met Expansion::walk(LetterNfa nfa) {
  Utf8Automaton automaton(std::move(nfa), &deadline_);
  Met met;
  for (const std::uint32_t field : fields_) {
    Met here;  // the parts of a term's documents add up in a field
    vocabulary_.walk_terms(field, automaton, [&](std::string_view term, std::uint64_t frequency) {
      deadline_.spend(kTermCost);
      here[std::string(term)] += frequency;
      is_complete_ = is_complete_ && here.size() < kMostMet;
      return here.size() < kMostMet;
    });
    for (const auto& [term, frequency] : here) {
      std::uint64_t& known = met[term];
      known = std::max(known, frequency);
    }
  }
  is_complete_ = is_complete_ && !automaton.overflowed();
  return met;
}

std::vector<std::string> Expansion::walk_forms(LetterNfa nfa) {
  Utf8Automaton automaton(std::move(nfa), &deadline_);
  std::vector<std::string> forms;
  vocabulary_.walk_forms(automaton, [&](std::string_view form, std::uint64_t /*frequency*/) {
    deadline_.spend(kTermCost);
    forms.emplace_back(form);
    is_complete_ = is_complete_ && forms.size() < kMostMet;
    return forms.size() < kMostMet;
  });
  is_complete_ = is_complete_ && !automaton.overflowed();
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

Expansion::Met Expansion::walk_terms(const Pattern& pattern) {
  LetterNfa nfa;
  nfa.finish(add_pattern(restore_ ? with_folded_letters(pattern) : pattern, nfa));
  return walk(std::move(nfa));
}

Expansion::Met Expansion::walk_terms_near(std::u32string_view word, std::uint32_t edits) {
  LetterNfa nfa;
  nfa.finish(add_near_word(word, edits, restore_, nfa));
  return walk(std::move(nfa));
}

bool Expansion::fits(const Pattern& pattern) {
  const bool small = count_states(pattern, kMostPatternStates) <= kMostPatternStates;
  is_complete_ = is_complete_ && small;
  return small;
}

void Expansion::add_words_like(const Pattern& pattern, bool endings) {
  if (!fits(pattern)) return;
  for (const auto& [term, frequency] : walk_terms(pattern)) add_found(term, 0, 1, frequency);
  LetterNfa nfa;
  const Pattern any = with_folded_letters(pattern);
  LetterNfa::Part key = add_pattern(any, nfa);
  key = nfa.concatenate(key, nfa.add_letter(std::array{LetterRange{0, 0}}));
  nfa.finish(nfa.concatenate(key, add_pattern(restore_ ? any : pattern, nfa)));
  for (const std::string& form : walk_forms(std::move(nfa))) add_stems(form, 0, 1);
  if (endings) add_before_endings(pattern);
}

/// `м?ктептерд*`: the letters at the end are taken for an ending, or its beginning, from each
/// letter on.
void Expansion::add_before_endings(const Pattern& pattern) {
  Pattern stem = pattern;
  const bool open = !stem.parts.empty() && is_star(stem.parts.back());
  if (open) stem.parts.pop_back();
  std::u32string ending;
  while (!stem.parts.empty() && ending.size() < kMostEndingLetters) {
    const char32_t letter = letter_of(stem.parts.back());
    if (letter == 0) return;
    ending.insert(ending.begin(), letter);
    stem.parts.pop_back();
    if (count_letters_of(stem.parts) < kLeastStemLetters) return;
    const std::vector<std::string> endings = endings_of(ending, open);
    if (endings.empty()) continue;
    for (const auto& [term, frequency] : walk_terms(stem)) {
      const bool fits = std::any_of(
          endings.begin(), endings.end(),
          [this, &stem_of = term](const auto& end) { return is_stem_of(stem_of, stem_of + end); });
      if (fits) add_found(term, 0, 1, frequency);
    }
  }
}

/// What was typed counts more than letters that were not.
double Expansion::weight_of(std::string_view term, std::string_view typed) const {
  return restore_ && term != typed && has_kazakh_letter(term) ? kRestoredWeight : 1;
}

void Expansion::add_words_near(std::string_view text, std::uint32_t edits) {
  const std::u32string word = code_points_of(text);
  if (word.empty() || word.size() > kMostLetters) return;
  const std::u32string plain = folded(word);
  const auto distance = [&](std::string_view other) {
    deadline_.spend(kAnalysisCost);
    const std::u32string letters = code_points_of(other);
    return restore_ ? edit_distance(folded(letters), plain, edits)
                    : edit_distance(letters, word, edits);
  };
  for (const auto& [term, frequency] : walk_terms_near(word, edits))
    add_found(term, distance(term), weight_of(term, text), frequency);

  LetterNfa nfa;
  LetterNfa::Part key = add_near_word(plain, edits, false, nfa);
  key = nfa.concatenate(key, nfa.add_letter(std::array{LetterRange{0, 0}}));
  nfa.finish(nfa.concatenate(key, restore_ ? add_pattern(Pattern::any_letters(), nfa)
                                           : add_near_word(word, edits, false, nfa)));
  for (const std::string& form : walk_forms(std::move(nfa)))
    add_stems(form, distance(form), weight_of(form, text));
  if (edits == 0) return;
  add_near_before_ending(word, edits);
  add_near_ending(word);
}

/// `мектпетерде`: the edits are in the stem.
void Expansion::add_near_before_ending(const std::u32string& word, std::uint32_t edits) {
  for (std::size_t length = word.size(); --length >= kLeastStemLetters;) {
    const std::u32string ending = word.substr(length);
    if (ending.size() > kMostEndingLetters) break;
    if (!is_complete_ending(ending)) continue;
    const std::string end = to_utf8(ending);
    const std::u32string stem = word.substr(0, length);
    for (const auto& [term, frequency] : walk_terms_near(stem, edits)) {
      if (!is_stem_of(term, term + end)) continue;
      const std::u32string letters = code_points_of(term);
      const std::uint32_t apart = restore_ ? edit_distance(folded(letters), folded(stem), edits)
                                           : edit_distance(letters, stem, edits);
      add_found(term, apart, weight_of(term, to_utf8(stem)), frequency);
    }
  }
}

/// `мектептреде`: one edit in the ending of a term that the index has.
void Expansion::add_near_ending(const std::u32string& word) {
  for (std::size_t length = word.size(); --length > kLeastStemLetters;) {
    const std::u32string typed = word.substr(length);
    if (typed.size() > kMostEndingLetters) break;
    const std::string stem = to_utf8(std::u32string_view(word).substr(0, length));
    const std::uint64_t frequency = doc_freq(stem);
    if (frequency == 0) continue;
    bool found = false;
    const auto try_ending = [&](const std::u32string& ending) {
      found = found || (is_complete_ending(ending) && is_stem_of(stem, stem + to_utf8(ending)));
    };
    for (std::size_t i = 0; i <= typed.size() && !found; ++i) {
      std::u32string edited = typed;
      edited.insert(edited.begin() + static_cast<std::ptrdiff_t>(i), U' ');
      for (const char32_t letter : kEndingLetters) {
        edited[i] = letter;
        try_ending(edited);
      }
      if (i == typed.size()) break;
      edited = typed;
      for (const char32_t letter : kEndingLetters) {
        edited[i] = letter;
        try_ending(edited);
      }
      edited = typed;
      try_ending(edited.erase(i, 1));
      edited = typed;
      if (i + 1 < typed.size()) std::swap(edited[i], edited[i + 1]);
      try_ending(edited);
    }
    if (found) add_found(stem, 1, 1, frequency);
  }
}

void Expansion::add_values_like(const Pattern& pattern) {
  if (!fits(pattern)) return;
  LetterNfa nfa;
  nfa.finish(add_pattern(pattern, nfa));
  for (const auto& [term, frequency] : walk(std::move(nfa))) add_found(term, 0, 1, frequency);
}

void Expansion::add_values_near(std::string_view value, std::uint32_t edits) {
  const std::u32string letters = code_points_of(value);
  if (letters.size() > kMostLetters) return add(value, 1);
  LetterNfa nfa;
  nfa.finish(add_near_word(letters, edits, false, nfa));
  for (const auto& [term, frequency] : walk(std::move(nfa))) {
    deadline_.spend(kAnalysisCost);
    add_found(term, edit_distance(code_points_of(term), letters, edits), 1, frequency);
  }
}

}  // namespace izde::internal
