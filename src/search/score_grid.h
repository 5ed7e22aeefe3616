#pragma once

#include "izde/searcher.h"

#include "query/plan.h"
#include "search/collection.h"

namespace izde::internal {

/// Rounds the scores of a query's leaves to multiples of a power of two, chosen for the query so
/// that every sum of them is exact: in whatever order parts are added, the bits are the same.
///
/// The step is at most 2^-49 of the greatest score that the plan could give. docs/design/pruning.md
/// has the proof.
class ScoreGrid {
 public:
  /// Rounds nothing.
  ScoreGrid() = default;
  /// \pre `greatest`: no document scores more. Where it is 0, not finite, or so small that the step
  /// cannot be told, nothing is rounded.
  explicit ScoreGrid(double greatest) noexcept;

  /// \pre 0 <= score <= twice the greatest
  double operator()(double score) const noexcept { return (score + shift_) - shift_; }
  double shift() const noexcept { return shift_; }
  /// The step; 0 when nothing is rounded, and the order of addition counts.
  double step() const noexcept { return step_; }
  /// What a leaf's score may lie above that of a document that should score at least as much, by
  /// the rounding of both: docs/design/pruning.md.
  double slack() const noexcept { return 4 * step_; }

 private:
  double shift_ = 0;
  double step_ = 0;
};

/// No document scores more by `node`, however often its words occur.
double greatest_score(const PlanNode& node, const Collection& collection, const Bm25& bm25);

/// The grid for the scores of `plan`.
ScoreGrid grid_of(const PlanNode& plan, const Collection& collection, const Bm25& bm25);

}  // namespace izde::internal
