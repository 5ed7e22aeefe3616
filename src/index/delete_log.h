#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "izde/query.h"

#include "base/doc_id.h"

namespace izde::internal {

/// When the documents of a segment were added, among the deletes of its writer, which are counted
/// from 0: a delete is of the documents added before it alone.
class Births {
 public:
  /// Document `doc`, and those behind it until the next note, were added after the first `deletes`
  /// deletes. \pre neither falls
  void note(DocId doc, std::uint64_t deletes) {
    if (deletes != (notes_.empty() ? 0 : notes_.back().second)) notes_.emplace_back(doc, deletes);
  }
  /// The documents before it were there when delete `number` came; the others were not.
  DocId end_at(std::uint64_t number) const noexcept {
    const auto later = std::partition_point(
        notes_.begin(), notes_.end(), [number](const auto& note) { return note.second <= number; });
    return later == notes_.end() ? std::numeric_limits<DocId>::max() : later->first;
  }
  bool empty() const noexcept { return notes_.empty(); }
  /// All documents are older than any delete to come.
  void clear() noexcept { notes_.clear(); }
  std::size_t bytes_used() const noexcept { return notes_.capacity() * sizeof(notes_[0]); }

 private:
  std::vector<std::pair<DocId, std::uint64_t>> notes_;
};

/// Deletes that were asked for and have not been applied to the segments.
struct PendingDeletes {
  /// By field and value: the last delete of that value. It is of all documents that an earlier one
  /// is of.
  std::map<std::uint32_t, std::unordered_map<std::string, std::uint64_t>> values;
  std::vector<std::pair<Query, std::uint64_t>> queries;

  bool empty() const noexcept { return values.empty() && queries.empty(); }
};

/// Collects deletes, in the order they come.
class DeleteLog {
 public:
  void add(std::uint32_t field, std::string_view value) {
    const auto [at, added] = pending_.values[field].insert_or_assign(std::string(value), count_++);
    if (added) bytes_ += at->first.capacity() + kEntryBytes;
  }
  void add(const Query& query) {
    pending_.queries.emplace_back(query, count_++);
    bytes_ += kQueryBytes;
  }
  /// Deletes that ever came.
  std::uint64_t count() const noexcept { return count_; }
  bool empty() const noexcept { return pending_.empty(); }
  /// Memory held, in bytes, about.
  std::size_t bytes_used() const noexcept { return bytes_; }
  /// Takes all away.
  PendingDeletes take() {
    bytes_ = 0;
    return std::exchange(pending_, {});
  }

 private:
  static constexpr std::size_t kEntryBytes = 96;    // of a node of the map, about
  static constexpr std::size_t kQueryBytes = 1024;  // of a tree, which cannot be seen into

  PendingDeletes pending_;
  std::uint64_t count_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace izde::internal
