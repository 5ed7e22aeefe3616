#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codec/term_info.h"
#include "codec/terms_format.h"
#include "store/file_format.h"

namespace izde::internal {

/// Writes the term dictionary of a segment, field by field.
///
/// Memory: 12 bytes for each block of terms of the current field. One thread at a time.
class TermsWriter {
 public:
  TermsWriter(Directory& directory, const std::string& name, const FileId& id);

  /// Begins a field. \pre fields rise.
  void begin_field(std::uint32_t field, TermKind kind);
  /// Adds a term. \pre terms rise strictly by bytes; postings and positions offsets do not fall.
  void add(std::string_view term, const TermInfo& info);
  /// Completes the file. Returns its size in bytes.
  std::uint64_t finish();

 private:
  void end_field();
  void end_block();
  void append_term(std::string_view coded);
  void append_info(const TermInfo& info);
  void append_once();
  std::string encode_index() const;

  FramedOutput file_;
  std::string table_;  ///< Entries of the fields that are complete.

  bool in_field_ = false;
  std::uint32_t field_ = 0;
  TermKind kind_ = TermKind::kPositions;
  std::uint64_t term_count_ = 0;
  std::uint64_t field_begin_ = 0;
  std::vector<std::uint64_t> prefixes_;
  std::vector<std::uint32_t> offsets_;

  std::uint32_t in_block_ = 0;
  std::string last_term_;   ///< Coded.
  std::string coded_;       ///< The term being added; last_term_ is coded, too.
  std::string bases_;       ///< Of the current block: bases of the offsets.
  std::string terms_;       ///< Its front-coded terms.
  std::string entries_;     ///< Its statistics and offsets.
  std::uint32_t once_ = 0;  ///< Bit i: term i of it occurs once.
  std::vector<std::uint32_t> once_docs_;
  std::vector<std::uint32_t> once_positions_;
  std::uint64_t postings_offset_ = 0;  ///< Of the last term that has such an offset.
  std::uint64_t positions_offset_ = 0;
};

}  // namespace izde::internal
