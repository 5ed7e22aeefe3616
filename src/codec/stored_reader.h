#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/doc_id.h"
#include "store/file_format.h"

namespace izde::internal {

/// One stored value: number of its field, and its bytes.
struct StoredValue {
  std::uint32_t field = 0;
  std::string value;
};

/// Stored values of a segment, in zstd blocks of some 16 KiB, read in place. Any thread.
class StoredReader {
 public:
  StoredReader(const Directory& directory, const std::string& name, const FileId& id);
  ~StoredReader();

  /// The values of a document in the order they were set. Throws: Error{kCorruption}.
  /// \pre doc < number of documents. Cost: one block is decompressed.
  std::vector<StoredValue> read(DocId doc) const;

  std::uint32_t doc_count() const noexcept;
  const FramedInput& file() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace izde::internal
