#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/doc_id.h"
#include "store/file_format.h"

namespace izde::internal {

/// Documents of one segment that were deleted: a bit for each document of the segment.
///
/// Immutable once it is shared; any thread then.
class DeletedDocs {
 public:
  /// None of `doc_count` documents.
  explicit DeletedDocs(std::uint32_t doc_count)
      : words_((std::size_t{doc_count} + 63) / 64), doc_count_(doc_count) {}

  /// Returns whether the document was not deleted before. \pre doc < doc_count()
  bool add(DocId doc) noexcept {
    std::uint64_t& word = words_[doc / 64];
    const std::uint64_t bit = std::uint64_t{1} << (doc % 64);
    if ((word & bit) != 0) return false;
    word |= bit;
    ++count_;
    return true;
  }
  /// \pre doc < doc_count()
  bool contains(DocId doc) const noexcept { return (words_[doc / 64] >> (doc % 64) & 1U) != 0; }

  std::uint32_t doc_count() const noexcept { return doc_count_; }
  /// Documents that were deleted.
  std::uint32_t count() const noexcept { return count_; }
  /// Bit d % 64 of word d / 64 stands for document d; bits behind the last document are 0.
  std::span<const std::uint64_t> words() const noexcept { return words_; }

 private:
  std::vector<std::uint64_t> words_;
  std::uint32_t doc_count_;
  std::uint32_t count_ = 0;
};

/// Null stands for none.
using DeletedDocsPtr = std::shared_ptr<const DeletedDocs>;

inline std::uint32_t count_of(const DeletedDocsPtr& deleted) noexcept {
  return deleted == nullptr ? 0 : deleted->count();
}

/// Writes the deletes of a segment (docs/format/deletes.md). The file is still to be synced.
/// Returns its size in bytes. Throws: Error{kAlreadyExists}, {kIoError}.
std::uint64_t write_deletes(Directory& directory, const std::string& name, const FileId& id,
                            const DeletedDocs& deleted);

/// Reads a file of write_deletes() whole; its checksum is compared. `doc_count` and `count` are
/// what it must speak of. Throws: Error{kNotFound}, {kCorruption}, {kVersionTooOld},
/// {kVersionTooNew}, {kIoError}.
DeletedDocsPtr read_deletes(const Directory& directory, const std::string& name, const FileId& id,
                            std::uint32_t doc_count, std::uint32_t count);

}  // namespace izde::internal
