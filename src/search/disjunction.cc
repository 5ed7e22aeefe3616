#include "search/disjunction.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "search/kernels.h"

namespace izde::internal {

Disjunction::Disjunction(const std::vector<ClausePtr>& clauses, Finish& finish)
    : finish_(finish), window_(finish.work().window.room(kWindow)) {
  entries_.reserve(clauses.size());
  for (const ClausePtr& clause : clauses) entries_.push_back({clause.get(), 0, 0});
}

void Disjunction::run() {
  for (DocId from = least_doc(0); from != kNoMoreDocs;) {
    finish_.spend(16 * entries_.size());
    const double least = finish_.sink().least();
    from = least < 0 ? score_all(from) : prune(from, least);
  }
}

DocId Disjunction::least_doc(std::size_t first) const noexcept {
  DocId least = kNoMoreDocs;
  for (std::size_t i = first; i < entries_.size(); ++i)
    least = std::min(least, entries_[i].clause->doc());
  return least;
}

void Disjunction::use_window(DocId size) {
  if (size <= zeroed_) return;
  std::fill(window_ + zeroed_, window_ + size, 0.0);
  zeroed_ = size;
}

std::size_t Disjunction::accumulate(Clause& clause, DocId base, DocId end, std::uint64_t* bits) {
  DocId* const docs = finish_.work().docs.room(Clause::kBatch);
  double* const scores = finish_.work().scores.room(Clause::kBatch);
  double* const window = window_;
  std::uint64_t used = used_;
  std::size_t added = 0;
  while (clause.doc() < end) {
    const std::size_t count = clause.batch(end, -1, docs, scores);
    finish_.spend(kPostingsBlock);
    added += count;
    for (std::size_t i = 0; i < count; ++i) {
      const DocId place = docs[i] - base;
      window[place] += scores[i];
      used |= std::uint64_t{1} << (place / 64);
      if (bits != nullptr) bits[place / 64] |= std::uint64_t{1} << (place % 64);
    }
  }
  used_ = used;
  return added;
}

// Every match of the next window, whatever its score.
DocId Disjunction::score_all(DocId from) {
  std::uint64_t bits[kWindow / 64] = {};
  use_window(all_window_);
  const DocId end = kNoMoreDocs - from > all_window_ ? from + all_window_ : kNoMoreDocs;
  all_window_ = std::min(2 * all_window_, kWindow);
  for (const Entry& entry : entries_) accumulate(*entry.clause, from, end, bits);
  DocId* const docs = finish_.work().docs.room(kWindow);
  double* const scores = finish_.work().scores.room(kWindow);
  std::size_t count = 0;
  for (; used_ != 0; used_ &= used_ - 1) {
    const auto word = static_cast<DocId>(std::countr_zero(used_));
    for (std::uint64_t left = bits[word]; left != 0; left &= left - 1) {
      const DocId place = 64 * word + static_cast<DocId>(std::countr_zero(left));
      docs[count] = from + place;
      scores[count++] = std::exchange(window_[place], 0);
    }
  }
  finish_.add(docs, scores, count);
  return least_doc(0);
}

DocId Disjunction::prune(DocId from, double least) {
  finish_.sink().left_out();
  const DocId last = window_end(from);
  partition(last, least);
  if (essential_ == entries_.size()) {
    least_window_ = std::min(2 * least_window_ + 256, kWidestWindow);
    return last + 1;
  }
  least_window_ = 1;
  for (std::size_t i = essential_; i < entries_.size(); ++i) entries_[i].clause->advance(from);
  if (essential_ + 1 == entries_.size()) return run_alone(*entries_.back().clause, last);
  return run_together(last);
}

// Ends where a block of an essential clause does.
DocId Disjunction::window_end(DocId from) {
  DocId last = kNoMoreDocs - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const DocId end = entries_[i].clause->range(from);
    if (i >= essential_ || essential_ == entries_.size()) last = std::min(last, end);
  }
  if (last - from < least_window_)
    last = kNoMoreDocs - 1 - from > least_window_ ? from + least_window_ : kNoMoreDocs - 1;
  return last;
}

void Disjunction::partition(DocId last, double least) {
  for (Entry& entry : entries_) entry.bound = entry.clause->bound(last);
  const auto pays = [](const Entry& entry) {
    return entry.bound / static_cast<double>(entry.clause->cost() + 1);
  };
  std::sort(entries_.begin(), entries_.end(),
            [&](const Entry& a, const Entry& b) { return pays(a) < pays(b); });
  double sum = 0;
  essential_ = 0;
  needed_.clear();
  for (Entry& entry : entries_) {
    if (sum + entry.bound > least) {
      needed_.push_back(entry);
      continue;
    }
    sum += entry.bound;
    entry.rest = sum;
    entries_[essential_++] = entry;
  }
  std::copy(needed_.begin(), needed_.end(),
            entries_.begin() + static_cast<std::ptrdiff_t>(essential_));
}

DocId Disjunction::run_alone(Clause& clause, DocId last) {
  const double bound = entries_.back().bound;
  while (clause.doc() <= last) {
    const double least = finish_.sink().least();
    if (bound + rest(essential_) <= least) break;
    finish_.spend(kPostingsBlock);
    DocId* const docs = finish_.work().docs.room(Clause::kBatch);
    double* const scores = finish_.work().scores.room(Clause::kBatch);
    const std::size_t count = clause.batch(last + 1, least - rest(essential_), docs, scores);
    add_rest(essential_, docs, scores, count);
  }
  return last + 1;
}

DocId Disjunction::run_together(DocId last) {
  use_window(kWindow);
  double least_bound = entries_[essential_].bound;
  for (std::size_t i = essential_; i < entries_.size(); ++i)
    least_bound = std::min(least_bound, entries_[i].bound);
  for (;;) {
    const DocId base = least_doc(essential_);
    if (base > last) return last + 1;
    const DocId end = last - base < kWindow ? last + 1 : base + kWindow;
    std::size_t postings = 0;
    for (std::size_t i = essential_; i < entries_.size(); ++i)
      postings += accumulate(*entries_[i].clause, base, end, nullptr);
    const std::size_t first = add_worthwhile(base, end, postings);
    DocId* const docs = finish_.work().docs.room(kWindow);
    double* const scores = finish_.work().scores.room(kWindow);
    const double needed = finish_.sink().least() - rest(first);
    const std::size_t count =
        kernels::drain_above(needed, window_, std::exchange(used_, 0), base, docs, scores);
    add_rest(first, docs, scores, count);
    if (rest(essential_) + least_bound <= finish_.sink().least()) return end;
  }
}

// Of clauses that are not essential, those are summed all the same of which that costs less than
// looking the window's candidates up: then fewer are left, too. Returns the first that is summed.
std::size_t Disjunction::add_worthwhile(DocId base, DocId end, std::size_t postings) {
  double cost = 0;
  for (std::size_t i = essential_; i < entries_.size(); ++i)
    cost += static_cast<double>(entries_[i].clause->cost());
  const double density = static_cast<double>(postings) / cost;
  std::size_t first = essential_;
  while (first > 0) {
    Clause& clause = *entries_[first - 1].clause;
    const double expected = density * static_cast<double>(clause.cost()) / kLookUpCost;
    if (expected > static_cast<double>(postings)) break;  // there are no more candidates than that
    const double needed = finish_.sink().least() - rest(first);
    if (expected > static_cast<double>(kernels::count_above(needed, window_, used_))) break;
    clause.advance(base);
    postings += accumulate(clause, base, end, nullptr);
    --first;
  }
  return first;
}

// Looks up the candidates in the clauses that are not essential, the best paying first.
void Disjunction::add_rest(std::size_t first, DocId* docs, double* scores, std::size_t count) {
  const double least = finish_.sink().least();
  for (std::size_t i = first; i-- > 0 && count > 0;) {
    count = kernels::keep_above(least - entries_[i].rest, docs, scores, count, docs, scores);
    if (count > 0) add_optional(*entries_[i].clause, docs, scores, count, finish_.work());
  }
  if (first > 0) count = kernels::keep_above(least, docs, scores, count, docs, scores);
  if (count > 0) finish_.add(docs, scores, count);
}

}  // namespace izde::internal
