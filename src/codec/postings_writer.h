#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "codec/postings_format.h"
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

  /// Begins a term; the one before was ended. \pre kind is not kStatistics
  void begin_term(TermKind kind);
  /// Adds a document in which the term occurs `freq` times.
  /// \pre doc is above the last one and below doc_count; freq >= 1, 1 in a field without
  /// frequencies; the field has no positions.
  void add(DocId doc, std::uint32_t freq);
  /// Adds a document with the term's positions, rising.
  /// \pre doc is above the last one and below doc_count; positions are not empty; the field has
  /// positions.
  void add(DocId doc, std::span<const std::uint32_t> positions);
  /// Writes the term's list. \pre a document was added. Throws: Error{kIoError},
  /// {kResourceExhausted}.
  TermInfo end_term();

  /// Completes both files. Returns their size in bytes together.
  std::uint64_t finish();

 private:
  void add_document(DocId doc, std::uint32_t freq);
  void flush_block();
  void encode_tail();
  void encode_positions(std::string& to);
  void check_list_size() const;

  FramedOutput postings_;
  FramedOutput positions_;

  // The block being gathered. Documents are kept as the distance to the one before, less one.
  std::array<std::uint32_t, kPostingsBlock> doc_deltas_{};
  std::array<std::uint32_t, kPostingsBlock> freqs_{};
  std::vector<std::uint32_t> position_deltas_;
  std::uint32_t in_block_ = 0;

  // The term so far.
  TermKind kind_ = TermKind::kDocs;
  std::uint32_t doc_freq_ = 0;
  std::uint64_t total_term_freq_ = 0;
  DocId last_doc_ = 0;
  std::vector<std::uint32_t> block_last_docs_;
  std::vector<std::uint32_t> block_ends_;
  std::vector<std::uint32_t> positions_ends_;
  std::string blocks_;
  std::string position_bytes_;
};

}  // namespace izde::internal
