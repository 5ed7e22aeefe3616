#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/doc_id.h"
#include "codec/columns_format.h"
#include "store/file_format.h"

namespace izde::internal {

/// Writes the columns file of a segment, one field after the other. Memory: the column's codes, 8
/// bytes a value.
class ColumnsWriter {
 public:
  ColumnsWriter(Directory& directory, const std::string& name, const FileId& id,
                std::uint32_t doc_count);

  /// Adds the column of a field of numbers. `docs` has the document of each value and does not
  /// fall; the values of a document do not fall. `floats`: they are value_of_float()s.
  /// \pre fields rise; as many docs as values; each document below doc_count
  void add_numbers(std::uint32_t field, std::span<const DocId> docs,
                   std::span<const std::int64_t> values, bool floats);

  /// Adds the column of a field of keywords: `ordinals` are places in `terms`, which rise strictly,
  /// each with a document. The ordinals of a document rise strictly. The rest as add_numbers().
  void add_keywords(std::uint32_t field, std::span<const DocId> docs,
                    std::span<const std::uint32_t> ordinals,
                    std::span<const std::string_view> terms);

  /// Returns the file's size in bytes.
  std::uint64_t finish();

 private:
  void write_rows(ColumnEntry& entry, std::span<const DocId> docs);
  void write_presence(ColumnEntry& entry, std::span<const DocId> rows);
  void write_packed(std::span<const std::uint64_t> numbers, std::uint64_t greatest);
  void write_terms(ColumnEntry& entry, std::span<const std::string_view> terms);

  FramedOutput file_;
  std::uint32_t doc_count_;
  std::vector<ColumnEntry> entries_;
};

}  // namespace izde::internal
