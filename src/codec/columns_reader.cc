#include "codec/columns_reader.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

#include "base/bytes.h"
#include "codec/decimal.h"

namespace izde::internal {
namespace {

constexpr std::size_t kTailBytes = 12;

ColumnEntry read_entry(ByteReader& in) {
  ColumnEntry entry;
  entry.field = in.u32();
  const std::uint8_t mapping = in.u8();
  const std::uint8_t presence = in.u8();
  entry.scale = in.u8();
  const std::uint8_t floats = in.u8();
  entry.rows = in.u32();
  entry.table_size = in.u32();
  entry.values = in.u64();
  entry.base = static_cast<std::int64_t>(in.u64());
  entry.step = in.u64();
  entry.greatest = in.u64();
  entry.begin = in.u64();
  entry.term_bytes = in.u64();
  if (mapping > static_cast<std::uint8_t>(ColumnMapping::kTerms) ||
      presence > static_cast<std::uint8_t>(ColumnPresence::kList) || entry.scale > kMostDecimals ||
      floats > 1)
    in.fail(fmt::format("a column of mapping {}, presence {}, scale {}", mapping, presence,
                        entry.scale));
  entry.floats = floats == 1;
  entry.mapping = static_cast<ColumnMapping>(mapping);
  entry.presence = static_cast<ColumnPresence>(presence);
  return entry;
}

/// What can be told without looking at the column itself.
void check_entry(const ByteReader& in, const ColumnEntry& entry, std::uint32_t doc_count) {
  const bool rows_fit = entry.rows > 0 && entry.rows <= doc_count && entry.values >= entry.rows &&
                        (entry.presence != ColumnPresence::kAll || entry.rows == doc_count);
  const bool codes_fit =
      entry.mapping == ColumnMapping::kTable
          ? entry.table_size > 0 && entry.greatest == entry.table_size - 1
          : entry.mapping != ColumnMapping::kTerms || entry.greatest < entry.term_bytes;
  if (!rows_fit || !codes_fit)
    in.fail(fmt::format("a column of {} rows of {} documents, {} values, codes up to {}",
                        entry.rows, doc_count, entry.values, entry.greatest));
}

}  // namespace

ColumnReader::ColumnReader(const FramedInput& file, const ColumnEntry& entry, std::uint64_t end,
                           std::uint32_t doc_count)
    : file_(file.bytes), name_(&file.file->name()), entry_(entry), doc_count_(doc_count) {
  ByteReader in(file_, entry.begin, end, *name_);
  if (entry.presence == ColumnPresence::kBitmap) {
    ranks_ = in.bytes(4 * blocks_of(doc_count, kBitmapBlock)).data();
    presence_ = in.bytes(8 * blocks_of(doc_count, 64)).data();
  } else if (entry.presence == ColumnPresence::kList) {
    ranks_ = in.bytes(4 * blocks_of(doc_count, kColumnWindow)).data();
    presence_ = in.bytes(std::uint64_t{2} * entry.rows).data();
  }
  if (entry.values > entry.rows)
    extra_ = PackedArray(in, file_, *name_, entry.rows, entry.values - entry.rows);
  codes_ = PackedArray(in, file_, *name_, entry.values, codes_bound(entry));
  if (entry.mapping == ColumnMapping::kTable)
    table_ = in.bytes(std::uint64_t{8} * entry.table_size).data();
  if (entry.mapping == ColumnMapping::kTerms) {
    term_begins_ = PackedArray(in, file_, *name_, blocks_of(entry.greatest + 1, kColumnTermsBlock),
                               entry.term_bytes);
    term_blocks_ = in.bytes(entry.term_bytes);
  }
  if (in.remaining() > 0) in.fail("bytes behind a column");
}

void ColumnReader::fail(std::string_view what) const {
  throw_corruption(*name_, entry_.begin, fmt::format("column of field {}: {}", entry_.field, what));
}

void ColumnReader::fail_row(std::uint32_t row, std::uint64_t begin, std::uint64_t end) const {
  fail(fmt::format("row {} has values {} to {} of {}", row, begin, end, entry_.values));
}

std::uint32_t ColumnReader::row_of(DocId doc) const {
  switch (entry_.presence) {
    case ColumnPresence::kAll:
      return doc;
    case ColumnPresence::kBitmap:
      return row_in_bitmap(doc);
    case ColumnPresence::kList:
      return row_in_list(doc);
  }
  return kNoRow;
}

std::uint32_t ColumnReader::row_in_bitmap(DocId doc) const {
  const std::size_t word = doc / 64;
  const auto bits = load_le<std::uint64_t>(presence_ + 8 * word);
  const std::uint64_t below = (std::uint64_t{1} << (doc % 64)) - 1;
  if ((bits & (below + 1)) == 0) return kNoRow;
  std::uint64_t row = load_le<std::uint32_t>(ranks_ + 4 * (doc / kBitmapBlock));
  for (std::size_t i = word / (kBitmapBlock / 64) * (kBitmapBlock / 64); i < word; ++i)
    row += static_cast<unsigned>(std::popcount(load_le<std::uint64_t>(presence_ + 8 * i)));
  row += static_cast<unsigned>(std::popcount(bits & below));
  if (row >= entry_.rows) fail(fmt::format("row {} of {}", row, entry_.rows));
  return static_cast<std::uint32_t>(row);
}

std::uint32_t ColumnReader::row_in_list(DocId doc) const {
  const RowSpan rows = rows_of_window(doc / kColumnWindow);
  const auto wanted = static_cast<std::uint16_t>(doc % kColumnWindow);
  std::uint32_t low = rows.begin;
  for (std::uint32_t high = rows.end; low < high;) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (load_le<std::uint16_t>(presence_ + std::size_t{2} * middle) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  const bool found =
      low < rows.end && load_le<std::uint16_t>(presence_ + std::size_t{2} * low) == wanted;
  return found ? low : kNoRow;
}

ColumnReader::RowSpan ColumnReader::rows_of_window(std::uint32_t window) const {
  const std::uint64_t first_doc = std::uint64_t{window} * kColumnWindow;
  const std::uint64_t last_doc = std::min<std::uint64_t>(first_doc + kColumnWindow, doc_count_);
  if (entry_.presence == ColumnPresence::kAll)
    return {static_cast<std::uint32_t>(first_doc), static_cast<std::uint32_t>(last_doc)};
  const std::uint32_t step =
      entry_.presence == ColumnPresence::kBitmap ? kColumnWindow / kBitmapBlock : 1;
  const auto rank_at = [&](std::uint64_t block) {
    return load_le<std::uint32_t>(ranks_ + 4 * block * step);
  };
  const RowSpan rows{rank_at(window), last_doc == doc_count_ ? entry_.rows : rank_at(window + 1)};
  if (rows.begin > rows.end || rows.end > entry_.rows || rows.end - rows.begin > kColumnWindow)
    fail(fmt::format("rows {} to {} of {} in one window", rows.begin, rows.end, entry_.rows));
  return rows;
}

std::uint64_t ColumnReader::place_of_row(std::uint32_t row) const {
  if (extra_.size() == 0) return row;
  return row < entry_.rows ? row + extra_[row] : entry_.values;
}

ColumnReader::Places ColumnReader::places(std::uint32_t row) const {
  if (extra_.size() == 0) return {row, std::uint64_t{row} + 1};
  const Places places{place_of_row(row), place_of_row(row + 1)};
  if (places.begin >= places.end || places.end > entry_.values)
    fail_row(row, places.begin, places.end);
  return places;
}

std::optional<std::uint64_t> ColumnReader::least_code(DocId doc) const {
  const std::uint32_t row = row_of(doc);
  if (row == kNoRow) return std::nullopt;
  return code(places(row).begin);
}

std::optional<std::uint64_t> ColumnReader::greatest_code(DocId doc) const {
  const std::uint32_t row = row_of(doc);
  if (row == kNoRow) return std::nullopt;
  return code(places(row).end - 1);
}

bool ColumnReader::matches(DocId doc, const CodeRange& range) const {
  const std::uint32_t row = row_of(doc);
  if (row == kNoRow) return false;
  const Places found = places(row);
  for (std::uint64_t place = found.begin; place < found.end; ++place) {
    const std::uint64_t code = codes_[place];
    if (code >= range.low) return code <= range.high;
  }
  return false;
}

std::int64_t ColumnReader::value(std::uint64_t code) const {
  if (entry_.mapping == ColumnMapping::kTable) {
    if (code >= entry_.table_size) fail(fmt::format("code {} of {}", code, entry_.table_size));
    return static_cast<std::int64_t>(load_le<std::uint64_t>(table_ + 8 * code));
  }
  const auto number =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(entry_.base) + entry_.step * code);
  return entry_.mapping == ColumnMapping::kDecimal ? from_decimal(number, entry_.scale) : number;
}

std::uint64_t ColumnReader::first_code_not_below(std::int64_t wanted) const {
  std::uint64_t low = 0;
  for (std::uint64_t high = entry_.greatest; low < high;) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (value(middle) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

std::optional<CodeRange> ColumnReader::codes(const ValueRange& range) const {
  if (has_keywords() || range.empty()) return std::nullopt;
  if (value(0) > range.high || value(entry_.greatest) < range.low) return std::nullopt;
  const std::uint64_t low = first_code_not_below(range.low);
  std::uint64_t high = entry_.greatest;
  if (value(high) > range.high)
    high = first_code_not_below(range.high + 1) - 1;  // it is not the 1st
  if (low > high) return std::nullopt;
  return CodeRange{low, high};
}

ByteReader ColumnReader::terms_block(std::uint64_t block) const {
  const std::uint64_t begin = term_begins_[block];
  if (begin > term_blocks_.size()) fail(fmt::format("block {} of terms at {}", block, begin));
  const auto blocks_at = static_cast<std::size_t>(term_blocks_.data() - file_.data());
  return {file_, blocks_at + static_cast<std::size_t>(begin), blocks_at + term_blocks_.size(),
          *name_};
}

namespace {

/// Replaces the part of `term` that differs from the next term of a block.
void next_term(ByteReader& in, std::string& term) {
  const std::uint64_t shared = in.varint64();
  if (shared > term.size())
    in.fail(fmt::format("{} bytes shared with a term of {}", shared, term.size()));
  term.resize(static_cast<std::size_t>(shared));
  term += in.bytes(in.varint64());
}

}  // namespace

std::string ColumnReader::keyword(std::uint64_t code) const {
  if (!has_keywords() || code > entry_.greatest)
    fail(fmt::format("keyword {}, the last is {}", code, entry_.greatest));
  ByteReader in = terms_block(code / kColumnTermsBlock);
  std::string term(in.bytes(in.varint64()));
  for (std::uint64_t left = code % kColumnTermsBlock; left > 0; --left) next_term(in, term);
  return term;
}

std::uint64_t ColumnReader::first_code(std::string_view keyword) const {
  std::uint64_t low = 0;
  for (std::uint64_t high = blocks_of(entry_.greatest + 1, kColumnTermsBlock); low < high;) {
    const std::uint64_t middle = low + (high - low) / 2;
    ByteReader in = terms_block(middle);
    if (in.bytes(in.varint64()) < keyword)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0) return 0;
  std::uint64_t code = (low - 1) * kColumnTermsBlock;
  ByteReader in = terms_block(low - 1);
  std::string term(in.bytes(in.varint64()));
  while (term < keyword) {
    if (++code > entry_.greatest || code % kColumnTermsBlock == 0) break;
    next_term(in, term);
  }
  return code;
}

std::optional<CodeRange> ColumnReader::codes(const KeywordBounds& bounds) const {
  if (!has_keywords()) return std::nullopt;
  const auto first = [this](std::string_view bound, bool itself) {
    return itself ? first_code(bound) : first_code(std::string(bound) + '\0');
  };
  const std::uint64_t low = bounds.low ? first(*bounds.low, bounds.includes_low) : 0;
  const std::uint64_t end =
      bounds.high ? first(*bounds.high, !bounds.includes_high) : entry_.greatest + 1;
  if (low >= end) return std::nullopt;
  return CodeRange{low, end - 1};
}

ColumnsFile::ColumnsFile(const Directory& directory, const std::string& name, const FileId& id,
                         std::uint32_t doc_count)
    : file_(open_framed(directory, name, kColumnsFormat, kColumnsVersion, kColumnsVersion, &id)) {
  const std::string& shown = file_.file->name();
  if (file_.content_end < kFileHeaderBytes + kTailBytes)
    throw_corruption(shown, file_.content_end, "no room for the place of the table");
  const std::size_t table_end = file_.content_end - kTailBytes;
  ByteReader tail(file_.bytes, table_end, file_.content_end, shown);
  const std::uint64_t table = tail.u64();
  const std::uint32_t found = tail.u32();
  if (found != doc_count)
    tail.fail(fmt::format("columns of {} documents found, of {} wanted", found, doc_count));
  if (table < kFileHeaderBytes || table > table_end || (table_end - table) % kColumnEntryBytes != 0)
    tail.fail(fmt::format("a table of columns at {}", table));
  ByteReader in(file_.bytes, static_cast<std::size_t>(table), table_end, shown);
  std::vector<ColumnEntry> entries;
  while (in.remaining() > 0) {
    const ColumnEntry entry = read_entry(in);
    check_entry(in, entry, doc_count);
    if (!entries.empty() && (entry.field <= entries.back().field))
      in.fail(fmt::format("field {} after field {}", entry.field, entries.back().field));
    const std::uint64_t least = entries.empty() ? kFileHeaderBytes : entries.back().begin;
    if (entry.begin < least || entry.begin > table)
      in.fail(fmt::format("a column at {}, from {} to {} wanted", entry.begin, least, table));
    entries.push_back(entry);
  }
  columns_.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i)
    columns_.emplace_back(file_, entries[i], i + 1 < entries.size() ? entries[i + 1].begin : table,
                          doc_count);
}

const ColumnReader* ColumnsFile::find(std::uint32_t field) const noexcept {
  const auto found =
      std::lower_bound(columns_.begin(), columns_.end(), field,
                       [](const ColumnReader& each, std::uint32_t f) { return each.field() < f; });
  return found != columns_.end() && found->field() == field ? &*found : nullptr;
}

}  // namespace izde::internal
