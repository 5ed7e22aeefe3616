#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "codec/postings_format.h"
#include "codec/postings_impacts.h"
#include "codec/postings_reader.h"
#include "codec/postings_skyband.h"
#include "codec/term_info.h"
#include "store/file_format.h"

namespace izde::internal {

/// Writes the postings and positions files of a segment, one term after the other.
///
/// Memory: the encoded list of the current term. One thread at a time.
class PostingsWriter {
 public:
  PostingsWriter(Directory& directory, const std::string& postings_name,
                 const std::string& positions_name, const FileId& id, std::uint32_t doc_count);

  /// Begins a term; the one before was ended. `lengths` are those of the documents of the text
  /// field (of a field of families: of its text field), and live until end_term(); empty where they
  /// do not count. It will have `most_docs` at most: knowing few of them saves work. \pre kind is
  /// not kStatistics; each document of the term has a length, if any has
  void begin_term(TermKind kind, std::span<const std::uint32_t> lengths,
                  std::uint64_t most_docs = kNoMoreDocs);
  /// Adds a document in which the term occurs `freq` times.
  /// \pre doc is above the last one and below doc_count; freq >= 1, 1 in a field without
  /// frequencies; the field has no positions.
  void add(DocId doc, std::uint32_t freq);
  /// Adds a document with the term's positions, rising.
  /// \pre doc is above the last one and below doc_count; positions are not empty; the field has
  /// positions.
  void add(DocId doc, std::span<const std::uint32_t> positions);
  /// Adds all documents of a term of another segment, document d as d + `offset`: a merge without
  /// deletes. Of a list of many blocks the first and the last block are encoded again, the others
  /// are copied byte for byte with their impacts; so `lengths` of begin_term() must be those that
  /// the other segment was written with. Copied bytes are not looked at: check the other files'
  /// checksums before. Blocks never fall below half: where lists meet, the last documents of the
  /// one and the first block of the other become one or two blocks of at least kLeastBlock.
  /// \pre `info` and the kind of begin_term() are those of the term's field in `from`; the first
  /// document is above the last one; all are below doc_count
  /// Throws: Error{kCorruption}, {kResourceExhausted}.
  void append(const PostingsReader& from, const TermInfo& info, DocId offset);
  /// Writes the term's list. \pre a document was added. Throws: Error{kIoError},
  /// {kResourceExhausted}.
  TermInfo end_term();

  /// Completes both files. Returns their size in bytes together.
  std::uint64_t finish();

 private:
  void add_document(DocId doc, std::uint32_t freq);
  void append_block(PostingsCursor& cursor, DocId offset);
  void copy_blocks(const PostingsCursor::MiddleBlocks& middle, DocId offset);
  DocId block_base() const noexcept { return last_docs_.empty() ? 0 : last_docs_.back() + 1; }
  ImpactCodes block_impacts(std::size_t most);
  std::uint32_t length_of(DocId doc) const noexcept { return lengths_.empty() ? 0 : lengths_[doc]; }
  void offer_block();
  void offer_list(PostingsCursor cursor, DocId offset);
  void flush_block();
  void encode_positions();
  void check_list_size() const;
  std::string encode_skips();
  std::string encode_single_block();

  FramedOutput postings_;
  FramedOutput positions_;

  // The block being gathered.
  std::array<DocId, kPostingsBlock> docs_{};
  std::array<std::uint32_t, kPostingsBlock> freqs_{};
  std::vector<std::uint32_t> position_deltas_;
  std::uint32_t in_block_ = 0;
  std::uint32_t offered_ = 0;  ///< Documents of the block that the skyband was shown.
  bool copies_ = false;        ///< It was shown the list that is being appended as a whole.
  std::uint32_t block_limit_ = kPostingsBlock;  ///< It is flushed when it has so many documents.

  // The term so far.
  TermKind kind_ = TermKind::kDocs;
  std::span<const std::uint32_t> lengths_;
  std::uint32_t doc_freq_ = 0;
  std::uint64_t total_term_freq_ = 0;
  DocId last_doc_ = 0;
  std::vector<ImpactCodes> impacts_;
  std::vector<DocId> last_docs_;
  std::vector<std::uint32_t> block_ends_;
  std::vector<std::uint32_t> positions_ends_;
  std::string blocks_;
  std::string position_bytes_;
  ImpactSet impact_set_;
  SkybandBuilder skyband_;
  Skyband other_skyband_;
  std::vector<std::pair<DocId, std::uint32_t>> other_order_;
  std::vector<std::uint32_t> positions_buffer_;
};

}  // namespace izde::internal
