#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline.h"
#include "index/snapshot.h"
#include "query/vocabulary.h"
#include "search/term_lookup.h"

namespace izde::internal {

/// The words of a snapshot, over all its segments. What it is given must outlive it.
class SnapshotVocabulary final : public Vocabulary {
 public:
  /// `terms` keeps what is looked up. Look-ups throw OutOfTime when `deadline`, if any, has passed;
  /// walks by an automaton leave that to it.
  SnapshotVocabulary(const Snapshot& snapshot, TermLookup& terms, Deadline* deadline = nullptr)
      : snapshot_(snapshot), terms_(terms), deadline_(deadline) {}

  std::uint64_t doc_freq(std::uint32_t field, std::string_view term) const override;
  std::uint64_t family_freq(std::uint32_t field, std::string_view family) const override {
    return doc_freq(family_field(field), family);
  }
  std::size_t terms_with_prefix(std::uint32_t field, std::string_view prefix, std::size_t limit,
                                std::vector<VocabularyEntry>& out) const override;
  std::size_t spellings(std::string_view folded, bool whole, std::size_t limit,
                        std::vector<VocabularyEntry>& out) const override;
  void walk_terms(std::uint32_t field, TermAutomaton& automaton, const Sink& sink) const override;
  void walk_forms(TermAutomaton& automaton, const Sink& sink) const override;

 private:
  void spend(std::size_t documents) const {
    if (deadline_ != nullptr) deadline_->spend(documents);
  }

  const Snapshot& snapshot_;
  TermLookup& terms_;
  Deadline* deadline_;
};

}  // namespace izde::internal
