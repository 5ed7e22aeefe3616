#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "izde/schema.h"

#include "base/doc_id.h"
#include "codec/deleted_docs.h"
#include "index/dropped_forms.h"
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
  /// For each segment the new number of each of its documents, kNoMoreDocs for one that goes; the
  /// others all different and below live_docs(). Empty: all stay in their order, segment behind
  /// segment.
  std::vector<std::vector<DocId>> new_docs;
  FormCounts dropped_forms;                 ///< Of the documents that go.
  const std::atomic<bool>* stop = nullptr;  ///< May be null. Looked at every few milliseconds.
};

/// Documents that the new segment has.
std::uint32_t live_docs(const MergeTask& task) noexcept;

/// Makes `new_docs`, which gives all documents of the segments a number or is empty, leave out
/// those that are deleted. It stays empty where none are.
void drop_deleted(std::span<const std::shared_ptr<const SegmentReader>> segments,
                  std::span<const DeletedDocsPtr> deleted,
                  std::vector<std::vector<DocId>>& new_docs);

/// Writes one segment with all documents of the task's that do not go. Its files are still to be
/// synced. \pre live_docs() > 0
///
/// Checks the files of all segments first, since what is copied gets a new checksum. When it
/// throws, what is written of the new segment stays for remove_unreferenced().
/// Memory: 4 bytes a document and text field; the postings of one term; with new_docs also 12 bytes
/// a document of the most frequent term, and 4 for each of its occurrences.
/// Throws: Error{kCorruption}, {kIoError}, {kResourceExhausted}; MergeStopped.
SegmentInfo merge_segments(Directory& directory, const MergeTask& task);

}  // namespace izde::internal
