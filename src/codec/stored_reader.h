#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/doc_id.h"
#include "store/file_format.h"

namespace izde::internal {

/// One stored value: number of its field, and its bytes.
struct StoredValue {
  std::uint32_t field = 0;
  std::string value;
};

/// A block of documents as it stands in the file.
struct StoredBlock {
  std::string_view bytes;  ///< Its head and its compressed values.
  std::uint32_t size = 0;  ///< Bytes of its values.
  std::uint32_t doc_count = 0;
};

using StoredVisitor = std::function<void(DocId doc, std::vector<StoredValue>&& values)>;

/// Stored values of a segment, in zstd blocks of some 32 KiB, read in place. Any thread.
class StoredReader {
 public:
  StoredReader(const Directory& directory, const std::string& name, const FileId& id);
  ~StoredReader();

  /// The values of a document in the order they were set. Throws: Error{kCorruption}.
  /// \pre doc < number of documents. Cost: one block is decompressed.
  std::vector<StoredValue> read(DocId doc) const;

  // For merges. \pre block < block_count()
  std::uint32_t block_count() const noexcept;
  /// Throws: Error{kCorruption} when its place or its documents cannot be right; its checksum is
  /// not compared.
  StoredBlock block(std::uint32_t block) const;
  /// The values of its documents. Throws: Error{kCorruption}.
  std::string decompress(std::uint32_t block) const;

  /// Calls `visit` for the documents of a block, in order, with the values of each. Throws:
  /// Error{kCorruption}, maybe after some calls; also when the block has more or fewer documents.
  void read_block(std::uint32_t block, const StoredVisitor& visit) const;

  std::uint32_t doc_count() const noexcept;
  const FramedInput& file() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads a file whose frame or index is damaged: its blocks one behind the other, up to the first
/// that is not right. Calls `visit` for their documents, numbered from 0. Returns how many there
/// were. Throws nothing but what `visit` does.
std::uint32_t scan_stored_blocks(const InputFile& file, const StoredVisitor& visit);

}  // namespace izde::internal
