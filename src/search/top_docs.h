#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace izde::internal {

struct ScoredDoc {
  double score = 0;
  std::uint32_t doc = 0;  ///< In the snapshot.
};

/// Keeps the best `limit` of the documents it is shown: by score falling, then by number rising. A
/// heap with the worst of them on top.
class TopDocs {
 public:
  explicit TopDocs(std::size_t limit) : limit_(limit) {}

  void add(double score, std::uint32_t doc) {
    const ScoredDoc found{score, doc};
    if (docs_.size() < limit_) {
      docs_.push_back(found);
      std::push_heap(docs_.begin(), docs_.end(), better);
    } else if (limit_ > 0 && better(found, docs_.front())) {
      std::pop_heap(docs_.begin(), docs_.end(), better);
      docs_.back() = found;
      std::push_heap(docs_.begin(), docs_.end(), better);
    }
  }

  /// The best first. Leaves nothing behind.
  std::vector<ScoredDoc> take() {
    std::sort_heap(docs_.begin(), docs_.end(), better);
    return std::move(docs_);
  }

 private:
  static bool better(const ScoredDoc& a, const ScoredDoc& b) noexcept {
    return a.score != b.score ? a.score > b.score : a.doc < b.doc;
  }

  std::size_t limit_;
  std::vector<ScoredDoc> docs_;
};

}  // namespace izde::internal
