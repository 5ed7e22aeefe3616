#pragma once

#include <optional>
#include <vector>

#include "codec/deleted_docs.h"
#include "index/segment_reader.h"
#include "query/plan.h"
#include "search/clause.h"
#include "search/clause_memory.h"
#include "search/cursor_factory.h"
#include "search/term_ranges.h"

namespace izde::internal {

/// The clauses of a plan on one segment, as execution takes them: all of `must` and `filter`, none
/// of `must_not` and of `deleted`; with neither a `must` nor a `filter` at least one of `should`.
/// Only `must` and `should` score.
struct ClauseSet {
  std::vector<ClausePtr> must, should, must_not, filter;
  const DeletedDocs* deleted = nullptr;  ///< Null: none was.

  bool is_empty() const noexcept { return must.empty() && filter.empty() && should.empty(); }
  /// The clause whose documents are all that match, but for those deleted, if there is one and it
  /// knows their number; else null.
  Clause* only_exact() const noexcept {
    if (must.size() + filter.size() != 1 || !must_not.empty()) return nullptr;
    Clause* const clause = (must.empty() ? filter : must).front().get();
    return clause->is_exact() ? clause : nullptr;
  }
};

/// Makes the clauses that a plan needs on a segment. What it is given must outlive it and them.
class ClauseFactory {
 public:
  /// What it makes uses the scratch, and stands in `memory`.
  ClauseFactory(const CursorFactory& cursors, Scratch& scratch, ClauseMemory& memory)
      : cursors_(cursors), scratch_(scratch), memory_(memory) {}

  /// Empty when no document of the segment can match. Its `deleted` is not set. Throws:
  /// Error{kCorruption}.
  ClauseSet make(const PlanNode& plan, const SegmentReader& segment) const;
  /// The list that the plan comes to in the segment, if it is that of one term, in `least_docs`
  /// documents or more.
  std::optional<TermRanges> make_ranges(const PlanNode& plan, const SegmentReader& segment,
                                        std::uint32_t least_docs) const;

 private:
  TermList list_of(const TermGroup& group, const PlanTerm& term, const TermInfo& info,
                   const SegmentReader& segment) const;
  BatchScorer scorer(const TermGroup& group, double boost, const SegmentReader& segment) const;
  /// Null when no document of the segment can match.
  ClausePtr make_clause(const PlanNode& node, const SegmentReader& segment) const;
  ClausePtr make_terms(const TermGroup& group, double boost, const SegmentReader& segment) const;
  ClausePtr make_phrase(const PhraseGroup& phrase, double boost,
                        const SegmentReader& segment) const;
  bool add_all(const std::vector<PlanNode>& nodes, const SegmentReader& segment, bool all,
               std::vector<ClausePtr>& out) const;
  double bound(const PlanNode& node) const;

  const CursorFactory& cursors_;
  Scratch& scratch_;
  ClauseMemory& memory_;
};

}  // namespace izde::internal
