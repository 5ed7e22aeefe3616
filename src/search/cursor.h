#pragma once

#include <cstdint>

#include "base/doc_id.h"

namespace izde::internal {

/// Walks the documents of one segment that a part of a query may match, in rising order. It stands
/// on the first one as soon as it is made.
///
/// A cursor may stand on documents that it cannot rule out cheaply; confirm() decides. So a phrase
/// reads positions only for documents that everything else matches.
class DocCursor {
 public:
  virtual ~DocCursor() = default;
  DocCursor() = default;
  DocCursor(const DocCursor&) = delete;
  DocCursor& operator=(const DocCursor&) = delete;

  /// The document stood on; kNoMoreDocs after the last.
  DocId doc() const noexcept { return doc_; }
  /// Documents it may have to visit, for ordering; an upper bound.
  std::uint64_t cost() const noexcept { return cost_; }

  /// \pre doc() != kNoMoreDocs
  virtual DocId next() = 0;
  /// Moves to the first document >= target. \pre target > doc()
  virtual DocId advance(DocId target) = 0;
  /// Whether the document stood on really matches. Call it once for a document at most.
  virtual bool confirm() { return true; }
  /// The score of the document stood on. \pre confirm() was true
  virtual double score() = 0;

 protected:
  DocId doc_ = kNoMoreDocs;
  std::uint64_t cost_ = 0;
};

}  // namespace izde::internal
