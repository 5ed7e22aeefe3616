#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <vector>

#include "base/doc_id.h"
#include "index/segment_reader.h"

namespace izde::internal {

/// Finds an order of the segments' documents in which those with the same words stand together, by
/// recursive graph bisection (Dhulipala, Kabiljo, Karrer, Ottaviano, Pupyrev, Shalita: Compressing
/// Graphs and Indexes with Recursive Graph Bisection, KDD 2016), over the words of all text fields
/// that are neither rare nor in most documents.
///
/// Returns for each segment the new number of each of its documents. The same segments always give
/// the same order. Memory: 16 bytes a document and 4 for each document of each word that counts.
/// Throws: Error{kCorruption}; MergeStopped when `stop`, which may be null, becomes true.
std::vector<std::vector<DocId>> order_by_similarity(
    std::span<const std::shared_ptr<const SegmentReader>> segments, std::uint32_t field_count,
    const std::atomic<bool>* stop);

}  // namespace izde::internal
