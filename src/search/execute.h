#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "izde/searcher.h"

#include "query/plan.h"
#include "search/collection.h"
#include "search/top_docs.h"

namespace izde::internal {

struct SearchResult {
  std::vector<ScoredDoc> best;  ///< At most `limit`, the best first.
  std::uint64_t total = 0;      ///< Documents that match.
};

/// Runs `plan` over all segments. This is where ways to run a plan that skip documents come in;
/// what they find must be what this finds.
///
/// Throws: Error{kCorruption}.
SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     std::size_t limit);

}  // namespace izde::internal
