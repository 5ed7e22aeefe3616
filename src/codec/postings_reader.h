#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/doc_id.h"
#include "codec/postings_format.h"
#include "codec/term_info.h"
#include "store/file_format.h"

namespace izde::internal {

class ByteReader;

/// The postings and positions files of a segment. Opening reads their frames. Any thread.
class PostingsReader {
 public:
  /// Throws: Error{kCorruption}, {kNotFound}, {kVersionTooOld}, {kVersionTooNew}, {kIoError}.
  PostingsReader(const Directory& directory, const std::string& postings_name,
                 const std::string& positions_name, const FileId& id, std::uint32_t doc_count);

  const FramedInput& postings_file() const noexcept { return postings_; }
  const FramedInput& positions_file() const noexcept { return positions_; }
  std::uint32_t doc_count() const noexcept { return doc_count_; }

 private:
  FramedInput postings_;
  FramedInput positions_;
  std::uint32_t doc_count_;
};

/// Walks the documents of one term in rising order. Stands before the first document at first.
///
/// Copies freely. The reader must outlive it. One thread at a time.
/// Throws Error{kCorruption} from any call when the bytes break their bounds or their order.
class PostingsCursor {
 public:
  /// \pre `kind` is that of the term's field, and not kStatistics
  PostingsCursor(const PostingsReader& reader, const TermInfo& info, TermKind kind);

  /// The document stood on; kNoMoreDocs after the last. Undefined before the first move.
  DocId doc() const noexcept { return doc_; }
  /// Moves to the next document and returns it, or kNoMoreDocs.
  DocId next() {
    if (++index_ < in_block_) return doc_ = docs_[index_];
    return next_block();
  }
  /// Moves to the first document >= `target` and returns it, or kNoMoreDocs.
  /// \pre target > doc(), or nothing moved yet.
  /// Cost: O(log blocks) + one block decode.
  DocId advance(DocId target);
  /// Occurrences in the document stood on, >= 1; 1 in a field without frequencies. Decoded lazily,
  /// a block at a time.
  std::uint32_t freq() {
    if (!freqs_decoded_) decode_freqs();
    return freqs_[index_];
  }
  /// Writes the positions in the document stood on, rising, freq() of them, to `out`, replacing
  /// what it held. \pre the field has positions.
  void positions(std::vector<std::uint32_t>& out);

  /// Documents of the term, from its statistics.
  std::uint32_t doc_freq() const noexcept { return doc_freq_; }

 private:
  DocId next_block();
  void open_singleton(const TermInfo& info);
  void open_list(const TermInfo& info);
  DocId finish() noexcept;
  std::uint32_t skip_entry(std::uint32_t array, std::uint32_t block) const noexcept;
  std::uint32_t block_last_doc(std::uint32_t block) const noexcept { return skip_entry(0, block); }
  std::uint32_t block_begin(std::uint32_t array, std::uint32_t block) const noexcept {
    return block == 0 ? 0 : skip_entry(array, block - 1);
  }
  void decode_block(std::uint32_t block);
  void decode_full_block(ByteReader& in, std::uint32_t block, DocId base);
  void decode_tail(ByteReader& in, DocId base);
  void accumulate(DocId base, unsigned width, std::size_t offset);
  void decode_freqs();

  void begin_positions();
  void seek_chunk();

  const PostingsReader* reader_;
  DocId doc_ = kNoMoreDocs;
  std::uint32_t index_ = kNoMoreDocs;  ///< In the decoded block; the first next() makes it 0.
  std::uint32_t in_block_ = 0;         ///< Documents of the decoded block.
  std::uint32_t next_block_ = 0;       ///< Block that next_block() decodes.
  std::uint32_t full_blocks_ = 0;
  std::uint32_t doc_freq_ = 0;
  std::uint64_t total_term_freq_ = 0;
  std::size_t skips_at_ = 0;   ///< Offset of the skip arrays in the postings file.
  std::size_t blocks_at_ = 0;  ///< Offset of the first block.
  TermKind kind_ = TermKind::kDocs;
  bool freqs_decoded_ = false;
  std::uint8_t freq_width_ = 0;
  std::size_t freqs_at_ = 0;  ///< Offset of the decoded block's packed frequencies.
  std::uint64_t positions_at_ = 0;

  // Where positions() stands in the decoded block: its position number `chunk_first_ + i` is
  // chunk_[i].
  bool positions_begun_ = false;
  std::uint32_t position_doc_ = 0;     ///< Documents of the block that lie behind.
  std::uint64_t position_number_ = 0;  ///< Positions of the block that lie behind.
  std::uint64_t position_count_ = 0;   ///< Positions of the whole block.
  std::uint64_t chunk_first_ = 0;
  std::uint32_t chunk_size_ = 0;
  std::size_t next_chunk_at_ = 0;  ///< Offset in the positions file.

  std::array<std::uint32_t, kPostingsBlock> docs_;
  std::array<std::uint32_t, kPostingsBlock> freqs_;
  std::array<std::uint32_t, kPackedBlock> chunk_;
};

}  // namespace izde::internal
