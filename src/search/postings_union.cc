#include "search/postings_union.h"

#include <algorithm>
#include <utility>

namespace izde::internal {

void PostingsUnion::add(PostingsCursor cursor, double weight, std::uint32_t word) {
  cost_ += cursor.doc_freq();
  postings_.push_back({cursor, weight, word});
}

void PostingsUnion::start() {
  if (postings_.size() == 1) {
    doc_ = postings_.front().cursor.next();
    return;
  }
  for (std::size_t i = 0; i < postings_.size(); ++i) heap_.push(postings_[i].cursor.next(), i);
  doc_ = heap_.doc();
}

DocId PostingsUnion::next() {
  if (postings_.size() == 1) return doc_ = postings_.front().cursor.next();
  while (heap_.doc() == doc_) heap_.moved(postings_[heap_.child()].cursor.next());
  return doc_ = heap_.doc();
}

DocId PostingsUnion::advance(DocId target) {
  if (postings_.size() == 1) return doc_ = postings_.front().cursor.advance(target);
  while (heap_.doc() < target) heap_.moved(postings_[heap_.child()].cursor.advance(target));
  return doc_ = heap_.doc();
}

double PostingsUnion::weighted_freq() {
  if (postings_.size() == 1) {
    Entry& entry = postings_.front();
    return entry.weight * entry.cursor.freq();
  }
  heap_.at_top(here_);
  double sum = 0, most = 0;
  std::uint32_t word = postings_[here_.front()].word;
  for (const std::uint32_t i : here_) {
    Entry& entry = postings_[i];
    if (entry.word != word) sum += std::exchange(most, 0);
    word = entry.word;
    most = std::max(most, entry.weight * entry.cursor.freq());
  }
  return sum + most;
}

void PostingsUnion::positions(std::vector<WeightedPosition>& out) {
  out.clear();
  if (postings_.size() == 1) {
    here_.assign(1, 0);
  } else {
    heap_.at_top(here_);
  }
  for (const std::uint32_t i : here_) {
    postings_[i].cursor.positions(positions_);
    for (const std::uint32_t position : positions_) out.push_back({position, postings_[i].weight});
  }
  if (here_.size() == 1) return;
  std::sort(out.begin(), out.end(), [](const WeightedPosition& a, const WeightedPosition& b) {
    return a.position != b.position ? a.position < b.position : a.weight > b.weight;
  });
  const auto same = [](const WeightedPosition& a, const WeightedPosition& b) {
    return a.position == b.position;
  };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
}

}  // namespace izde::internal
