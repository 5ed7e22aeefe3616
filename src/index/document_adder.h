#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "izde/document.h"
#include "izde/index_writer.h"
#include "izde/schema.h"

#include "index/field_table.h"
#include "index/segment_writer.h"
#include "index/text_analysis.h"

namespace izde::internal {

/// Most documents of an index.
inline constexpr std::uint64_t kMostDocuments = 0xFFFFFFFE;

/// Most that WriterOptions may allow for a value and a document, in bytes.
inline constexpr std::size_t kMostValueBytes = std::size_t{1} << 30;
inline constexpr std::size_t kMostDocumentBytes = std::size_t{1984} << 20;

/// Throws Error{kResourceExhausted} for a document over the limits of `options`.
void check_size(const Document& document, const WriterOptions& options);

/// Puts documents into a segment: checks their values, analyses, adds. One thread at a time.
class DocumentAdder {
 public:
  explicit DocumentAdder(TextAnalysis analyse) : analyse_(std::move(analyse)) {}

  /// Checks all values. Returns the schema with the fields that the document brings, nothing when
  /// it brings none. Throws: Error{kInvalidArgument}, {kResourceExhausted}.
  std::optional<Schema> check(const FieldTable& fields, const Document& document);

  /// Adds the document that was checked last and still lives. `schema` has all its fields, under
  /// the same numbers.
  void add_checked(const Schema& schema, SegmentWriter& segment);

 private:
  /// A value of the document, its field found and the value checked.
  struct Checked {
    std::uint32_t field;
    std::string_view value;
    std::int64_t number;  ///< As its column keeps it (base/values.h), of numbers, dates, booleans.
  };

  static Checked check_value(std::uint32_t number, const Field& field, std::string_view value);

  TextAnalysis analyse_;
  std::vector<Checked> checked_;  ///< Kept for its memory.
};

}  // namespace izde::internal
