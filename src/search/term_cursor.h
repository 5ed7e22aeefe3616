#pragma once

#include <utility>

#include "search/bm25.h"
#include "search/cursor.h"
#include "search/field_lengths.h"
#include "search/postings_union.h"

namespace izde::internal {

/// The documents of a term group, scored by BM25F.
class TermGroupCursor final : public DocCursor {
 public:
  /// \pre `postings` is not empty and was started
  TermGroupCursor(PostingsUnion postings, FieldLengths lengths, Bm25Scorer scorer)
      : postings_(std::move(postings)), lengths_(std::move(lengths)), scorer_(scorer) {
    doc_ = postings_.doc();
    cost_ = postings_.cost();
  }

  DocId next() override { return doc_ = postings_.next(); }
  DocId advance(DocId target) override { return doc_ = postings_.advance(target); }
  double score() override { return scorer_.score(tf(), length()); }

  double tf() { return postings_.weighted_freq(); }
  double length() const noexcept { return lengths_(doc_); }

 private:
  PostingsUnion postings_;
  FieldLengths lengths_;
  Bm25Scorer scorer_;
};

}  // namespace izde::internal
