#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "search/bm25.h"
#include "search/cursor.h"
#include "search/field_lengths.h"
#include "search/postings_union.h"
#include "search/sloppy_phrase.h"

namespace izde::internal {

/// The documents that have all words of a phrase in one field.
class FieldPhrase {
 public:
  struct Slot {
    std::uint32_t offset = 0;  ///< Position relative to the phrase's first word.
    PostingsUnion postings;    ///< Started.
  };

  /// `slop`: PhraseGroup::slop. `deadline` may be null. \pre at least two slots, none of them
  /// empty
  FieldPhrase(std::vector<Slot> slots, double boost, std::uint32_t slop, Deadline* deadline);

  DocId doc() const noexcept { return doc_; }
  std::uint64_t cost() const noexcept { return slots_.front().postings.cost(); }
  DocId next() { return doc_ = align(slots_.front().postings.next()); }
  DocId advance(DocId target) { return doc_ = align(slots_.front().postings.advance(target)); }

  /// Occurrences of the phrase in the document stood on, each with the least weight of its words;
  /// with slop, see SloppyPhrase. Reads positions.
  double freq() {
    spend(slots_.size() * kPositionsCost);
    return slop_ == 0 ? exact_freq() : sloppy_freq();
  }
  double boost() const noexcept { return boost_; }

 private:
  /// Documents that are looked at in the time that the positions of one are read in.
  static constexpr std::size_t kPositionsCost = 16;

  void spend(std::size_t documents) {
    if (deadline_ != nullptr) deadline_->spend(documents);
  }
  DocId align(DocId candidate);
  double exact_freq();
  double sloppy_freq();

  std::vector<Slot> slots_;  // the rarest first
  double boost_;
  std::uint32_t slop_;
  Deadline* deadline_;
  SloppyPhrase sloppy_;
  DocId doc_ = kNoMoreDocs;
  std::vector<WeightedPosition> found_, other_;  // scratch
};

/// The documents with a phrase in one of several fields, scored as one term.
class PhraseCursor final : public DocCursor {
 public:
  /// \pre `phrases` is not empty
  PhraseCursor(std::vector<FieldPhrase> phrases, FieldLengths lengths, Bm25Scorer scorer);

  DocId next() override;
  DocId advance(DocId target) override;
  bool confirm() override;
  double score() override { return scorer_.score(tf_, length()); }

  /// \pre confirm() was true
  double tf() const noexcept { return tf_; }
  double length() const noexcept { return lengths_(doc_); }

 private:
  DocId least_doc() const noexcept;

  std::vector<FieldPhrase> phrases_;
  FieldLengths lengths_;
  Bm25Scorer scorer_;
  double tf_ = 0;
};

}  // namespace izde::internal
