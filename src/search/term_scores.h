#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "codec/postings_reader.h"
#include "search/bm25.h"
#include "search/clause.h"
#include "search/field_lengths.h"

namespace izde::internal {

/// Scores of a batch of documents, as Bm25Scorer and FieldLengths give them one by one.
class BatchScorer {
 public:
  BatchScorer(FieldLengths lengths, const Bm25Scorer& scorer, Scratch& scratch)
      : lengths_(std::move(lengths)),
        scorer_(scorer),
        figures_{scorer.weight(), scorer.base(), scorer.slope(), scorer.grid().shift()},
        scratch_(scratch) {}

  /// For tf = factor * freqs[i].
  void score(const DocId* docs, double factor, const std::uint32_t* freqs, std::size_t count,
             double* scores) const {
    if (lengths_.parts().size() > 1) {
      double* const tfs = scratch_.tfs.room(count);
      for (std::size_t i = 0; i < count; ++i) tfs[i] = factor * freqs[i];
      score(docs, tfs, count, scores);
      return;
    }
    std::uint32_t* const lengths = scratch_.lengths.room(count);
    double boost = 0;
    if (lengths_.parts().empty()) {
      std::fill_n(lengths, count, 0U);
    } else {
      lengths_.parts().front().first->gather(docs, count, lengths);
      boost = lengths_.parts().front().second;
    }
    kernels::score_freqs(figures_, factor, freqs, boost, lengths, count, scores);
  }

  void score(const DocId* docs, const double* tfs, std::size_t count, double* scores) const {
    double* const sums = scratch_.length_sums.room(count);
    std::uint32_t* const lengths = scratch_.lengths.room(count);
    std::fill_n(sums, count, 0.0);
    for (const auto& [column, boost] : lengths_.parts()) {
      column->gather(docs, count, lengths);
      for (std::size_t i = 0; i < count; ++i) sums[i] += boost * lengths[i];
    }
    kernels::score_tfs(figures_, tfs, sums, count, scores);
  }

  /// No document with at most the frequency and at least the length of one of the impacts scores
  /// more.
  double bound(std::span<const Impact> impacts, double factor, double boost) const noexcept {
    double best = 0;
    for (const Impact& impact : impacts)
      best = std::max(best, scorer_.score(factor * impact.freq, boost * impact.length));
    return best + scorer_.grid().slack();
  }

  const FieldLengths& lengths() const noexcept { return lengths_; }
  const Bm25Scorer& scorer() const noexcept { return scorer_; }
  Scratch& scratch() const noexcept { return scratch_; }

 private:
  FieldLengths lengths_;
  Bm25Scorer scorer_;
  kernels::Bm25Figures figures_;
  Scratch& scratch_;
};

/// Where a term's postings are in a segment, and how they count.
struct TermList {
  const SegmentReader* segment;
  std::uint32_t field;  ///< That of the index.
  TermInfo info;
  double factor;  ///< tf is factor * frequency.
  double boost;   ///< Of the lengths of the term's field.
};

/// A term's postings and bounds on what it adds to a score.
class BoundedPostings {
 public:
  explicit BoundedPostings(const TermList& list)
      : postings_(list.segment->postings(list.field, list.info)),
        factor_(list.factor),
        boost_(list.boost) {}
  /// Moves to the first document. Until then it copies at little cost.
  void start() {
    postings_.next();
    has_started_ = true;
  }
  /// Moves to the first document >= target, from before the list too.
  void start_at(DocId target) {
    if (!has_started_ || postings_.doc() < target) postings_.advance(target);
    has_started_ = true;
  }
  bool has_started() const noexcept { return has_started_; }

  PostingsCursor& postings() noexcept { return postings_; }
  const PostingsCursor& postings() const noexcept { return postings_; }
  DocId doc() const noexcept { return postings_.doc(); }
  double factor() const noexcept { return factor_; }
  void advance(DocId target) {
    if (postings_.doc() < target) postings_.advance(target);
  }

  DocId range(DocId from) {
    has_range_ = doc() != kNoMoreDocs && seek(std::max(from, doc()));
    return has_range_ ? last() : kNoMoreDocs - 1;
  }
  DocId wider() const { return has_range_ ? postings_.level_last(1) : kNoMoreDocs - 1; }
  double bound(DocId last, const BatchScorer& scorer) {
    if (!has_range_ || doc() > last) return 0;
    unsigned level = 0;
    while (level + 1 < PostingsCursor::kLevels && postings_.level_last(level) < last) ++level;
    return bound_of(level, scorer);
  }

  /// Sets the ranges that hold the first document from `from` on, wherever the postings stand;
  /// false when it is known that there is none.
  bool seek(DocId from) { return has_range_ = postings_.advance_shallow(from) != kNoMoreDocs; }
  /// The last document of the smallest range.
  DocId last() const { return postings_.level_last(0); }
  double bound_of(unsigned level, const BatchScorer& scorer) {
    Known& known = known_[level];
    const DocId last = postings_.level_last(level);
    if (known.last != last) known = {last, scorer.bound(postings_.impacts(level), factor_, boost_)};
    return known.bound;
  }

 private:
  struct Known {
    DocId last = kNoMoreDocs;
    double bound = 0;
  };

  PostingsCursor postings_;
  double factor_;
  double boost_;
  bool has_range_ = false;
  bool has_started_ = false;
  Known known_[PostingsCursor::kLevels];
};

}  // namespace izde::internal
