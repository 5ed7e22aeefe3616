#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "izde/searcher.h"

#include "base/deadline.h"
#include "index/segment_reader.h"
#include "query/plan.h"
#include "search/boolean_cursor.h"
#include "search/collection.h"
#include "search/phrase_cursor.h"
#include "search/term_cursor.h"
#include "search/term_lookup.h"

namespace izde::internal {

/// The field of the index that has the postings of `term`.
std::uint32_t index_field(const TermGroup& group, const PlanTerm& term) noexcept;

/// The boost of field `number` among `fields`; 1 when it is not there.
double boost_of(const FieldWeights& fields, std::uint32_t number) noexcept;

/// Makes the cursors that a plan needs on a segment. What it is given must outlive it and its
/// cursors.
class CursorFactory {
 public:
  /// Scores of leaves are rounded to `grid`. `terms`: what was looked up before, if anything.
  /// `deadline`: when cursors are to throw OutOfTime, if ever.
  CursorFactory(const Collection& collection, const Bm25& bm25, const ScoreGrid& grid,
                TermLookup* terms = nullptr, Deadline* deadline = nullptr)
      : collection_(collection), bm25_(bm25), grid_(grid), terms_(terms), deadline_(deadline) {}

  /// Null when no document of the segment can match. Throws: Error{kCorruption}.
  CursorPtr make(const PlanNode& node, const SegmentReader& segment) const;

  std::unique_ptr<TermGroupCursor> make_terms(const TermGroup& group, double boost,
                                              const SegmentReader& segment) const;
  std::unique_ptr<PhraseCursor> make_phrase(const PhraseGroup& phrase, double boost,
                                            const SegmentReader& segment) const;

  /// What the segment has of the term.
  std::optional<TermInfo> find(const SegmentReader& segment, std::uint32_t field,
                               std::string_view term) const {
    if (deadline_ != nullptr) deadline_->spend(kLookUpCost);
    return terms_ == nullptr ? segment.terms().find(field, term)
                             : terms_->find(segment, field, term);
  }

  double idf(const TermGroup& group) const noexcept {
    return collection_.idf(group.doc_freq, bm25_.idf_power);
  }
  double idf(const PhraseGroup& phrase) const noexcept {
    return collection_.idf(phrase, bm25_.idf_power);
  }

  template <class Group>
  Bm25Scorer scorer(const Group& group, double boost) const {
    return {boost * idf(group), bm25_, collection_.average_length(group.fields), grid_};
  }

  const Collection& collection() const noexcept { return collection_; }
  const Bm25& bm25() const noexcept { return bm25_; }
  const ScoreGrid& grid() const noexcept { return grid_; }

 private:
  /// Documents that are looked at in the time that a term is looked up in.
  static constexpr std::size_t kLookUpCost = 64;

  CursorPtr make_boolean(const BooleanPlan& plan, const SegmentReader& segment) const;
  CursorPtr make_best(const BestPlan& plan, const SegmentReader& segment) const;
  CursorPtr make_constant(const PlanNode& what, double score, const SegmentReader& segment) const;
  CursorPtr make_at_least(const std::vector<PlanNode>& clauses, std::size_t least,
                          const SegmentReader& segment) const;
  CursorPtr make_disjunction(const std::vector<PlanNode>& clauses,
                             const SegmentReader& segment) const;
  /// The cursors of the clauses that can match.
  std::vector<CursorPtr> make_some(const std::vector<PlanNode>& clauses,
                                   const SegmentReader& segment) const;

  const Collection& collection_;
  Bm25 bm25_;
  ScoreGrid grid_;
  TermLookup* terms_;
  Deadline* deadline_;
};

}  // namespace izde::internal
