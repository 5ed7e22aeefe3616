#include "codec/columns_writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cassert>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/bytes.h"
#include "base/values.h"
#include "base/varint.h"
#include "codec/decimal.h"

namespace izde::internal {
namespace {

/// How values become codes.
struct Coding {
  ColumnEntry entry;  ///< mapping, scale, base, step, greatest, table_size
  std::vector<std::uint64_t> codes;
  std::vector<std::int64_t> table;

  std::uint64_t bits() const noexcept {
    return static_cast<std::uint64_t>(std::bit_width(entry.greatest)) * codes.size() +
           64 * table.size();
  }
};

std::uint64_t distance(std::int64_t from, std::int64_t to) noexcept {
  return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

/// Codes by least value and common divisor. \pre not empty
Coding code_linear(std::span<const std::int64_t> values) {
  Coding coding;
  const std::int64_t base = *std::min_element(values.begin(), values.end());
  std::uint64_t step = 0;
  for (const std::int64_t value : values) {
    if (step == 1) break;
    step = std::gcd(step, distance(base, value));
  }
  step = std::max<std::uint64_t>(step, 1);
  coding.codes.reserve(values.size());
  for (const std::int64_t value : values) {
    const std::uint64_t code = step == 1 ? distance(base, value) : distance(base, value) / step;
    coding.codes.push_back(code);
    coding.entry.greatest = std::max(coding.entry.greatest, code);
  }
  coding.entry.base = base;
  coding.entry.step = step;
  return coding;
}

/// Nothing when some value is no short decimal number.
std::optional<Coding> code_decimal(std::span<const std::int64_t> values) {
  const auto decimals = common_decimals(values);
  if (!decimals) return std::nullopt;
  std::vector<std::int64_t> whole;
  whole.reserve(values.size());
  for (const std::int64_t value : values) whole.push_back(to_decimal(value, *decimals));
  Coding coding = code_linear(whole);
  coding.entry.mapping = ColumnMapping::kDecimal;
  coding.entry.scale = static_cast<std::uint8_t>(*decimals);
  return coding;
}

/// Nothing when there are too many different values, or it would not take fewer bits.
std::optional<Coding> code_table(std::span<const std::int64_t> values, std::uint64_t most_bits) {
  boost::unordered_flat_set<std::int64_t> different;
  std::int64_t last = ~values.front();
  for (const std::int64_t value : values) {
    if (value != last && different.insert(value).second && different.size() > kMostTableValues)
      return std::nullopt;
    last = value;
  }
  const std::uint64_t greatest = different.size() - 1;
  const std::uint64_t table_bits = 64 * different.size();
  if (static_cast<std::uint64_t>(std::bit_width(greatest)) * values.size() + table_bits >=
      most_bits)
    return std::nullopt;
  Coding coding;
  coding.table.assign(different.begin(), different.end());
  std::sort(coding.table.begin(), coding.table.end());
  coding.codes.reserve(values.size());
  for (const std::int64_t value : values)
    coding.codes.push_back(static_cast<std::uint64_t>(
        std::lower_bound(coding.table.begin(), coding.table.end(), value) - coding.table.begin()));
  coding.entry.mapping = ColumnMapping::kTable;
  coding.entry.greatest = coding.table.size() - 1;
  coding.entry.table_size = static_cast<std::uint32_t>(coding.table.size());
  return coding;
}

/// The coding that takes the fewest bits, counted as if all codes had the same width.
Coding code_numbers(std::span<const std::int64_t> values, bool floats) {
  Coding best = code_linear(values);
  const auto consider = [&](std::optional<Coding> coding) {
    if (coding && coding->bits() < best.bits()) best = std::move(*coding);
  };
  if (floats) consider(code_decimal(values));
  // A table pays when its codes save more than it takes: two values of 64 bits at the least.
  if (best.bits() > 128) consider(code_table(values, best.bits()));
  return best;
}

void append_bound(std::string& out, std::uint64_t number, unsigned bytes) {
  char le[8];
  store_le(le, number);
  out.append(le, bytes);
}

/// The numbers less `least`, packed one behind the other, lowest bit first.
void append_bits(std::string& out, std::span<const std::uint64_t> numbers, std::uint64_t least,
                 unsigned width) {
  if (width == 64) {
    for (const std::uint64_t number : numbers) append_le(out, number - least);
    return;
  }
  std::uint64_t pending = 0;
  unsigned bits = 0;  // below 8, and width is at most 56
  for (const std::uint64_t number : numbers) {
    pending |= (number - least) << bits;
    for (bits += width; bits >= 8; bits -= 8, pending >>= 8)
      out.push_back(static_cast<char>(pending));
  }
  if (bits > 0) out.push_back(static_cast<char>(pending));
}

}  // namespace

ColumnsWriter::ColumnsWriter(Directory& directory, const std::string& name, const FileId& id,
                             std::uint32_t doc_count)
    : file_(directory, name, kColumnsFormat, kColumnsVersion, id), doc_count_(doc_count) {}

void ColumnsWriter::add_numbers(std::uint32_t field, std::span<const DocId> docs,
                                std::span<const std::int64_t> values, bool floats) {
  assert(docs.size() == values.size());
  if (values.empty()) return;
  Coding coding = code_numbers(values, floats);
  coding.entry.field = field;
  coding.entry.floats = floats;
  write_rows(coding.entry, docs);
  write_packed(coding.codes, codes_bound(coding.entry));
  std::string table;
  for (const std::int64_t value : coding.table) append_le(table, static_cast<std::uint64_t>(value));
  file_.append(table);
  entries_.push_back(coding.entry);
}

void ColumnsWriter::add_keywords(std::uint32_t field, std::span<const DocId> docs,
                                 std::span<const std::uint32_t> ordinals,
                                 std::span<const std::string_view> terms) {
  assert(docs.size() == ordinals.size());
  if (ordinals.empty()) return;
  ColumnEntry entry;
  entry.field = field;
  entry.mapping = ColumnMapping::kTerms;
  entry.greatest = terms.size() - 1;
  write_rows(entry, docs);
  write_packed(std::vector<std::uint64_t>(ordinals.begin(), ordinals.end()), codes_bound(entry));
  write_terms(entry, terms);
  entries_.push_back(entry);
}

/// Where the column begins, which documents have values, and where those of each begin.
void ColumnsWriter::write_rows(ColumnEntry& entry, std::span<const DocId> docs) {
  assert(entries_.empty() || entry.field > entries_.back().field);
  assert(std::is_sorted(docs.begin(), docs.end()) && docs.back() < doc_count_);
  entry.begin = file_.offset();
  entry.values = docs.size();
  std::vector<DocId> rows;
  std::vector<std::uint64_t> extra;  // values before a row, less one for each row before it
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (i > 0 && docs[i] == docs[i - 1]) continue;
    extra.push_back(i - rows.size());
    rows.push_back(docs[i]);
  }
  entry.rows = static_cast<std::uint32_t>(rows.size());
  write_presence(entry, rows);
  if (entry.values > entry.rows) write_packed(extra, entry.values - entry.rows);
}

void ColumnsWriter::write_presence(ColumnEntry& entry, std::span<const DocId> rows) {
  std::string bytes;
  if (rows.size() == doc_count_) return;
  if (list_bytes(doc_count_, rows.size()) < bitmap_bytes(doc_count_)) {
    entry.presence = ColumnPresence::kList;
    std::size_t row = 0;
    for (std::uint64_t first = 0; first < doc_count_; first += kColumnWindow) {
      while (row < rows.size() && rows[row] < first) ++row;
      append_le(bytes, static_cast<std::uint32_t>(row));
    }
    for (const DocId doc : rows) append_le(bytes, static_cast<std::uint16_t>(doc % kColumnWindow));
  } else {
    entry.presence = ColumnPresence::kBitmap;
    std::vector<std::uint64_t> words(blocks_of(doc_count_, 64));
    for (const DocId doc : rows) words[doc / 64] |= std::uint64_t{1} << (doc % 64);
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i % (kBitmapBlock / 64) == 0) append_le(bytes, before);
      before += static_cast<std::uint32_t>(std::popcount(words[i]));
    }
    for (const std::uint64_t word : words) append_le(bytes, word);
  }
  file_.append(bytes);
}

void ColumnsWriter::write_packed(std::span<const std::uint64_t> numbers, std::uint64_t greatest) {
  if (greatest == 0) return;
  const unsigned bytes = bound_bytes(greatest);
  std::string least_bounds, greatest_bounds, ends, bits;
  std::uint32_t end = 0;
  for (std::size_t at = 0; at < numbers.size(); at += kColumnBlock) {
    const auto block =
        numbers.subspan(at, std::min<std::size_t>(kColumnBlock, numbers.size() - at));
    const auto [low, high] = std::minmax_element(block.begin(), block.end());
    const unsigned width = packed_width(static_cast<unsigned>(std::bit_width(*high - *low)));
    append_bound(least_bounds, *low, bytes);
    append_bound(greatest_bounds, *high, bytes);
    append_le(ends, end += width);
    append_bits(bits, block, *low, width);
  }
  file_.append(least_bounds);
  file_.append(greatest_bounds);
  file_.append(ends);
  file_.append(bits);
}

void ColumnsWriter::write_terms(ColumnEntry& entry, std::span<const std::string_view> terms) {
  std::string blocks;
  std::vector<std::uint64_t> begins;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i % kColumnTermsBlock == 0) {
      begins.push_back(blocks.size());
      append_string(blocks, terms[i]);
      continue;
    }
    const std::string_view before = terms[i - 1];
    assert(before < terms[i]);
    const auto differ =
        std::mismatch(before.begin(), before.end(), terms[i].begin(), terms[i].end());
    const auto shared = static_cast<std::size_t>(differ.first - before.begin());
    append_varint(blocks, shared);
    append_string(blocks, terms[i].substr(shared));
  }
  entry.term_bytes = blocks.size();
  write_packed(begins, entry.term_bytes);
  file_.append(blocks);
}

std::uint64_t ColumnsWriter::finish() {
  std::string table;
  const std::uint64_t begin = file_.offset();
  for (const ColumnEntry& entry : entries_) {
    append_le(table, entry.field);
    table.push_back(static_cast<char>(entry.mapping));
    table.push_back(static_cast<char>(entry.presence));
    table.push_back(static_cast<char>(entry.scale));
    table.push_back(entry.floats ? 1 : 0);
    append_le(table, entry.rows);
    append_le(table, entry.table_size);
    append_le(table, entry.values);
    append_le(table, static_cast<std::uint64_t>(entry.base));
    append_le(table, entry.step);
    append_le(table, entry.greatest);
    append_le(table, entry.begin);
    append_le(table, entry.term_bytes);
  }
  append_le(table, begin);
  append_le(table, doc_count_);
  file_.append(table);
  return file_.finish();
}

}  // namespace izde::internal
