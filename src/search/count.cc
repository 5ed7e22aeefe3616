#include "search/count.h"

#include <algorithm>
#include <bit>
#include <span>
#include <vector>

#include "search/kernels.h"
#include "search/live_docs.h"

namespace izde::internal {

namespace {

constexpr DocId kWindow = 1U << 14U;
constexpr std::size_t kWords = kWindow / 64;
/// A clause with so many documents for each one of the segment, or more, is walked as bits.
constexpr std::uint64_t kDense = 64;
/// With fewer deletes than one for so many documents of a clause, those that it matches are
/// counted, instead of the others.
constexpr std::uint64_t kFewDeletes = 8;

class Counter {
 public:
  Counter(const ClauseSet& clauses, std::uint32_t doc_count, Workspace& work, Sink& sink)
      : clauses_(clauses), doc_count_(doc_count), work_(work), sink_(sink) {}

  void run() {
    for (const auto* list : {&clauses_.must, &clauses_.filter})
      for (const ClausePtr& clause : *list) required_.push_back(clause.get());
    std::sort(required_.begin(), required_.end(),
              [](const Clause* a, const Clause* b) { return a->cost() < b->cost(); });
    if (required_.empty()) return count_any();
    if (Clause* const only = clauses_.only_exact(); only != nullptr && has_few_deletes(*only))
      return sink_.count(only->cost() - count_deleted(*only));
    const bool dense = required_.front()->cost() > doc_count_ / kDense;
    return dense ? count_windows() : count_led();
  }

 private:
  bool has_few_deletes(const Clause& clause) const noexcept {
    return clauses_.deleted == nullptr || clauses_.deleted->count() <= clause.cost() / kFewDeletes;
  }

  /// Deleted documents that the clause matches.
  std::uint64_t count_deleted(Clause& clause) {
    if (clauses_.deleted == nullptr) return 0;
    std::uint64_t count = 0;
    DocId* const docs = work_.docs.room(kWindow);
    std::uint32_t* const which = work_.which.room(kWindow);
    const auto words = clauses_.deleted->words();
    for (std::size_t first = 0; first < words.size(); first += kWords) {
      const std::size_t size = std::min(words.size() - first, kWords);
      const std::size_t found =
          to_docs(static_cast<DocId>(64 * first), words.subspan(first, size), docs);
      spend(found);
      if (found > 0) count += clause.find(docs, found, which, nullptr);
    }
    return count;
  }

  void spend(std::size_t documents) { work_.scratch.deadline.spend(documents); }

  /// With one clause that most documents match, count those of the others that it does not match.
  void count_any() {
    std::uint64_t sum = 0;
    const Clause* most = clauses_.should.front().get();
    for (const ClausePtr& clause : clauses_.should) {
      sum += clause->cost();
      if (clause->cost() > most->cost()) most = clause.get();
    }
    const bool excludes = !clauses_.must_not.empty() || clauses_.deleted != nullptr;
    if (excludes || !most->is_exact() || sum - most->cost() >= most->cost() / 8)
      return count_windows();
    sink_.count(most->cost());
    count_besides(*most);
  }

  void count_besides(const Clause& most) {
    DocId* const docs = work_.docs.room(kWindow);
    for_each_window(
        [&](DocId base, DocId end, std::uint64_t* bits) {
          for (const ClausePtr& clause : clauses_.should)
            if (clause.get() != &most && clause->doc() < end) clause->to_bits(base, end, bits);
          const std::size_t found = to_docs(base, {bits, kWords}, docs);
          std::uint32_t* const which = work_.which.room(found);
          for (const ClausePtr& clause : clauses_.should)
            if (clause.get() == &most)
              sink_.count(found - clause->find(docs, found, which, nullptr));
        },
        &most);
  }

  void count_windows() {
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
          keep_live_bits(clauses_.deleted, base, bits, kWords);
          sink_.count(kernels::count_bits(bits, kWords));
        },
        nullptr);
  }

  template <class Combine>
  void combine(Clause& clause, DocId base, DocId end, const Combine& with) {
    spend(kWords);
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
      spend(kWords * (1 + clauses_.should.size()));
      const DocId base = doc / 64 * 64;
      std::fill_n(bits, kWords, 0U);
      use(base, kNoMoreDocs - base > kWindow ? base + kWindow : kNoMoreDocs, bits);
    }
  }

  static std::size_t to_docs(DocId base, std::span<const std::uint64_t> bits, DocId* docs) {
    std::size_t count = 0;
    for (std::size_t word = 0; word < bits.size(); ++word)
      for (std::uint64_t left = bits[word]; left != 0; left &= left - 1)
        docs[count++] =
            base + static_cast<DocId>(64 * word) + static_cast<DocId>(std::countr_zero(left));
    return count;
  }

  /// The rarest clause's documents, looked up in the others.
  void count_led() {
    DocId* const docs = work_.docs.room(Clause::kBatch);
    std::uint32_t* const which = work_.which.room(Clause::kBatch);
    while (required_.front()->doc() != kNoMoreDocs) {
      std::size_t kept = required_.front()->batch(kNoMoreDocs, -1, docs, nullptr);
      kept = keep_live(clauses_.deleted, docs, nullptr, kept);
      spend(kPostingsBlock + kept * required_.size());
      for (std::size_t i = 1; i < required_.size() && kept > 0; ++i) {
        kept = required_[i]->find(docs, kept, which, nullptr);
        for (std::size_t k = 0; k < kept; ++k) docs[k] = docs[which[k]];
      }
      sink_.count(kept - excluded(docs, kept, which));
    }
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
  Sink& sink_;
  std::vector<Clause*> required_;  // the rarest first
};

}  // namespace

void count_matches(const ClauseSet& clauses, std::uint32_t doc_count, Workspace& work, Sink& sink) {
  Counter(clauses, doc_count, work, sink).run();
}

}  // namespace izde::internal
