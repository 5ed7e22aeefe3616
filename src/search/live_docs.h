#pragma once

#include <cstddef>

#include "codec/deleted_docs.h"

namespace izde::internal {

/// Leaves those of `count` documents that were not deleted, in their order, with their scores;
/// `deleted` may be null: none was. Without `scores` documents alone. Returns how many are left.
inline std::size_t keep_live(const DeletedDocs* deleted, DocId* docs, double* scores,
                             std::size_t count) noexcept {
  if (deleted == nullptr) return count;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const DocId doc = docs[i];
    docs[kept] = doc;
    if (scores != nullptr) scores[kept] = scores[i];
    kept += deleted->contains(doc) ? 0 : 1;
  }
  return kept;
}

inline bool is_deleted(const DeletedDocs* deleted, DocId doc) noexcept {
  return deleted != nullptr && deleted->contains(doc);
}

/// Leaves the bits of documents that were not deleted, of `size` words from document `base` on.
/// \pre base is a multiple of 64
inline void keep_live_bits(const DeletedDocs* deleted, DocId base, std::uint64_t* words,
                           std::size_t size) noexcept {
  if (deleted == nullptr) return;
  const std::size_t first = base / 64;
  const std::size_t end = deleted->words().size();
  for (std::size_t i = 0; i < size && first + i < end; ++i)
    words[i] &= ~deleted->words()[first + i];
}

}  // namespace izde::internal
