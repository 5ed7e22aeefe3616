#include "search/conjunction.h"

#include <algorithm>

#include "search/kernels.h"

namespace izde::internal {

Conjunction::Conjunction(const ClauseSet& clauses, Finish& finish) : finish_(finish) {
  entries_.reserve(clauses.must.size() + clauses.filter.size() + clauses.should.size());
  for (const ClausePtr& clause : clauses.must) entries_.push_back({clause.get(), true, true});
  for (const ClausePtr& clause : clauses.filter) entries_.push_back({clause.get(), true, false});
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.clause->cost() < b.clause->cost(); });
  for (const ClausePtr& clause : clauses.should) entries_.push_back({clause.get(), false, true});
}

void Conjunction::run() {
  Clause& lead_clause = *entries_.front().clause;
  DocId* const docs = finish_.work().docs.room(Clause::kBatch);
  double* const scores = finish_.work().scores.room(Clause::kBatch);
  while (lead_clause.doc() != kNoMoreDocs) {
    finish_.spend(kPostingsBlock);
    const double least = finish_.sink().least();
    DocId last = kNoMoreDocs - 1;
    if (least >= 0) {
      finish_.sink().left_out();
      const DocId from = lead_clause.doc();
      for (Entry& entry : entries_) entry.clause->range(from);
      last = lead_clause.range(from);
      if (bound(last) <= least) {
        const DocId next = skip(last, least);
        if (next == kNoMoreDocs) return;
        lead_clause.advance(next);
        continue;
      }
    }
    const std::size_t count = lead(last + 1, least, docs, scores);
    add_rest(docs, scores, count);
  }
}

double Conjunction::bound(DocId last) {
  double sum = 0;
  for (std::size_t i = entries_.size(); i-- > 0;) {
    Entry& entry = entries_[i];
    entry.rest = sum;
    entry.bound = entry.clause->bound(last);
    if (entry.required && entry.clause->doc() > last) return -1;
    if (!entry.adds) entry.bound = 0;
    sum += entry.bound;
  }
  return sum;
}

// The range up to `last` has no hit; perhaps a wider one has none either.
DocId Conjunction::skip(DocId last, double least) {
  const DocId wider = entries_.front().clause->wider();
  if (bound(wider) > least) return last + 1;
  return bound(kNoMoreDocs - 1) > least ? wider + 1 : kNoMoreDocs;
}

std::size_t Conjunction::lead(DocId end, double least, DocId* docs, double* scores) {
  const Entry& entry = entries_.front();
  if (entry.adds) {
    const double needed = least < 0 ? -1 : least - entry.rest;
    return entry.clause->batch(end, needed, docs, scores);
  }
  const std::size_t count = entry.clause->batch(end, -1, docs, nullptr);
  std::fill_n(scores, count, 0.0);
  return count;
}

void Conjunction::add_rest(DocId* docs, double* scores, std::size_t count) {
  const double least = finish_.sink().least();
  for (std::size_t i = 1; i < entries_.size() && count > 0; ++i) {
    Entry& entry = entries_[i];
    if (entry.required)
      count = keep_required(*entry.clause, entry.adds, docs, scores, count, finish_.work());
    else
      add_optional(*entry.clause, docs, scores, count, finish_.work());
    if (least >= 0)
      count = kernels::keep_above(least - entry.rest, docs, scores, count, docs, scores);
  }
  if (count > 0) finish_.add(docs, scores, count);
}

}  // namespace izde::internal
