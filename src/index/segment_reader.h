#pragma once

#include <cstdint>

#include "izde/schema.h"

#include "base/doc_id.h"
#include "codec/columns_reader.h"
#include "codec/lengths_reader.h"
#include "codec/postings_reader.h"
#include "codec/stored_reader.h"
#include "codec/term_info.h"
#include "codec/terms_reader.h"
#include "index/manifest.h"
#include "store/directory.h"

namespace izde::internal {

/// Field number of the vocabulary of forms, beside the numbers of the schema's fields. Its terms
/// are `folded '\0' form` for each form of the text fields that has a Kazakh letter
/// (text/folding.h), so that a walk over a prefix finds every spelling that a word typed without
/// Kazakh letters can stand for. They have statistics (doc_freq counts occurrences, up to 2^32-1)
/// and no postings.
inline constexpr std::uint32_t kFormsField = 0xFFFF;

/// Number of the first field of families, beside the numbers of the schema's fields: the families
/// (Token::family) of text field f are the terms of field kFirstFamilyField + f, with frequencies
/// and without positions. The lengths are those of f.
inline constexpr std::uint32_t kFirstFamilyField = 0x4000;

constexpr std::uint32_t family_field(std::uint32_t text_field) noexcept {
  return kFirstFamilyField + text_field;
}
constexpr bool is_family_field(std::uint32_t field) noexcept {
  return field >= kFirstFamilyField && field < kFormsField;
}

constexpr TermKind term_kind(FieldType type) noexcept {
  return type == FieldType::kText ? TermKind::kPositions : TermKind::kDocs;
}

/// One segment, open for reading. Immutable; any thread.
class SegmentReader {
 public:
  /// The frames of all files are checked; files up to kCheckedAtOnceBytes also by their checksum.
  /// Throws: Error{kCorruption}, {kNotFound}, {kVersionTooOld}, {kVersionTooNew}, {kIoError}.
  SegmentReader(const Directory& directory, const SegmentInfo& info);

  const SegmentInfo& info() const noexcept { return info_; }
  std::uint32_t doc_count() const noexcept { return info_.doc_count; }

  const TermsReader& terms() const noexcept { return terms_; }
  /// The postings of a term that terms() gave for `field`, which is not kFormsField.
  PostingsCursor postings(std::uint32_t field, const TermInfo& term) const {
    return {postings_, term, kind_of(field)};
  }
  /// Tokens of a text field, by document; see codec/lengths_reader.h. Null when the segment has
  /// none of the field.
  const LengthsReader* lengths(std::uint32_t field) const noexcept { return lengths_.find(field); }
  /// The values of a field that has a column; null when the segment has none of the field.
  const ColumnReader* column(std::uint32_t field) const noexcept { return columns_.find(field); }
  const ColumnsFile& columns() const noexcept { return columns_; }
  const StoredReader& stored() const noexcept { return stored_; }
  const PostingsReader& postings_reader() const noexcept { return postings_; }

  /// Compares the checksums of all files. Throws: Error{kCorruption}.
  void verify() const;

  /// So much is checked in some 20 microseconds.
  static constexpr std::size_t kCheckedAtOnceBytes = std::size_t{256} << 10;

 private:
  TermKind kind_of(std::uint32_t field) const noexcept {
    if (is_family_field(field)) return TermKind::kFrequencies;
    return lengths(field) != nullptr ? TermKind::kPositions : TermKind::kDocs;
  }

  SegmentInfo info_;
  TermsReader terms_;
  PostingsReader postings_;
  LengthsFile lengths_;
  ColumnsFile columns_;
  StoredReader stored_;
};

}  // namespace izde::internal
