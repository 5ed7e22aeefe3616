#pragma once

#include <cstdint>

#include "search/clause_factory.h"
#include "search/sink.h"

namespace izde::internal {

/// Counts the documents that match into `sink`; none is scored. Clauses are spent.
void count_matches(const ClauseSet& clauses, std::uint32_t doc_count, Workspace& work, Sink& sink);

}  // namespace izde::internal
