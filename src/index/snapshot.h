#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "izde/analyzer.h"

#include "index/manifest.h"
#include "index/segment_reader.h"

namespace izde::internal {

/// One commit open for searching. Documents of segment i are numbered from doc_base(i). Immutable;
/// any thread.
struct Snapshot {
  Manifest manifest;  ///< Its schema is the one to search with (boosts of the caller applied).
  Analyzer analyzer;
  std::vector<std::shared_ptr<const SegmentReader>> segments;
  std::vector<std::uint32_t> doc_bases;  ///< First document of each segment.
  std::uint32_t doc_count = 0;
};

/// Opens the segments of `manifest`; those that `previous` has open already are shared, not opened
/// again. Throws as SegmentReader's constructor.
std::shared_ptr<const Snapshot> open_snapshot(const Directory& directory, Manifest manifest,
                                              const Analyzer& analyzer, const Snapshot* previous);

/// Opens the newest commit; `previous` itself when that is still the newest, null when there is
/// none at all.
///
/// A writer of another process removes the files of a commit that it replaces: when one is gone, or
/// another one has its name, the newest manifest is read again.
/// Throws: Error{kCorruption} also when the newest commit names a file that is missing.
std::shared_ptr<const Snapshot> open_latest(const Directory& directory, const Analyzer& analyzer,
                                            const std::shared_ptr<const Snapshot>& previous);

}  // namespace izde::internal
