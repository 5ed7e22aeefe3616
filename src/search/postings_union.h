#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "codec/postings_reader.h"
#include "search/doc_heap.h"

namespace izde::internal {

/// A word of a phrase in one document, and the weight of the term that stood for it.
struct WeightedPosition {
  std::uint32_t position = 0;
  double weight = 1;
};

/// The documents of several terms that stand for one word, merged. Stands on the first as soon as
/// start() was called.
class PostingsUnion {
 public:
  /// Of terms with the same `word`, which come one after the other, the one with the greatest
  /// weight * frequency counts. \pre start() was not called
  void add(PostingsCursor cursor, double weight, std::uint32_t word);
  void start();

  bool empty() const noexcept { return postings_.empty(); }
  DocId doc() const noexcept { return doc_; }
  std::uint64_t cost() const noexcept { return cost_; }
  DocId next();
  /// \pre target > doc()
  DocId advance(DocId target);

  /// Sum over the words of weight * frequency in the document stood on, in the order in which they
  /// were added.
  double weighted_freq();
  /// The positions in the document stood on, rising, each once with its greatest weight.
  void positions(std::vector<WeightedPosition>& out);

 private:
  struct Entry {
    PostingsCursor cursor;
    double weight;
    std::uint32_t word;
  };

  std::vector<Entry> postings_;
  DocHeap heap_;  // unused for a single term
  DocId doc_ = kNoMoreDocs;
  std::uint64_t cost_ = 0;
  std::vector<std::uint32_t> here_;       // scratch: entries that stand on doc_
  std::vector<std::uint32_t> positions_;  // scratch
};

}  // namespace izde::internal
