#include "search/boolean_cursor.h"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace izde::internal {

ConjunctionCursor::ConjunctionCursor(std::vector<CursorPtr> clauses, Deadline* deadline)
    : clauses_(std::move(clauses)), deadline_(deadline) {
  for (const CursorPtr& clause : clauses_) by_cost_.push_back(clause.get());
  std::stable_sort(by_cost_.begin(), by_cost_.end(),
                   [](const DocCursor* a, const DocCursor* b) { return a->cost() < b->cost(); });
  cost_ = by_cost_.front()->cost();
  doc_ = align(by_cost_.front()->doc());
}

DocId ConjunctionCursor::align(DocId candidate) {
  std::size_t agreed = 1;
  while (agreed < by_cost_.size() && candidate != kNoMoreDocs) {
    DocCursor& clause = *by_cost_[agreed];
    const DocId doc = clause.doc() < candidate ? clause.advance(candidate) : clause.doc();
    if (doc == candidate) {
      ++agreed;
      continue;
    }
    if (deadline_ != nullptr) deadline_->spend(1);
    candidate = doc == kNoMoreDocs ? doc : by_cost_.front()->advance(doc);
    agreed = 1;
  }
  return candidate;
}

bool ConjunctionCursor::confirm() {
  return std::all_of(by_cost_.begin(), by_cost_.end(),
                     [](DocCursor* clause) { return clause->confirm(); });
}

double ConjunctionCursor::score() {
  double sum = 0;
  for (const CursorPtr& clause : clauses_) sum += clause->score();
  return sum;
}

UnionCursor::UnionCursor(std::vector<CursorPtr> clauses) : clauses_(std::move(clauses)) {
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    heap_.push(clauses_[i]->doc(), i);
    cost_ += clauses_[i]->cost();
  }
  doc_ = heap_.doc();
}

DocId UnionCursor::next() {
  while (heap_.doc() == doc_) heap_.moved(clauses_[heap_.child()]->next());
  return doc_ = heap_.doc();
}

DocId UnionCursor::advance(DocId target) {
  while (heap_.doc() < target) heap_.moved(clauses_[heap_.child()]->advance(target));
  return doc_ = heap_.doc();
}

bool UnionCursor::confirm() {
  heap_.at_top(matched_);
  std::erase_if(matched_, [this](std::uint32_t i) { return !clauses_[i]->confirm(); });
  return !matched_.empty();
}

double DisjunctionCursor::score() {
  double sum = 0;
  for (const std::uint32_t i : matched_) sum += clauses_[i]->score();
  return sum;
}

double BestCursor::score() {
  double best = 0, sum = 0;
  for (const std::uint32_t i : matched_) {
    const double score = clauses_[i]->score();
    best = std::max(best, score);
    sum += score;
  }
  return best_score(best, sum, tie_breaker_, grid_);
}

AtLeastCursor::AtLeastCursor(std::vector<CursorPtr> clauses, std::size_t least, Deadline* deadline)
    : clauses_(std::move(clauses)), least_(least), deadline_(deadline), docs_(clauses_.size()) {
  for (const CursorPtr& clause : clauses_) cost_ += clause->cost();
  doc_ = align();
}

// Before the document on which the clause stands that comes `least` in order, too few can match.
DocId AtLeastCursor::align() {
  for (;;) {
    if (deadline_ != nullptr) deadline_->spend(clauses_.size());
    std::transform(clauses_.begin(), clauses_.end(), docs_.begin(),
                   [](const CursorPtr& clause) { return clause->doc(); });
    const auto enough = docs_.begin() + static_cast<std::ptrdiff_t>(least_ - 1);
    std::nth_element(docs_.begin(), enough, docs_.end());
    const DocId candidate = *enough;
    if (candidate == kNoMoreDocs) return candidate;
    bool moved = false;
    for (const CursorPtr& clause : clauses_) {
      if (clause->doc() >= candidate) continue;
      clause->advance(candidate);
      moved = true;
    }
    if (!moved) return candidate;
  }
}

DocId AtLeastCursor::advance(DocId target) {
  for (const CursorPtr& clause : clauses_)
    if (clause->doc() < target) clause->advance(target);
  return doc_ = align();
}

bool AtLeastCursor::confirm() {
  matched_.clear();
  for (std::uint32_t i = 0; i < clauses_.size(); ++i)
    if (clauses_[i]->doc() == doc_ && clauses_[i]->confirm()) matched_.push_back(i);
  return matched_.size() >= least_;
}

double AtLeastCursor::score() {
  double sum = 0;
  for (const std::uint32_t i : matched_) sum += clauses_[i]->score();
  return sum;
}

BitsCursor::BitsCursor(std::vector<std::uint64_t> words, double score)
    : words_(std::move(words)), score_(score) {
  for (const std::uint64_t word : words_) cost_ += static_cast<std::uint64_t>(std::popcount(word));
  advance(0);
}

DocId BitsCursor::advance(DocId target) {
  std::size_t at = target / 64;
  if (at >= words_.size()) return doc_ = kNoMoreDocs;
  std::uint64_t word = words_[at] & (~std::uint64_t{0} << (target % 64));
  while (word == 0) {
    if (++at == words_.size()) return doc_ = kNoMoreDocs;
    word = words_[at];
  }
  return doc_ = static_cast<DocId>(64 * at) + static_cast<DocId>(std::countr_zero(word));
}

double OptionalCursor::score() {
  double sum = required_->score();
  if (optional_->doc() < doc_) optional_->advance(doc_);
  if (optional_->doc() == doc_ && optional_->confirm()) sum += optional_->score();
  return sum;
}

bool ExclusionCursor::confirm() {
  if (!wanted_->confirm()) return false;
  if (unwanted_->doc() < doc_) unwanted_->advance(doc_);
  return unwanted_->doc() != doc_ || !unwanted_->confirm();
}

}  // namespace izde::internal
