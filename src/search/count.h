#pragma once

#include <cstdint>

#include "search/clause_factory.h"
#include "search/sink.h"

namespace izde::internal {

/// Counts the documents that match; none is scored. Clauses are spent.
std::uint64_t count_matches(const ClauseSet& clauses, std::uint32_t doc_count, Workspace& work);

}  // namespace izde::internal
