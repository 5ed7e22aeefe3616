#pragma once

#include <cstdint>

#include "izde/searcher.h"

#include "query/plan.h"
#include "search/collection.h"

namespace izde::internal {

/// Why document `doc` of the snapshot has its score; value 0 when it does not match. What has parts
/// is their sum.
///
/// Throws: Error{kCorruption}. \pre doc < collection.doc_count()
Explanation explain(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                    std::uint32_t doc);

}  // namespace izde::internal
