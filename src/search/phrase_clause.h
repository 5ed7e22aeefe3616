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
  /// `boost`. \pre at least two slots, with the factor weight * boost
  PhraseClause(std::vector<Slot> slots, double weight, double boost, BatchScorer scorer);

  void advance(DocId target) override;
  DocId range(DocId from) override;
  DocId wider() const override { return slots_.front().postings.wider(); }
  double bound(DocId last) override;
  std::size_t batch(DocId end, double least, DocId* docs, double* scores) override;
  std::size_t find(const DocId* docs, std::size_t count, std::uint32_t* which,
                   double* scores) override;
  void to_bits(DocId base, DocId end, std::uint64_t* words) override;

 private:
  /// Moves all slots to the first document >= doc of the first slot that all have.
  void align();
  /// Writes the documents that all slots have to candidates_, and where they stand in each slot's
  /// block: those before `end`, which becomes where the first block ends. Returns how many.
  std::size_t intersect(DocId& end);
  /// Leaves those out that cannot score above `least` by the least of their frequencies.
  std::size_t thin(std::size_t count, double least);
  /// How often the phrase stands in the document that all slots stand on.
  std::uint32_t occurrences();
  double tf(std::uint32_t occurrences) const noexcept;

  std::vector<Slot> slots_;  // the rarest first
  double weight_;
  double boost_;
  BatchScorer scorer_;
  std::vector<DocId> candidates_;
  std::vector<std::vector<std::uint32_t>> places_;  // by slot, of each candidate
  std::vector<std::uint32_t> which_, freqs_, stands_;
  std::vector<double> scores_;
  std::vector<double> tfs_;
  std::vector<std::uint32_t> found_, other_;  // positions
};

}  // namespace izde::internal
