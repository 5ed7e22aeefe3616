#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace izde::internal {

struct ScoredDoc {
  double score = 0;
  std::uint32_t doc = 0;  ///< In the snapshot.
};

/// Keeps the best `limit` of the documents it is shown: by score falling, then by number rising.
///
/// Few are kept in a heap with the worst of them on top, so that least() is as high as can be. Many
/// are gathered up to twice the limit and then halved, which costs O(1) a document.
class TopDocs {
 public:
  explicit TopDocs(std::size_t limit) : limit_(limit) {
    if (limit <= kMostOfHeap) docs_.reserve(limit);
  }

  void add(double score, std::uint32_t doc) {
    if (score < least_ || (score == least_ && doc > least_doc_)) return;
    if (limit_ > kMostOfHeap)
      add_to_buffer({score, doc});
    else if (limit_ > 0)
      add_to_heap({score, doc});
  }

  /// Adds `count` documents, counted from `base`, where no document was added before and that costs
  /// less at once than one by one; else returns false. \pre of equal scores documents rise;
  /// kernels::kSlack scores behind them can be read
  bool add_first(std::uint32_t base, const std::uint32_t* docs, const double* scores,
                 std::size_t count) {
    if (!docs_.empty() || count <= limit_ || count > kMostFirst || limit_ > kFew || limit_ == 0)
      return false;
    add_sorted(base, docs, scores, count);
    return true;
  }

  /// Documents with this score or less, behind all that were shown, are not among the best; below 0
  /// when that cannot be said of any.
  double least() const noexcept { return least_; }

  /// The best first. Leaves nothing behind.
  std::vector<ScoredDoc> take();

 private:
  static constexpr std::size_t kMostOfHeap = 128;
  static constexpr std::size_t kFew = 16;
  static constexpr std::size_t kMostFirst = 96;

  void add_sorted(std::uint32_t base, const std::uint32_t* docs, const double* scores,
                  std::size_t count);
  std::vector<ScoredDoc> ranked() const;

  // Without a branch: in a heap it is foretold badly which is the better of two.
  static bool better(const ScoredDoc& a, const ScoredDoc& b) noexcept {
    const bool ahead = (a.score == b.score) & (a.doc < b.doc);
    return (a.score > b.score) | ahead;
  }

  void add_to_heap(ScoredDoc found) {
    if (docs_.size() < limit_) {
      docs_.push_back(found);
      if (docs_.size() == limit_) set_least(*std::max_element(docs_.begin(), docs_.end(), better));
      return;
    }
    if (!is_heap_) std::make_heap(docs_.begin(), docs_.end(), better);
    is_heap_ = true;
    replace_worst(found);
    set_least(docs_.front());
  }

  void set_least(const ScoredDoc& worst) noexcept {
    least_ = worst.score;
    least_doc_ = worst.doc;
  }

  void replace_worst(ScoredDoc found) noexcept {
    std::size_t at = 0;
    for (std::size_t down = 1; down < docs_.size(); down = 2 * at + 1) {
      if (down + 1 < docs_.size()) down += better(docs_[down], docs_[down + 1]) ? 1 : 0;
      if (!better(found, docs_[down])) break;
      docs_[at] = docs_[down];
      at = down;
    }
    docs_[at] = found;
  }

  void add_to_buffer(ScoredDoc found) {
    docs_.push_back(found);
    if (docs_.size() == limit_ && least_ < 0)
      set_least(*std::max_element(docs_.begin(), docs_.end(), better));
    else if (docs_.size() == 2 * limit_)
      halve();
  }

  void halve() {
    const auto worst = docs_.begin() + static_cast<std::ptrdiff_t>(limit_ - 1);
    std::nth_element(docs_.begin(), worst, docs_.end(), better);
    set_least(*worst);
    docs_.resize(limit_);
  }

  std::size_t limit_;
  double least_ = -1;  // of the worst of the best so far
  std::uint32_t least_doc_ = 0;
  bool is_heap_ = false;  // as soon as one more than fits was shown
  std::vector<ScoredDoc> docs_;
};

}  // namespace izde::internal
