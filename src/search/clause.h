#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "base/deadline.h"
#include "base/doc_id.h"
#include "codec/positions_reader.h"
#include "codec/postings_skyband.h"
#include "search/kernels.h"

namespace izde::internal {

/// Numbers that a batch works with. Grows to what was asked for, sets nothing, keeps nothing.
template <class T>
class Buffer {
 public:
  /// Room for `size` numbers and what kernels write behind them, from the beginning of a cache line
  /// on.
  T* room(std::size_t size) {
    if (size + kernels::kSlack > size_) {
      size_ = size + kernels::kSlack;
      numbers_.reset(new (kLine) T[size_]);
    }
    return numbers_.get();
  }
  /// What room() gave last.
  T* data() const noexcept { return numbers_.get(); }

 private:
  static constexpr std::align_val_t kLine{64};
  struct Delete {
    void operator()(T* numbers) const noexcept { ::operator delete[](numbers, kLine); }
  };

  std::unique_ptr<T[], Delete> numbers_;
  std::size_t size_ = 0;
};

/// What a phrase writes while it looks for itself in the documents that its words share.
struct PhraseScratch {
  /// Positions of the first word in one document, in `found`.
  struct Run {
    std::uint32_t begin;
    std::uint32_t count;
  };

  Buffer<DocId> docs;
  std::vector<Buffer<std::uint32_t>> places;  ///< By word: where the documents stand in its block.
  Buffer<Run> runs;
  DocPositions found, other;
  Buffer<std::uint32_t> which, freqs;
  Buffer<double> scores, tfs;

  /// Keeps the documents at `which`, which rise, and their places in the blocks of `words` words.
  void keep(const std::uint32_t* kept, std::size_t count, std::size_t words) noexcept {
    for (std::size_t i = 0; i < count; ++i) docs.data()[i] = docs.data()[kept[i]];
    for (std::size_t word = 0; word < words; ++word)
      for (std::size_t i = 0; i < count; ++i) places[word].data()[i] = places[word].data()[kept[i]];
  }
};

/// What clauses of one query write while they work on a batch, and when it is to end.
struct Scratch {
  Deadline deadline;
  Buffer<DocId> docs;
  Buffer<std::uint32_t> freqs, lengths, at;
  Buffer<double> tfs, length_sums, chosen;
  Skyband skyband;
  PhraseScratch phrase;
};

/// Documents of one segment that a part of a query matches, in rising order, a batch at a time,
/// with bounds on their scores. Scores and bounds are multiples of the query's grid (score_grid.h).
class Clause {
 public:
  /// Documents of a batch at most.
  static constexpr std::size_t kBatch = 4096;

  Clause() = default;
  Clause(const Clause&) = delete;
  Clause& operator=(const Clause&) = delete;
  virtual ~Clause() = default;

  /// Documents it may have to visit; an upper bound.
  std::uint64_t cost() const noexcept { return cost_; }
  /// Whether each document stood on matches, and cost() is their number.
  bool is_exact() const noexcept { return exact_; }
  /// The document stood on, which may turn out not to match; kNoMoreDocs after the last.
  DocId doc() const noexcept { return doc_; }
  /// Moves to the first document >= `target`; nothing when doc() is there already.
  virtual void advance(DocId target) = 0;

  /// Sets the range that bounds speak of, from `from` on, and returns its last document: the
  /// smallest range of which something is known. \pre `from` never falls
  virtual DocId range(DocId from) = 0;
  /// The last document of a wider range from there.
  virtual DocId wider() const = 0;
  /// No document from the range's first to `last` scores more; with kNoMoreDocs - 1, none of the
  /// rest. 0 where none is there.
  virtual double bound(DocId last) = 0;

  /// Moves over documents before `end`, one at least and kBatch at most, and writes those that
  /// match and their scores. Those with a score of at most `least` may be left out; with a `least`
  /// below 0 none is. Without `scores` only documents are written. Returns how many. \pre doc() <
  /// end; kBatch places and kSlack can be written
  virtual std::size_t batch(DocId end, double least, DocId* docs, double* scores) = 0;
  /// Of `count` rising documents, none before doc() that was passed, writes the places of those
  /// that match to `which`, and with `scores` theirs. Returns how many.
  virtual std::size_t find(const DocId* docs, std::size_t count, std::uint32_t* which,
                           double* scores) = 0;
  /// Sets bit `document - base` for each match in [doc(), end), and moves to `end` or beyond.
  /// \pre base <= doc()
  virtual void to_bits(DocId base, DocId end, std::uint64_t* words) = 0;

  /// The first document from `from` on in a range whose bound is above `least`; kNoMoreDocs when
  /// there is none.
  DocId next_above(DocId from, double least);

 protected:
  DocId doc_ = kNoMoreDocs;
  std::uint64_t cost_ = 0;
  bool exact_ = false;
};

/// Ends a clause that stands in a ClauseMemory.
struct EndClause {
  void operator()(Clause* clause) const noexcept { clause->~Clause(); }
};
using ClausePtr = std::unique_ptr<Clause, EndClause>;

}  // namespace izde::internal
