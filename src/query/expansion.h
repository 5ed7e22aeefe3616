#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "izde/analyzer.h"

#include "base/deadline.h"
#include "query/pattern.h"
#include "query/vocabulary.h"

namespace izde::internal {

/// A term of the index that a pattern or a fuzzy word stands for.
struct ExpandedTerm {
  std::string term;
  std::uint32_t edits = 0;     ///< Of a fuzzy word: the fewest that lead here.
  double weight = 1;           ///< In (0, 1]: less than 1 for letters that were not typed.
  std::uint64_t doc_freq = 0;  ///< The greatest of the fields'.
};

/// What was found, the best first: by edits, then by doc_freq, then by bytes.
struct ExpandedTerms {
  std::vector<ExpandedTerm> terms;
  std::size_t left_out = 0;  ///< Terms beyond the limit.
  bool is_complete = true;   ///< False when the search was given up before its end.
};

/// Finds the terms of an index that patterns and fuzzy words stand for. One thread at a time; what
/// it is made of must outlive it.
///
/// What is typed are words, what the index has are stems, and forms only of words with Kazakh
/// letters. So three things are looked at: the terms; those forms, whose stems are found; and,
/// where what was typed ends in a Kazakh ending, the terms that go before that ending. A term found
/// so counts when the word that it makes with the ending has it as its stem. Throws OutOfTime.
class Expansion {
 public:
  /// `restore`: words are typed without Kazakh letters.
  Expansion(const Analyzer& analyzer, const Vocabulary& vocabulary,
            const std::vector<std::uint32_t>& fields, bool restore, Deadline& deadline)
      : analyzer_(analyzer),
        vocabulary_(vocabulary),
        fields_(fields),
        restore_(restore),
        deadline_(deadline) {}

  /// Of text fields. `endings`: whether endings are tried, where the pattern ends in letters.
  void add_words_like(const Pattern& pattern, bool endings);
  /// Of text fields; `word` is normalised.
  void add_words_near(std::string_view word, std::uint32_t edits);
  /// Of keyword fields: whole values.
  void add_values_like(const Pattern& pattern);
  void add_values_near(std::string_view value, std::uint32_t edits);
  /// A term that is known to be meant.
  void add(std::string_view term, double weight);

  /// What was found since the last call.
  ExpandedTerms take(std::size_t limit);

 private:
  struct Found {
    std::uint32_t edits = 0;
    double weight = 1;
    std::uint64_t doc_freq = 0;
  };
  /// A term that was met in a walk, in one part of the index.
  using Met = std::unordered_map<std::string, std::uint64_t>;

  bool fits(const Pattern& pattern);
  Met walk_terms(const Pattern& pattern);
  Met walk_terms_near(std::u32string_view word, std::uint32_t edits);
  Met walk(LetterNfa nfa);
  std::vector<std::string> walk_forms(LetterNfa nfa);
  /// The stems of `word`, when it is one word.
  std::vector<std::string> stems_of(std::string_view word);
  bool is_stem_of(std::string_view term, std::string_view word);
  std::uint64_t doc_freq(std::string_view term) const;
  void add_found(std::string_view term, std::uint32_t edits, double weight, std::uint64_t doc_freq);
  void add_stems(std::string_view form, std::uint32_t edits, double weight);
  double weight_of(std::string_view term, std::string_view typed) const;
  void add_before_endings(const Pattern& pattern);
  void add_near_before_ending(const std::u32string& word, std::uint32_t edits);
  void add_near_ending(const std::u32string& word);

  const Analyzer& analyzer_;
  const Vocabulary& vocabulary_;
  std::vector<std::uint32_t> fields_;
  bool restore_;
  Deadline& deadline_;
  std::unordered_map<std::string, Found> found_;
  bool is_complete_ = true;
  Analysis analysis_;
};

}  // namespace izde::internal
