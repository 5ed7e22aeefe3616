#pragma once

#include <string>
#include <vector>

#include "izde/analyzer.h"
#include "izde/searcher.h"

#include "search/matcher.h"

namespace izde::internal {

/// Cuts the passages of `values` that show best what matches, in their order: most of the query,
/// its rare words first, close together, in whole sentences where they fit. The beginning of the
/// first value when nothing matches.
///
/// Cost: analyses all values.
std::vector<Passage> cut_passages(const std::vector<std::string>& values, const Analyzer& analyzer,
                                  const Matcher& matcher, const PassageOptions& options);

}  // namespace izde::internal
