#pragma once

#include <cstddef>
#include <functional>

#include "izde/searcher.h"

#include "base/doc_id.h"
#include "query/plan.h"
#include "search/collection.h"
#include "search/workspace.h"

namespace izde::internal {

/// Calls use(segment, document) for every document that `plan` matches and that was not deleted, by
/// segment and then by document; none is scored.
///
/// Throws: Error{kCorruption}, and OutOfTime when `work.scratch.deadline` has passed.
void for_each_match(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                    Workspace& work,
                    const std::function<void(std::size_t segment, DocId doc)>& use);

}  // namespace izde::internal
