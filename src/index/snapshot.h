#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "index/manifest.h"
#include "index/segment_reader.h"
#include "izde/analyzer.h"

namespace izde::internal {

/// One commit open for searching. Documents of segment i are numbered from doc_base(i). Immutable; any thread.
struct Snapshot {
  Manifest manifest;  ///< Its schema is the one to search with (boosts of the caller applied).
  Analyzer analyzer;
  std::vector<std::shared_ptr<const SegmentReader>> segments;
  std::vector<std::uint32_t> doc_bases;  ///< First document of each segment.
  std::uint32_t doc_count = 0;
};

/// Opens the segments of `manifest`; those that `previous` has open already are shared, not opened again.
std::shared_ptr<const Snapshot> open_snapshot(const Directory& directory, Manifest manifest,
                                              const Analyzer& analyzer, const Snapshot* previous);

}  // namespace izde::internal
