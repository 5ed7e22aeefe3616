#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "izde/index_writer.h"

#include "index/manifest.h"

namespace izde::internal {

/// Segments that stand behind one another.
struct SegmentRun {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// Parts `segments` into at most `most` runs, each to become one segment, so that documents keep
/// their order and little is written: the two neighbours that are smallest together are joined
/// until there are few enough. \pre most >= 1
std::vector<SegmentRun> runs_for(std::span<const SegmentInfo> segments, std::size_t most);

/// Returns the segments to be merged next, nothing when there are not too many.
///
/// Tiers as in Lucene's TieredMergePolicy: sizes rise by the factor segments_per_tier, and so many
/// segments may stand in each tier. Beyond that, the neighbours are merged that are nearest to one
/// another in size, small ones first. When there are not too many, it may be one segment alone,
/// more than deleted_share of which is deleted. `bytes` are those of what lives.
std::optional<SegmentRun> choose_merge(std::span<const SegmentInfo> segments,
                                       const MergeOptions& options);

}  // namespace izde::internal
