#include "search/count.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "search/kernels.h"

namespace izde::internal {

namespace {

constexpr DocId kWindow = 1U << 14U;
constexpr std::size_t kWords = kWindow / 64;
/// A clause with so many documents for each one of the segment, or more, is walked as bits.
constexpr std::uint64_t kDense = 64;

class Counter {
 public:
  Counter(const ClauseSet& clauses, std::uint32_t doc_count, Workspace& work)
      : clauses_(clauses), doc_count_(doc_count), work_(work) {}

  std::uint64_t run() {
    for (const auto* list : {&clauses_.must, &clauses_.filter})
      for (const ClausePtr& clause : *list) required_.push_back(clause.get());
    std::sort(required_.begin(), required_.end(),
              [](const Clause* a, const Clause* b) { return a->cost() < b->cost(); });
    if (required_.empty()) return count_any();
    if (required_.size() == 1 && required_.front()->is_exact() && clauses_.must_not.empty())
      return required_.front()->cost();
    const bool dense = required_.front()->cost() > doc_count_ / kDense;
    return dense ? count_windows() : count_led();
  }

 private:
  /// With one clause that most documents match, count those of the others that it does not match.
  std::uint64_t count_any() {
    std::uint64_t sum = 0;
    const Clause* most = clauses_.should.front().get();
    for (const ClausePtr& clause : clauses_.should) {
      sum += clause->cost();
      if (clause->cost() > most->cost()) most = clause.get();
    }
    if (clauses_.must_not.empty() && most->is_exact() && sum - most->cost() < most->cost() / 8)
      return most->cost() + count_besides(*most);
    return count_windows();
  }

  std::uint64_t count_besides(const Clause& most) {
    std::uint64_t count = 0;
    DocId* const docs = work_.docs.room(kWindow);
    for_each_window(
        [&](DocId base, DocId end, std::uint64_t* bits) {
          for (const ClausePtr& clause : clauses_.should)
            if (clause.get() != &most && clause->doc() < end) clause->to_bits(base, end, bits);
          const std::size_t found = to_docs(base, bits, docs);
          std::uint32_t* const which = work_.which.room(found);
          for (const ClausePtr& clause : clauses_.should)
            if (clause.get() == &most) count += found - clause->find(docs, found, which, nullptr);
        },
        &most);
    return count;
  }

  std::uint64_t count_windows() {
    std::uint64_t count = 0;
    for_each_window(
        [&](DocId base, DocId end, std::uint64_t* bits) {
          if (required_.empty()) {
            for (const ClausePtr& clause : clauses_.should)
              if (clause->doc() < end) clause->to_bits(base, end, bits);
          } else {
            required_.front()->to_bits(base, end, bits);
          }
          for (std::size_t i = 1; i < required_.size(); ++i)
            combine(*required_[i], base, end,
                    [&](std::size_t w, std::uint64_t b) { bits[w] &= b; });
          for (const ClausePtr& clause : clauses_.must_not)
            combine(*clause, base, end, [&](std::size_t w, std::uint64_t b) { bits[w] &= ~b; });
          count += kernels::count_bits(bits, kWords);
        },
        nullptr);
    return count;
  }

  template <class Combine>
  void combine(Clause& clause, DocId base, DocId end, const Combine& with) {
    std::uint64_t* const more = work_.more_bits.room(kWords);
    std::fill_n(more, kWords, 0U);
    clause.advance(base);
    if (clause.doc() < end) clause.to_bits(base, end, more);
    for (std::size_t word = 0; word < kWords; ++word) with(word, more[word]);
  }

  /// Where the next match may be at the earliest.
  DocId next_doc(const Clause* but) const noexcept {
    if (!required_.empty()) return required_.front()->doc();
    DocId least = kNoMoreDocs;
    for (const ClausePtr& clause : clauses_.should)
      if (clause.get() != but) least = std::min(least, clause->doc());
    return least;
  }

  template <class Use>
  void for_each_window(const Use& use, const Clause* but) {
    std::uint64_t* const bits = work_.bits.room(kWords);
    for (DocId doc = next_doc(but); doc != kNoMoreDocs; doc = next_doc(but)) {
      const DocId base = doc / 64 * 64;
      std::fill_n(bits, kWords, 0U);
      use(base, kNoMoreDocs - base > kWindow ? base + kWindow : kNoMoreDocs, bits);
    }
  }

  static std::size_t to_docs(DocId base, const std::uint64_t* bits, DocId* docs) {
    std::size_t count = 0;
    for (std::size_t word = 0; word < kWords; ++word)
      for (std::uint64_t left = bits[word]; left != 0; left &= left - 1)
        docs[count++] =
            base + static_cast<DocId>(64 * word) + static_cast<DocId>(std::countr_zero(left));
    return count;
  }

  /// The rarest clause's documents, looked up in the others.
  std::uint64_t count_led() {
    std::uint64_t count = 0;
    DocId* const docs = work_.docs.room(Clause::kBatch);
    std::uint32_t* const which = work_.which.room(Clause::kBatch);
    while (required_.front()->doc() != kNoMoreDocs) {
      std::size_t kept = required_.front()->batch(kNoMoreDocs, -1, docs, nullptr);
      for (std::size_t i = 1; i < required_.size() && kept > 0; ++i) {
        kept = required_[i]->find(docs, kept, which, nullptr);
        for (std::size_t k = 0; k < kept; ++k) docs[k] = docs[which[k]];
      }
      count += kept - excluded(docs, kept, which);
    }
    return count;
  }

  /// How many of the documents a clause of `must_not` matches.
  std::size_t excluded(DocId* docs, std::size_t count, std::uint32_t* which) {
    std::size_t left = count;
    for (const ClausePtr& clause : clauses_.must_not) {
      const std::size_t found = clause->find(docs, left, which, nullptr);
      std::size_t kept = 0, next = 0;
      for (std::size_t i = 0; i < left; ++i) {
        if (next < found && which[next] == i)
          ++next;
        else
          docs[kept++] = docs[i];
      }
      left = kept;
    }
    return count - left;
  }

  const ClauseSet& clauses_;
  std::uint32_t doc_count_;
  Workspace& work_;
  std::vector<Clause*> required_;  // the rarest first
};

}  // namespace

std::uint64_t count_matches(const ClauseSet& clauses, std::uint32_t doc_count, Workspace& work) {
  return Counter(clauses, doc_count, work).run();
}

}  // namespace izde::internal
