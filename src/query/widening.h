#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "izde/analyzer.h"

#include "base/deadline.h"
#include "query/vocabulary.h"

namespace izde::internal {

/// A term, or a family, that a typed word may stand for.
struct Alternative {
  std::string term;
  double weight = 1;
};

/// One place of a typed text.
struct Word {
  std::uint32_t position = 0;
  std::string form;  ///< Normalised, not stemmed.
  std::vector<Alternative> alternatives;
  std::vector<Alternative> families;
  bool is_function_word = false;  ///< It tells little: `қандай`, `және`.
};

/// What endings may become that break off in `typed`: `терд` may become `терде`, `терді`, `тердің`.
std::vector<std::string> finished_endings(std::string_view typed);

/// What analysing a word costs, see Deadline::spend().
inline constexpr std::size_t kAnalysisCost = 256;

/// Finds the terms that typed words stand for. One thread at a time. Throws OutOfTime.
class Widening {
 public:
  /// `restore`: words are typed without Kazakh letters. `limit`: terms that one word may stand for.
  /// `analysis`: memory to work in.
  Widening(const Analyzer& analyzer, const Vocabulary& vocabulary, bool restore, std::size_t limit,
           Analysis& analysis, Deadline& deadline)
      : analyzer_(analyzer),
        vocabulary_(vocabulary),
        knows_words_(analyzer.options().tokenizer == TokenizerKind::kKazakh),
        restore_(restore),
        limit_(limit),
        analysis_(analysis),
        deadline_(deadline) {}

  /// The words of `text`, by position, at most `max_words` different ones; `cut` tells whether
  /// there are more.
  std::vector<Word> words(std::string_view text, std::size_t max_words, bool& cut);

  /// Makes `word`, the last of a prefix query, stand for all terms that begin with its form in one
  /// of `fields` and all whose forms may begin so. At most `limit`. Returns how many
  /// were left out.
  std::size_t widen_prefix(Word& word, const std::vector<std::uint32_t>& fields, std::size_t limit);

 private:
  std::size_t add_spellings(Word& word, bool whole);
  void restore(std::vector<Word>& words);
  /// Adds the terms of `form`, those of at most `most` bytes, and its families. Returns whether it
  /// is a function word.
  bool add_terms_of(std::string_view form, double weight, Word& word,
                    std::size_t most = std::string::npos);

  const Analyzer& analyzer_;
  const Vocabulary& vocabulary_;
  bool knows_words_;  ///< Terms are stems, and function words are known.
  bool restore_;
  std::size_t limit_;
  Analysis& analysis_;
  Deadline& deadline_;
  std::vector<VocabularyEntry> entries_;
  std::string folded_;
};

}  // namespace izde::internal
