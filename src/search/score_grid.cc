#include "search/score_grid.h"

#include <cmath>
#include <vector>

namespace izde::internal {

namespace {

double sum_of(const std::vector<PlanNode>& nodes, const Collection& collection, const Bm25& bm25) {
  double sum = 0;
  for (const PlanNode& node : nodes) sum += greatest_score(node, collection, bm25);
  return sum;
}

}  // namespace

ScoreGrid::ScoreGrid(double greatest) noexcept {
  // Below this, multiples of the step would be subnormal, and above, the shift not finite.
  if (!(greatest > 0x1p-900 && greatest < 0x1p900)) return;
  int exponent = 0;
  std::frexp(greatest, &exponent);  // greatest < 2^exponent <= 2 * greatest
  step_ = std::ldexp(1.0, exponent - 50);
  // From 2^52 steps to twice that, doubles are one step apart.
  shift_ = std::ldexp(step_, 52);
}

double greatest_score(const PlanNode& node, const Collection& collection, const Bm25& bm25) {
  // A leaf's score is boost * idf * tf / (tf + K), and K >= 0.
  if (const auto* terms = std::get_if<TermGroup>(&node.what))
    return node.boost * collection.idf(terms->doc_freq, bm25.idf_power);
  if (const auto* phrase = std::get_if<PhraseGroup>(&node.what))
    return node.boost * collection.idf(*phrase, bm25.idf_power);
  if (const auto* plan = std::get_if<BooleanPlan>(&node.what))
    return sum_of(plan->must, collection, bm25) + sum_of(plan->should, collection, bm25);
  if (const auto* best = std::get_if<BestPlan>(&node.what))
    return sum_of(best->clauses, collection, bm25);
  return node.is<NonePlan>() ? 0 : node.boost;
}

ScoreGrid grid_of(const PlanNode& plan, const Collection& collection, const Bm25& bm25) {
  return ScoreGrid(greatest_score(plan, collection, bm25));
}

}  // namespace izde::internal
