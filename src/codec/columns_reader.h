#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/doc_id.h"
#include "base/values.h"
#include "codec/columns_format.h"
#include "codec/packed_array.h"
#include "store/file_format.h"

namespace izde::internal {

/// Codes from `low` to `high`, both included; never empty.
struct CodeRange {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// Keywords between two bounds, by bytes; no bound where there is no value.
struct KeywordBounds {
  std::optional<std::string_view> low, high;
  bool includes_low = true, includes_high = true;
};

/// The values of one field of a segment, read in place: docs/format/columns.md.
///
/// A *row* is a document with a value; rows are in the order of documents. A value is kept as a
/// *code*; codes order as values do. Any thread. All calls throw Error{kCorruption} when they meet
/// bytes that no writer wrote; what damaged bytes give is any value, but nothing is read out of
/// bounds.
class ColumnReader {
 public:
  static constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

  /// \pre the entry is one of the file's table; `end` is where its bytes end
  ColumnReader(const FramedInput& file, const ColumnEntry& entry, std::uint64_t end,
               std::uint32_t doc_count);

  std::uint32_t field() const noexcept { return entry_.field; }
  bool has_keywords() const noexcept { return entry_.mapping == ColumnMapping::kTerms; }
  /// Whether the numbers are value_of_float()s.
  bool has_floats() const noexcept { return entry_.floats; }
  std::uint32_t rows() const noexcept { return entry_.rows; }
  std::uint64_t values() const noexcept { return entry_.values; }
  std::uint32_t doc_count() const noexcept { return doc_count_; }
  std::uint64_t greatest_code() const noexcept { return entry_.greatest; }

  /// The row of a document, kNoRow when it has no value. O(1): in a list at most 12 steps.
  /// \pre doc is below the segment's number of documents
  std::uint32_t row_of(DocId doc) const;

  /// Places of a row's values, rising. \pre row < rows()
  struct Places {
    std::uint64_t begin, end;
  };
  Places places(std::uint32_t row) const;
  /// \pre place < values()
  std::uint64_t code(std::uint64_t place) const { return codes_[place]; }

  /// All of them in blocks, with their bounds.
  const PackedArray& packed_codes() const noexcept { return codes_; }

  /// The least or greatest code of a document, nothing when it has none. O(1).
  std::optional<std::uint64_t> least_code(DocId doc) const;
  std::optional<std::uint64_t> greatest_code(DocId doc) const;

  /// The value that a code stands for. \pre !has_keywords()
  std::int64_t value(std::uint64_t code) const;
  /// The same. \pre has_keywords(). Cost: reads some 16 terms.
  std::string keyword(std::uint64_t code) const;

  /// The codes of the values in a range; nothing when no code has one. O(log codes).
  std::optional<CodeRange> codes(const ValueRange& range) const;
  std::optional<CodeRange> codes(const KeywordBounds& bounds) const;
  /// The first code that is no less than that of `keyword`; greatest_code() + 1 when there is none.
  std::uint64_t first_code(std::string_view keyword) const;

  /// Whether a value of the document lies in the range. O(1) for documents with one value.
  bool matches(DocId doc, const CodeRange& range) const;

  /// Documents of a window.
  static constexpr std::size_t kWindowWords = kColumnWindow / 64;
  /// Sets bit i of `words` for each document window * kColumnWindow + i with a value in the range,
  /// all others to 0. Reads no value where the bounds of a block decide. Returns whether there is
  /// one. \pre the window begins below the segment's number of documents
  bool fill(std::uint32_t window, const CodeRange& range, std::uint64_t* words) const;
  /// Whether the bounds of blocks leave it open that fill() finds something. Cheap.
  bool may_match(std::uint32_t window, const CodeRange& range) const;
  /// How many documents may have a value in the range, by the bounds of blocks. O(values / 512).
  std::uint64_t most_matches(const CodeRange& range) const;

 private:
  struct RowSpan {
    std::uint32_t begin, end;
  };

  std::uint32_t row_in_bitmap(DocId doc) const;
  std::uint32_t row_in_list(DocId doc) const;
  std::uint64_t place_of_row(std::uint32_t row) const;
  RowSpan rows_of_window(std::uint32_t window) const;
  void fill_rows(const RowSpan& rows, const CodeRange& range, std::uint64_t* words) const;
  void fill_single(const RowSpan& rows, const CodeRange& range, std::uint64_t* words) const;
  void fill_several(const RowSpan& rows, const CodeRange& range, std::uint64_t* words) const;
  void deposit(std::uint32_t window, const RowSpan& rows, const std::uint64_t* row_words,
               std::uint64_t* words) const;
  bool any_block_meets(std::uint64_t begin, std::uint64_t end, const CodeRange& range) const;
  std::uint64_t first_code_not_below(std::int64_t value) const;
  ByteReader terms_block(std::uint64_t block) const;
  [[noreturn]] void fail(std::string_view what) const;
  [[noreturn]] void fail_row(std::uint32_t row, std::uint64_t begin, std::uint64_t end) const;

  std::string_view file_;
  const std::string* name_;
  ColumnEntry entry_;
  std::uint32_t doc_count_;
  const char* ranks_ = nullptr;     // of a bitmap or list: rows before each block
  const char* presence_ = nullptr;  // its words, or places of documents
  PackedArray extra_;               // places of rows less rows, where documents have several values
  PackedArray codes_;
  const char* table_ = nullptr;
  PackedArray term_begins_;
  std::string_view term_blocks_;
};

/// The columns file of a segment. Opening reads O(fields). Any thread.
class ColumnsFile {
 public:
  /// Throws: Error{kCorruption}, {kNotFound}, {kVersionTooOld}, {kVersionTooNew}, {kIoError}.
  ColumnsFile(const Directory& directory, const std::string& name, const FileId& id,
              std::uint32_t doc_count);

  /// Null when the segment has no value of the field.
  const ColumnReader* find(std::uint32_t field) const noexcept;
  /// All, by rising field.
  const std::vector<ColumnReader>& columns() const noexcept { return columns_; }
  const FramedInput& file() const noexcept { return file_; }

 private:
  FramedInput file_;
  std::vector<ColumnReader> columns_;
};

}  // namespace izde::internal
