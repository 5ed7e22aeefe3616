#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "izde/analyzer.h"

#include "codec/deleted_docs.h"
#include "index/manifest.h"
#include "index/segment_reader.h"

namespace izde::internal {

/// One commit open for searching, or what a writer has besides. Documents of segment i are numbered
/// from doc_base(i), deleted ones too. Immutable; any thread.
struct Snapshot {
  Snapshot(Manifest what, Analyzer with) : manifest(std::move(what)), analyzer(std::move(with)) {}

  Manifest manifest;  ///< Its schema is the one to search with (boosts of the caller applied).
  Analyzer analyzer;
  std::vector<std::shared_ptr<const SegmentReader>> segments;
  std::vector<DeletedDocsPtr> deleted;   ///< Of each segment, null where there are none.
  std::vector<std::uint32_t> doc_bases;  ///< First document of each segment.
  std::uint32_t doc_count = 0;           ///< Deleted ones too.
  std::uint32_t deleted_count = 0;

  std::uint32_t live_count() const noexcept { return doc_count - deleted_count; }
  /// The segment of a document. \pre doc < doc_count
  std::size_t segment_of(std::uint32_t doc) const noexcept {
    const auto after = std::upper_bound(doc_bases.begin(), doc_bases.end(), doc);
    return static_cast<std::size_t>(after - doc_bases.begin() - 1);
  }
  /// Appends a segment behind the others.
  void add(std::shared_ptr<const SegmentReader> segment, DeletedDocsPtr deletes);
};

/// The deletes of a segment, null when it has none. Throws as read_deletes().
DeletedDocsPtr open_deletes(const Directory& directory, const SegmentInfo& info);

/// Opens the segments of `manifest` and their deletes; what `previous` has open already is shared,
/// not opened again. Throws as SegmentReader's constructor.
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
