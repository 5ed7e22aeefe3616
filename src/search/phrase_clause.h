#pragma once

#include <vector>

#include "search/clause.h"
#include "search/term_scores.h"

namespace izde::internal {

/// The documents with a phrase of single terms in one field.
class PhraseClause final : public Clause {
 public:
  struct Slot {
    BoundedPostings postings;  ///< Its factor is that of the whole phrase.
    std::uint32_t offset;      ///< Position relative to the phrase's first word.
  };

  /// A document with the phrase n times has the tf that `weight` summed n times gives, times
  /// `boost`. \pre at least two slots, the rarest first, with the factor weight * boost;
  /// `doc_count` documents in the segment
  PhraseClause(std::vector<Slot> slots, std::uint32_t doc_count, double weight, double boost,
               BatchScorer scorer);

  void advance(DocId target) override;
  DocId range(DocId from) override;
  DocId wider() const override { return slots_.front().postings.wider(); }
  double bound(DocId last) override;
  std::size_t batch(DocId end, double least, DocId* docs, double* scores) override;
  std::size_t find(const DocId* docs, std::size_t count, std::uint32_t* which,
                   double* scores) override;
  void to_bits(DocId base, DocId end, std::uint64_t* words) override;

 private:
  PhraseScratch& scratch() const noexcept { return scorer_.scratch().phrase; }
  PostingsCursor& postings(std::size_t slot) noexcept { return slots_[slot].postings.postings(); }

  /// Moves the near slots to blocks that overlap. None of them leaves a document behind that all
  /// have.
  void align();
  /// Writes the documents that all near slots have to the scratch, and where they stand in each
  /// slot's block: those before `end`, which becomes where the first block ends. Returns how many.
  std::size_t intersect(DocId& end);
  /// Leaves those out that cannot score above `least` by the least of their frequencies.
  std::size_t thin(std::size_t count, double least);
  /// Of the candidates writes those with the phrase to `docs`, and their tfs. Returns how many.
  std::size_t match(std::size_t count, DocId* docs, double* tfs);
  /// Leaves the candidates where the words of near slots stand next to each other.
  std::size_t match_near(std::size_t count);
  /// Of `count` positions of the first slot in `doc` leaves those that the words of the slots from
  /// `slot` on follow. Returns how many.
  std::uint32_t match_far(DocId doc, std::size_t slot, std::uint32_t* found, std::uint32_t count);
  double tf(std::uint32_t occurrences) const noexcept;

  std::vector<Slot> slots_;
  std::size_t near_;  // slots whose blocks are intersected; the others are asked for what is left
  double weight_;
  double boost_;
  BatchScorer scorer_;
};

}  // namespace izde::internal
