#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/doc_id.h"
#include "codec/term_info.h"
#include "store/file_format.h"

namespace izde::internal {

class PostingsReader;

/// Walks the documents of one term in rising order. Stands before the first document at first.
///
/// Throws Error{kCorruption} from any call when the bytes break their bounds or their order.
class PostingsCursor {
 public:
  PostingsCursor(const PostingsReader& reader, const TermInfo& info, bool has_positions);

  /// The document stood on; kNoMoreDocs after the last. Undefined before the first move.
  DocId doc() const noexcept { return doc_; }
  /// Moves to the next document and returns it, or kNoMoreDocs.
  DocId next();
  /// Moves to the first document >= `target` and returns it, or kNoMoreDocs.
  /// \pre target > doc(), or nothing moved yet.
  /// Cost: O(log blocks) + one block decode.
  DocId advance(DocId target);
  /// Occurrences in the document stood on, >= 1. Decoded lazily, a block at a time.
  std::uint32_t freq();
  /// Writes the positions in the document stood on, rising, freq() of them, to `out`, replacing what it held.
  /// \pre the field has positions.
  void positions(std::vector<std::uint32_t>& out);

 private:
  DocId doc_ = kNoMoreDocs;
  // The storage author adds the rest.
};

}  // namespace izde::internal
