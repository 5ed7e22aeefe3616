#pragma once

#include <cstddef>
#include <vector>

#include "codec/deleted_docs.h"
#include "search/term_scores.h"

namespace izde::internal {

/// Documents from `first` to `last`, none of which scores more than `bound`.
struct BoundedRange {
  double bound;
  DocId first;
  DocId last;
};

/// The list of one term by its ranges, in any order: for a query that is nothing but the term.
class TermRanges {
 public:
  TermRanges(const TermList& term, BatchScorer scorer)
      : term_(term), picked_(term), scorer_(std::move(scorer)) {}

  std::uint64_t doc_freq() const noexcept { return term_.info.doc_freq; }

  /// Writes the best `limit` documents that were not deleted, and perhaps others, in any order.
  /// Returns how many; 0 when the list cannot tell them without being walked. `deleted`: null for
  /// none.
  std::size_t best(std::size_t limit, const DeletedDocs* deleted, DocId* docs, double* scores);

  /// Writes the groups of blocks that the list is made of.
  void groups(std::vector<BoundedRange>& out) const;
  /// Writes the blocks of a group whose bound is at least `least`.
  void blocks(const BoundedRange& group, double least, std::vector<BoundedRange>& out) const;
  /// Writes the documents of a block that score more than `least`. Returns how many.
  std::size_t score_block(const BoundedRange& block, double least, DocId* docs, double* scores);

 private:
  bool read_skyband(std::size_t limit, const DeletedDocs* deleted);

  TermList term_;
  BoundedPostings picked_;  // where score_block() stands
  BatchScorer scorer_;
};

}  // namespace izde::internal
