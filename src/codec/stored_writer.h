#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/doc_id.h"
#include "store/file_format.h"

namespace izde::internal {

class StoredReader;

/// Writes the stored values of a segment, document by document.
///
/// Memory: one block, and 12 bytes for each block written. One thread at a time.
class StoredWriter {
 public:
  StoredWriter(Directory& directory, const std::string& name, const FileId& id);
  ~StoredWriter();

  /// Adds a value of the current document.
  void add(std::uint32_t field, std::string_view value);
  /// Ends the current document. Throws: Error{kIoError}, {kResourceExhausted} for a document over 2
  /// GiB.
  void end_document();
  /// Adds all documents of another segment behind those that are there; most of them are copied
  /// without being decompressed. \pre no document is begun. Throws: Error{kCorruption}, {kIoError}.
  void append(const StoredReader& from);
  /// Adds one document of another segment. Throws as above.
  void append(const StoredReader& from, DocId doc);
  /// Completes the file. Returns its size in bytes.
  std::uint64_t finish();

  std::uint32_t doc_count() const noexcept { return doc_count_; }
  /// Memory held, in bytes.
  std::size_t bytes_used() const noexcept;

 private:
  struct Compressor;

  void end_block();

  FramedOutput file_;
  std::unique_ptr<Compressor> compressor_;
  std::string document_;
  std::uint32_t value_count_ = 0;
  std::string block_;
  std::uint32_t doc_count_ = 0;
  std::uint32_t block_first_doc_ = 0;
  std::vector<std::uint32_t> first_docs_;
  std::vector<std::uint64_t> offsets_;
};

}  // namespace izde::internal
