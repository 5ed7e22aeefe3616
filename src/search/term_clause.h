#pragma once

#include "search/clause.h"
#include "search/term_scores.h"

namespace izde::internal {

/// The documents of one term.
class TermClause final : public Clause {
 public:
  TermClause(const TermList& term, BatchScorer scorer);

  void advance(DocId target) override {
    term_.advance(target);
    doc_ = term_.doc();
  }
  DocId range(DocId from) override { return term_.range(from); }
  DocId wider() const override { return term_.wider(); }
  double bound(DocId last) override { return term_.bound(last, scorer_); }
  std::size_t batch(DocId end, double least, DocId* docs, double* scores) override;
  std::size_t find(const DocId* docs, std::size_t count, std::uint32_t* which,
                   double* scores) override;
  void to_bits(DocId base, DocId end, std::uint64_t* words) override;

 private:
  BoundedPostings term_;
  BatchScorer scorer_;
};

/// Looks `docs` up in a list of postings. Writes the places of those that are there to `which`, and
/// with `freqs` their frequencies. Returns how many.
std::size_t look_up_postings(PostingsCursor& postings, const DocId* docs, std::size_t count,
                             std::uint32_t* which, std::uint32_t* freqs, Scratch& scratch);

/// Documents of a block that are before `end`.
std::size_t count_before(std::span<const DocId> docs, DocId end) noexcept;

}  // namespace izde::internal
