#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "izde/schema.h"

#include "base/doc_id.h"
#include "index/manifest.h"
#include "index/segment_reader.h"
#include "store/directory.h"

namespace izde::internal {

/// Thrown out of a merge that was told to stop.
struct MergeStopped {};

/// What is merged, and into what: docs/design/merging.md.
struct MergeTask {
  std::vector<std::shared_ptr<const SegmentReader>> segments;
  std::string name;  ///< Of the new segment.
  const Schema* schema = nullptr;
  /// For each segment the new number of each of its documents, all different and below their sum.
  /// Empty: the documents stay in their order, segment behind segment.
  std::vector<std::vector<DocId>> new_docs;
  const std::atomic<bool>* stop = nullptr;  ///< May be null. Looked at every few milliseconds.
};

/// Writes one segment with all documents of the task's. Its files are synced, the directory is not.
///
/// Checks the files of all segments first, since what is copied gets a new checksum. When it
/// throws, what is written of the new segment stays for remove_unreferenced().
/// Memory: 4 bytes a document and text field; the postings of one term; with new_docs also 12 bytes
/// a document of the most frequent term, and 4 for each of its occurrences.
/// Throws: Error{kCorruption}, {kIoError}, {kResourceExhausted}; MergeStopped.
SegmentInfo merge_segments(Directory& directory, const MergeTask& task);

}  // namespace izde::internal
