#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "codec/deleted_docs.h"
#include "index/delete_log.h"
#include "index/manifest.h"
#include "index/segment_reader.h"
#include "store/directory.h"

namespace izde::internal {

/// A segment as its writer has it, committed or not.
struct LiveSegment {
  SegmentInfo info;         ///< Its deletes are those of the last commit.
  std::uint64_t order = 0;  ///< By it stand segments that are not committed.
  bool is_committed = false;
  bool is_synced = false;    ///< Its files, deletes aside.
  DeletedDocsPtr deleted;    ///< All.
  DeletedDocsPtr committed;  ///< Those of the last commit.
  Births births;             ///< Of documents that noted deletes still have to be compared with.
  std::shared_ptr<const SegmentReader> reader;  ///< Null until open() is called.

  const std::shared_ptr<const SegmentReader>& open(const Directory& directory) {
    if (reader == nullptr) reader = std::make_shared<SegmentReader>(directory, info);
    return reader;
  }
  /// The deletes that `info` names the file of.
  DeletedDocsPtr written() const { return info.deleted == 0 ? nullptr : committed; }
  /// `info`, with these deletes counted and its bytes reduced to the share of what lives.
  SegmentInfo weighed(const DeletedDocsPtr& deletes) const {
    SegmentInfo weighed = info;
    weighed.deleted = count_of(deletes);
    weighed.bytes = info.bytes * weighed.live_count() / info.doc_count;
    return weighed;
  }
};

}  // namespace izde::internal
