#pragma once

#include <memory>

#include "izde/searcher.h"

#include "index/segment_reader.h"
#include "query/plan.h"
#include "search/boolean_cursor.h"
#include "search/collection.h"
#include "search/phrase_cursor.h"
#include "search/term_cursor.h"

namespace izde::internal {

/// The field of the index that has the postings of `term`.
std::uint32_t index_field(const TermGroup& group, const PlanTerm& term) noexcept;

/// Makes the cursors that a plan needs on a segment. What it is given must outlive it and its
/// cursors.
class CursorFactory {
 public:
  CursorFactory(const Collection& collection, const Bm25& bm25)
      : collection_(collection), bm25_(bm25) {}

  /// Null when no document of the segment can match. Throws: Error{kCorruption}.
  CursorPtr make(const PlanNode& node, const SegmentReader& segment) const;

  std::unique_ptr<TermGroupCursor> make_terms(const TermGroup& group, double boost,
                                              const SegmentReader& segment) const;
  std::unique_ptr<PhraseCursor> make_phrase(const PhraseGroup& phrase, double boost,
                                            const SegmentReader& segment) const;

  double idf(const TermGroup& group) const noexcept {
    return collection_.idf(group.doc_freq, bm25_.idf_power);
  }
  double idf(const PhraseGroup& phrase) const noexcept {
    return collection_.idf(phrase, bm25_.idf_power);
  }

  const Collection& collection() const noexcept { return collection_; }
  const Bm25& bm25() const noexcept { return bm25_; }

 private:
  CursorPtr make_boolean(const BooleanPlan& plan, const SegmentReader& segment) const;
  CursorPtr make_disjunction(const std::vector<PlanNode>& clauses,
                             const SegmentReader& segment) const;
  CursorPtr make_conjunction(const std::vector<PlanNode>& clauses,
                             const SegmentReader& segment) const;

  const Collection& collection_;
  Bm25 bm25_;
};

}  // namespace izde::internal
