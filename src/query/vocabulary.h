#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/term_automaton.h"

namespace izde::internal {

/// A term, or a form, that occurs in an index.
struct VocabularyEntry {
  std::string text;
  std::uint64_t doc_freq = 0;
};

/// What rewriting has to know of the words of an index. search/snapshot_vocabulary.h implements it.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;

  /// Documents with `term` in the field, over all segments; 0 when there is none.
  virtual std::uint64_t doc_freq(std::uint32_t field, std::string_view term) const = 0;

  /// Documents whose words in the field have a family (Token::family), over all segments.
  virtual std::uint64_t family_freq(std::uint32_t field, std::string_view family) const = 0;

  /// Writes the terms of the field that begin with `prefix` to `out`: the `limit` most frequent,
  /// equal ones in byte order. Returns how many there are in all. Cost: O(terms that begin so).
  virtual std::size_t terms_with_prefix(std::uint32_t field, std::string_view prefix,
                                        std::size_t limit,
                                        std::vector<VocabularyEntry>& out) const = 0;

  /// The same for the forms of the text fields with a Kazakh letter that are spelled `folded`
  /// (text/folding.h) without it, or begin so when `whole` is false.
  virtual std::size_t spellings(std::string_view folded, bool whole, std::size_t limit,
                                std::vector<VocabularyEntry>& out) const = 0;

  /// Is given a term, or a form, and in how many documents or how often it occurs. Returns whether
  /// to go on.
  using Sink = std::function<bool(std::string_view text, std::uint64_t frequency)>;

  /// The terms of the field that `automaton` matches. A term may come several times, with parts of
  /// its documents.
  virtual void walk_terms(std::uint32_t field, TermAutomaton& automaton,
                          const Sink& sink) const = 0;

  /// The forms of the text fields with a Kazakh letter. What `automaton` matches is the form as it
  /// is spelled without them, U+0000, and the form. A form may come several times.
  virtual void walk_forms(TermAutomaton& automaton, const Sink& sink) const = 0;
};

}  // namespace izde::internal
