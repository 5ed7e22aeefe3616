#include "search/sloppy_phrase.h"

#include <algorithm>
#include <utility>

namespace izde::internal {

void SloppyPhrase::add(std::uint32_t slot, std::uint32_t offset,
                       std::span<const WeightedPosition> positions) {
  for (const WeightedPosition& at : positions) {
    words_.push_back(
        {std::int64_t{at.position} - std::int64_t{offset}, at.position, slot, at.weight});
  }
}

bool SloppyPhrase::shares_positions() {
  positions_.clear();
  for (const Word& word : words_) positions_.push_back(word.position);
  std::sort(positions_.begin(), positions_.end());
  return std::adjacent_find(positions_.begin(), positions_.end()) != positions_.end();
}

/// Gives `slot` a position in the window, moving other slots to other positions where that helps:
/// an augmenting path of bipartite matching.
bool SloppyPhrase::find_position(std::uint32_t slot, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (words_[i].slot != slot) continue;
    const std::uint32_t position = words_[i].position;
    if (std::find(tried_.begin(), tried_.end(), position) != tried_.end()) continue;
    tried_.push_back(position);
    auto taken = std::find_if(taken_.begin(), taken_.end(),
                              [&](const auto& entry) { return entry.first == position; });
    if (taken == taken_.end()) {
      taken_.emplace_back(position, slot);
      return true;
    }
    const auto at = taken - taken_.begin();
    if (find_position(taken->second, begin, end)) {
      taken_[static_cast<std::size_t>(at)].second = slot;
      return true;
    }
  }
  return false;
}

bool SloppyPhrase::holds_match(std::size_t begin, std::size_t end) {
  counts_.assign(slots_, 0);
  std::uint32_t found = 0;
  for (std::size_t i = begin; i < end; ++i) found += counts_[words_[i].slot]++ == 0 ? 1U : 0U;
  if (found < slots_) return false;
  if (!shared_) return true;
  taken_.clear();
  for (std::uint32_t slot = 0; slot < slots_; ++slot) {
    tried_.clear();
    if (!find_position(slot, begin, end)) return false;
  }
  return true;
}

double SloppyPhrase::weight(std::span<const Word> window) {
  weights_.assign(slots_, 0);
  for (const Word& word : window) weights_[word.slot] = std::max(weights_[word.slot], word.weight);
  return *std::min_element(weights_.begin(), weights_.end());
}

std::size_t SloppyPhrase::next_place(std::size_t at) const noexcept {
  const std::int64_t place = words_[at].place;
  while (at < words_.size() && words_[at].place == place) ++at;
  return at;
}

void SloppyPhrase::sort_words() {
  std::sort(words_.begin(), words_.end(), [](const Word& a, const Word& b) {
    return a.place != b.place ? a.place < b.place : a.slot < b.slot;
  });
  shared_ = shares_positions();
}

double SloppyPhrase::freq(std::uint32_t slop) {
  double sum = 0;
  for_each_window(slop, [&](std::span<const Word> window) {
    const std::int64_t moves = window.back().place - window.front().place;
    sum += weight(window) / (1.0 + static_cast<double>(moves));
  });
  return sum;
}

}  // namespace izde::internal
