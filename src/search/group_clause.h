#pragma once

#include <vector>

#include "search/clause.h"
#include "search/term_scores.h"

namespace izde::internal {

/// The documents of several terms that are scored as one, by BM25F. See TermGroup.
class GroupClause final : public Clause {
 public:
  struct Term {
    BoundedPostings postings;
    /// Of terms of one word, which come one after the other, the greatest tf counts; tfs of words
    /// are summed.
    std::uint32_t word;
  };

  /// \pre `terms` is not empty
  GroupClause(std::vector<Term> terms, BatchScorer scorer);

  void advance(DocId target) override;
  DocId range(DocId from) override;
  DocId wider() const override;
  double bound(DocId last) override;
  std::size_t batch(DocId end, double least, DocId* docs, double* scores) override;
  std::size_t find(const DocId* docs, std::size_t count, std::uint32_t* which,
                   double* scores) override;
  void to_bits(DocId base, DocId end, std::uint64_t* words) override;

 private:
  static constexpr std::uint32_t kWindow = 2048;
  static constexpr std::uint32_t kWords = kWindow / 64;
  /// Of so many terms, ranges are not told apart: their bounds would cost more than they save.
  static constexpr std::size_t kMostRanges = 16;

  using Place = std::vector<Term>::iterator;

  void spend(std::size_t documents) const { scorer_.scratch().deadline.spend(documents); }
  DocId least_doc() const noexcept;
  Place end_of_word(Place first) noexcept;
  void add_window(Place first, Place last, DocId base, DocId end);
  void add_found(Place first, Place last, const DocId* docs, std::size_t count);
  std::size_t drain(DocId base, DocId* docs, double* tfs);

  std::vector<Term> terms_;
  BatchScorer scorer_;
  double greatest_;           // of any score
  std::vector<double> tfs_;   // of a window; 0 between batches
  std::vector<double> most_;  // of one word in the window; the same
  std::uint64_t bits_[kWords] = {};
  std::uint64_t word_bits_[kWords] = {};
  std::uint64_t used_ = 0;  // words of bits_ that are not 0
  Buffer<double> found_tfs_, found_most_;
  Buffer<std::uint32_t> found_, found_freqs_;
};

}  // namespace izde::internal
