#include "search/boolean_cursor.h"

#include <algorithm>

namespace izde::internal {

ConjunctionCursor::ConjunctionCursor(std::vector<CursorPtr> clauses)
    : clauses_(std::move(clauses)) {
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

DisjunctionCursor::DisjunctionCursor(std::vector<CursorPtr> clauses)
    : clauses_(std::move(clauses)) {
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    heap_.push(clauses_[i]->doc(), i);
    cost_ += clauses_[i]->cost();
  }
  doc_ = heap_.doc();
}

DocId DisjunctionCursor::next() {
  while (heap_.doc() == doc_) heap_.moved(clauses_[heap_.child()]->next());
  return doc_ = heap_.doc();
}

DocId DisjunctionCursor::advance(DocId target) {
  while (heap_.doc() < target) heap_.moved(clauses_[heap_.child()]->advance(target));
  return doc_ = heap_.doc();
}

bool DisjunctionCursor::confirm() {
  heap_.at_top(matched_);
  std::erase_if(matched_, [this](std::uint32_t i) { return !clauses_[i]->confirm(); });
  return !matched_.empty();
}

double DisjunctionCursor::score() {
  double sum = 0;
  for (const std::uint32_t i : matched_) sum += clauses_[i]->score();
  return sum;
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
