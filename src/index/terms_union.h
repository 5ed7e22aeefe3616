#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/term_info.h"
#include "codec/terms_reader.h"
#include "index/segment_reader.h"

namespace izde::internal {

/// Walks the terms of one field over several segments, in byte order, each term once.
class TermsUnion {
 public:
  TermsUnion(std::span<const std::shared_ptr<const SegmentReader>> segments, std::uint32_t field) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (segments[i]->terms().term_count(field) == 0) continue;
      cursors_.push_back({i, segments[i]->terms().seek(field, "")});
      moved_.push_back(cursors_.size() - 1);
    }
  }

  /// Moves to the next term; false after the last.
  bool next() {
    for (const std::size_t cursor : moved_)
      if (cursors_[cursor].terms->next()) heap_.emplace(cursors_[cursor].terms->term(), cursor);
    moved_.clear();
    if (heap_.empty()) return false;
    const std::string_view term = heap_.top().first;
    while (!heap_.empty() && heap_.top().first == term) {
      moved_.push_back(heap_.top().second);
      heap_.pop();
    }
    return true;
  }

  std::string_view term() const noexcept { return cursors_[moved_.front()].terms->term(); }

  /// Calls visit(segment, info) for each segment that has the term, in their order.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (const std::size_t cursor : moved_)
      visit(cursors_[cursor].segment, cursors_[cursor].terms->info());
  }

 private:
  struct Cursor {
    std::size_t segment;
    std::unique_ptr<TermsCursor> terms;
  };
  using Head = std::pair<std::string_view, std::size_t>;  // a term lives until its cursor moves

  std::vector<Cursor> cursors_;
  std::vector<std::size_t> moved_;  ///< Those that stand on term(), rising.
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heap_;
};

}  // namespace izde::internal
