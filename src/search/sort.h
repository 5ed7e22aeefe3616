#pragma once

#include <cstdint>
#include <vector>

#include "izde/searcher.h"

#include "search/execute.h"

namespace izde::internal {

/// A SortKey whose field was found.
struct ResolvedKey {
  SortKey::By by = SortKey::By::kScore;
  std::uint32_t field = 0;
  bool descending = false;
};

/// Throws: Error{kInvalidArgument} for a field that the schema does not have or that has no column,
/// and for more than 16 keys.
std::vector<ResolvedKey> resolve_keys(const std::vector<SortKey>& keys, const Schema& schema);

/// Runs `plan` over all segments; the best are the first by `keys`, then by document. Every match
/// is looked at, until `options.count_up_to` is passed: then windows of documents whose column has
/// nothing for the first key are skipped. Deletes and time are as in execute(). \pre keys is not
/// empty
/// Throws: Error{kCorruption}.
SearchResult execute_sorted(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                            const std::vector<ResolvedKey>& keys, const ExecuteOptions& options,
                            Workspace& work);
/// The same with a workspace of its own.
SearchResult execute_sorted(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                            const std::vector<ResolvedKey>& keys, const ExecuteOptions& options);

}  // namespace izde::internal
