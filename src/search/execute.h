#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "izde/searcher.h"

#include "query/plan.h"
#include "search/collection.h"
#include "search/top_docs.h"
#include "search/workspace.h"

namespace izde::internal {

struct ExecuteOptions {
  std::size_t limit = 10;
  std::uint64_t count_up_to = SearchOptions::kCountAll;  ///< See SearchOptions::count_up_to.
  /// Looks at every match, one document at a time: what every faster way must equal.
  bool exhaustive = false;
};

struct SearchResult {
  std::vector<ScoredDoc> best;  ///< At most `limit`, the best first.
  std::uint64_t total = 0;      ///< Documents that match, see Hits::total.
  bool total_is_exact = true;
  bool timed_out = false;  ///< The rest is what was found until then.
};

/// Runs `plan` over all segments. Hits and scores do not depend on the way taken, nor on how
/// documents are spread over segments: docs/design/pruning.md. Deleted documents are left out, but
/// count in all statistics. Ends when `work.scratch.deadline` has passed.
///
/// Throws: Error{kCorruption}.
SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     const ExecuteOptions& options, Workspace& work);
/// The same with a workspace of its own.
SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     const ExecuteOptions& options);

}  // namespace izde::internal
