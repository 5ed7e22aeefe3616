#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "izde/analyzer.h"
#include "izde/schema.h"

#include "query/vocabulary.h"

namespace izde::internal {

/// Whether an index has a word: as it stands, or with Kazakh letters where none was typed.
enum class Presence { kNone, kRestored, kWord };

/// Letters of `text`, Latin and Cyrillic.
std::size_t count_letters(std::string_view text) noexcept;

/// Says which words the text fields of an index have. Any bytes are accepted. One thread at a time;
/// what it is made of must outlive it.
class IndexWords {
 public:
  IndexWords(const Schema& schema, const Analyzer& analyzer, const Vocabulary& vocabulary);

  /// Whether the index has any word of `text` with two letters or more, however spelled, or `text`
  /// is a number, with or without an ending.
  bool has_any(std::string_view text);

  /// Whether `text` is one word that the index has, however spelled, or a number as above.
  bool has_whole(std::string_view text);

  /// Whether `text` has a word, and the index has all its words; of one word of four letters and
  /// more, also with Kazakh letters restored. Numbers do not count.
  Presence has_all(std::string_view text);

  /// The likeliest spelling of the word `text`, which has Kazakh letters restored, that the index
  /// has.
  std::optional<std::string> restored(std::string_view text);

  /// `word` with its Kazakh letters, as it is most likely written, whether the index has it or not.
  std::string spelled(std::string_view word) const;

 private:
  bool has_term(std::string_view term) const;
  bool is_spelled(std::string_view form);

  const Analyzer& analyzer_;
  const Vocabulary& vocabulary_;
  std::vector<std::uint32_t> fields_;
  Analysis analysis_;
  std::vector<VocabularyEntry> entries_;
  std::string folded_;
};

}  // namespace izde::internal
