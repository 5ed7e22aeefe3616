#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/doc_id.h"
#include "codec/columns_reader.h"
#include "codec/columns_writer.h"

namespace izde::internal {

/// Gathers the columns of a segment while its documents come. 12 bytes a value, and each different
/// keyword of a field once. One thread at a time.
class ColumnsBuilder {
 public:
  ColumnsBuilder();
  ~ColumnsBuilder();
  ColumnsBuilder(ColumnsBuilder&&) noexcept;
  ColumnsBuilder& operator=(ColumnsBuilder&&) noexcept;

  /// Adds a value; `floats` says that the field's values are value_of_float()s. A field has numbers
  /// or keywords. \pre documents do not fall within a field
  void add_number(std::uint32_t field, DocId doc, std::int64_t value, bool floats);
  void add_keyword(std::uint32_t field, DocId doc, std::string_view keyword);

  /// Memory held, in bytes.
  std::size_t bytes_used() const noexcept;

  /// A field with values, and how many documents have one.
  struct FieldRows {
    std::uint32_t field;
    std::uint32_t rows;
  };
  /// By rising field.
  std::vector<FieldRows> rows() const;

  /// Writes all columns; needs as much memory again for the largest of them. Once, at the end.
  void write(ColumnsWriter& writer);

 private:
  class Field;
  Field& field(std::uint32_t number);

  std::vector<std::unique_ptr<Field>> fields_;  // by number; null where there is no value
};

/// A segment whose columns are merged.
struct ColumnSource {
  const ColumnsFile* columns = nullptr;
  std::uint32_t doc_count = 0;
  /// Number of each document in the merged segment, kNoMoreDocs for one that goes. Empty: `base`
  /// and those behind it.
  std::span<const DocId> new_docs;
  DocId base = 0;
};

/// Writes the columns of several segments as those of one, a field after the other: in memory is
/// one column at a time. Documents may be put in any new order.
/// Throws: Error{kCorruption}, {kIoError}.
void merge_columns(std::span<const ColumnSource> sources, ColumnsWriter& writer);

}  // namespace izde::internal
