#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/doc_id.h"

namespace izde::internal {

/// A heap of cursors by the document they stand on, the least on top; of equal documents the lower
/// child number.
class DocHeap {
 public:
  void push(DocId doc, std::size_t child) {
    heap_.push_back(key(doc, child));
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
  }

  /// The least document; kNoMoreDocs when all children are at their end.
  DocId doc() const noexcept { return heap_.empty() ? kNoMoreDocs : doc_of(heap_.front()); }
  std::size_t child() const noexcept { return static_cast<std::uint32_t>(heap_.front()); }

  /// The child on top has moved to `doc`.
  void moved(DocId doc) noexcept {
    const std::uint64_t entry = key(doc, child());
    std::size_t at = 0;
    for (std::size_t down = 1; down < heap_.size(); down = 2 * at + 1) {
      if (down + 1 < heap_.size() && heap_[down + 1] < heap_[down]) ++down;
      if (entry <= heap_[down]) break;
      heap_[at] = heap_[down];
      at = down;
    }
    heap_[at] = entry;
  }

  /// Writes the children that stand on doc() to `out`, in their order.
  void at_top(std::vector<std::uint32_t>& out) const {
    out.clear();
    collect(0, doc(), out);
    if (out.size() > 1) std::sort(out.begin(), out.end());
  }

 private:
  static std::uint64_t key(DocId doc, std::size_t child) noexcept {
    return (std::uint64_t{doc} << 32) | child;
  }
  static DocId doc_of(std::uint64_t entry) noexcept { return static_cast<DocId>(entry >> 32); }

  void collect(std::size_t at, DocId doc, std::vector<std::uint32_t>& out) const {
    if (at >= heap_.size() || doc_of(heap_[at]) != doc) return;
    out.push_back(static_cast<std::uint32_t>(heap_[at]));
    collect(2 * at + 1, doc, out);
    collect(2 * at + 2, doc, out);
  }

  std::vector<std::uint64_t> heap_;
};

}  // namespace izde::internal
