#include "search/top_docs.h"

#include <array>
#include <iterator>

#include "search/kernels.h"

namespace izde::internal {

void TopDocs::add_sorted(std::uint32_t base, const std::uint32_t* docs, const double* scores,
                         std::size_t count) {
  std::array<std::uint32_t, kMostFirst + kernels::kSlack> ranks;
  std::array<std::uint8_t, kMostFirst> taken{};
  std::array<ScoredDoc, kMostFirst> sorted;
  kernels::rank(scores, count, ranks.data());
  for (std::size_t i = 0; i < count; ++i)
    sorted[ranks[i] + taken[ranks[i]]++] = {scores[i], base + docs[i]};
  // The worst first is a heap.
  docs_.assign(std::make_reverse_iterator(sorted.begin() + static_cast<std::ptrdiff_t>(limit_)),
               sorted.rend());
  is_heap_ = true;
  set_least(docs_.front());
}

std::vector<ScoredDoc> TopDocs::take() {
  if (docs_.size() > limit_) halve();
  if (docs_.size() > kFew && docs_.size() <= kMostOfHeap) return ranked();
  std::sort(docs_.begin(), docs_.end(), better);
  return std::move(docs_);
}

// Each goes where the number of better ones says: what is better than what is foretold badly.
std::vector<ScoredDoc> TopDocs::ranked() const {
  std::array<double, kMostOfHeap + kernels::kSlack> scores;
  std::array<std::uint32_t, kMostOfHeap + kernels::kSlack> ranks;
  std::array<std::uint8_t, kMostOfHeap> taken{};  // places of a score that several have
  for (std::size_t i = 0; i < docs_.size(); ++i) scores[i] = docs_[i].score;
  kernels::rank(scores.data(), docs_.size(), ranks.data());
  std::vector<ScoredDoc> sorted(docs_.size());
  for (std::size_t i = 0; i < docs_.size(); ++i) sorted[ranks[i] + taken[ranks[i]]++] = docs_[i];
  for (std::size_t i = 0; i < sorted.size(); i += taken[i])
    if (taken[i] > 1) std::sort(&sorted[i], &sorted[i] + taken[i], better);
  return sorted;
}

}  // namespace izde::internal
