#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "izde/error.h"

#include "base/values.h"
#include "index/check_segment.h"

namespace izde::internal {
namespace {

/// What is wrong with a column ends its check.
struct Wrong {
  std::string what;
};

void check_presence(const ColumnReader& column) {
  std::uint32_t rows = 0;
  std::uint64_t values = 0;
  for (DocId doc = 0; doc < column.doc_count(); ++doc) {
    const std::uint32_t row = column.row_of(doc);
    if (row == ColumnReader::kNoRow) continue;
    if (row != rows) throw Wrong{fmt::format("document {} has row {}, {} is next", doc, row, rows)};
    ++rows;
    const ColumnReader::Places places = column.places(row);
    if (places.begin != values)
      throw Wrong{
          fmt::format("the values of row {} begin at {}, {} is next", row, places.begin, values)};
    values = places.end;
    for (std::uint64_t place = places.begin + 1; place < places.end; ++place) {
      const std::uint64_t before = column.code(place - 1);
      const std::uint64_t code = column.code(place);
      if (code < before || (code == before && column.has_keywords()))
        throw Wrong{fmt::format("the values of document {} do not rise", doc)};
    }
  }
  if (rows != column.rows() || values != column.values())
    throw Wrong{fmt::format("{} rows and {} values are there, {} and {} are said", rows, values,
                            column.rows(), column.values())};
}

/// The bounds of blocks decide what a range reads at all.
void check_bounds(const ColumnReader& column) {
  const PackedArray& codes = column.packed_codes();
  if (column.greatest_code() == 0 && column.values() == column.rows()) return;
  for (std::uint64_t begin = 0; begin < codes.size(); begin += kColumnBlock) {
    const PackedArray::Block block = codes.block(begin / kColumnBlock);
    const auto count =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(kColumnBlock, codes.size() - begin));
    std::uint64_t least = block[0];
    std::uint64_t greatest = block[0];
    for (std::uint32_t i = 1; i < count; ++i) {
      least = std::min(least, block[i]);
      greatest = std::max(greatest, block[i]);
    }
    if (least != block.least || greatest != block.greatest)
      throw Wrong{fmt::format("the codes {} to {} are from {} to {}, {} to {} are said", begin,
                              begin + count - 1, least, greatest, block.least, block.greatest)};
    if (greatest > column.greatest_code())
      throw Wrong{
          fmt::format("code {} is above the greatest, {}", greatest, column.greatest_code())};
  }
}

/// Codes must order as values do; of many, as many as a table has are looked at.
void check_order(const ColumnReader& column, FieldType type) {
  const std::uint64_t greatest = column.greatest_code();
  const std::uint64_t step = std::max<std::uint64_t>(1, greatest / kMostTableValues);
  std::int64_t last = column.value(0);
  if (type == FieldType::kBoolean && (last < 0 || column.value(greatest) > 1))
    throw Wrong{"a truth value that is neither"};
  for (std::uint64_t code = 0; greatest - code >= step && code < greatest;) {
    code += step;
    const std::int64_t value = column.value(code);
    if (value <= last) throw Wrong{fmt::format("the values of codes up to {} do not rise", code)};
    last = value;
  }
  if (greatest > 0 && column.value(greatest) < last)
    throw Wrong{fmt::format("the values of codes up to {} do not rise", greatest)};
}

void check_words(const ColumnReader& column) {
  std::string last;
  for (std::uint64_t code = 0; code <= column.greatest_code(); ++code) {
    std::string keyword = column.keyword(code);
    if (code > 0 && keyword <= last)
      throw Wrong{fmt::format("keyword {} is not above the one before", code)};
    if (column.first_code(keyword) != code)
      throw Wrong{fmt::format("keyword {} is not found", code)};
    last = std::move(keyword);
  }
}

/// A keyword's documents are the same in the dictionary and in the column.
void check_keyword(const ColumnReader& column, std::uint64_t code, PostingsCursor cursor) {
  while (cursor.next() != kNoMoreDocs) {
    const std::uint32_t row = column.row_of(cursor.doc());
    bool found = false;
    if (row != ColumnReader::kNoRow) {
      const ColumnReader::Places places = column.places(row);
      for (std::uint64_t place = places.begin; place < places.end && !found; ++place)
        found = column.code(place) == code;
    }
    if (!found)
      throw Wrong{
          fmt::format("document {} does not have keyword {}, which the dictionary says it "
                      "has",
                      cursor.doc(), code)};
  }
}

void compare_with_terms(const CheckedSegment& segment, const ColumnReader& column) {
  if (!segment.terms || !segment.postings) return;
  const std::uint32_t field = column.field();
  std::uint64_t code = 0;
  std::uint64_t values = 0;
  for (const auto term = segment.terms->seek(field, ""); term->next(); ++code) {
    if (code > column.greatest_code() || column.keyword(code) != term->term())
      throw Wrong{fmt::format("keyword {} is not that of the dictionary", code)};
    values += term->info().doc_freq;
    check_keyword(column, code, {*segment.postings, term->info(), TermKind::kDocs});
  }
  if (code != column.greatest_code() + 1 || values != column.values())
    throw Wrong{fmt::format("{} keywords and {} values, the dictionary has {} and {}",
                            column.greatest_code() + 1, column.values(), code, values)};
}

void check_column(CheckedSegment& segment, const ColumnReader& column) {
  const auto& fields = segment.schema.fields();
  if (column.field() >= fields.size() || fields[column.field()].type == FieldType::kText ||
      !fields[column.field()].options.column)
    throw Wrong{"the schema has no column of it"};
  const FieldType type = fields[column.field()].type;
  if (column.has_keywords() != (type == FieldType::kKeyword) ||
      column.has_floats() != (type == FieldType::kFloat))
    throw Wrong{"its values are not of the field's type"};
  check_presence(column);
  check_bounds(column);
  if (column.has_keywords()) {
    check_words(column);
    compare_with_terms(segment, column);
  } else {
    check_order(column, type);
    segment.sums[column.field()].doc_count = column.rows();
  }
}

}  // namespace

void check_columns(CheckedSegment& segment) {
  const auto& fields = segment.schema.fields();
  for (std::uint32_t field = 0; field < fields.size(); ++field) {
    const bool has_column = fields[field].type != FieldType::kText && fields[field].options.column;
    if (!segment.columns) {
      if (has_column) segment.uncounted[field] = true;
      continue;
    }
    const bool is_keyword = fields[field].type == FieldType::kKeyword;
    if (has_column && is_keyword && segment.terms && segment.columns->find(field) == nullptr &&
        segment.terms->term_count(field) > 0)
      segment.damage(".columns", fmt::format("field {} has keywords and no column", field));
  }
  if (!segment.columns) return;
  for (const ColumnReader& column : segment.columns->columns()) try {
      check_column(segment, column);
    } catch (const Wrong& wrong) {
      segment.uncounted[column.field()] = true;
      segment.damage(".columns", fmt::format("field {}: {}", column.field(), wrong.what));
    } catch (const Error& error) {
      segment.uncounted[column.field()] = true;
      segment.damage(error, ".columns");
    }
}

}  // namespace izde::internal
