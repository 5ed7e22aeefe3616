#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

// The layout of the columns of a segment: docs/format/columns.md.
namespace izde::internal {

inline constexpr std::string_view kColumnsFormat = "columns";
inline constexpr std::uint32_t kColumnsVersion = 1;

/// Numbers in a block of a packed array.
inline constexpr std::uint32_t kColumnBlock = 512;

/// Documents in a block of a bitmap, which has a count of the rows before it.
inline constexpr std::uint32_t kBitmapBlock = 512;

/// Documents in a block of a list of documents; also the window that a scan fills.
inline constexpr std::uint32_t kColumnWindow = 4096;

/// Values in a block of a dictionary.
inline constexpr std::uint32_t kColumnTermsBlock = 16;

/// Most different values that a table of values has.
inline constexpr std::size_t kMostTableValues = 4096;

/// Most decimal places that floats are kept with as whole numbers.
inline constexpr unsigned kMostDecimals = 15;

/// Size of a column's entry in the table behind the columns.
inline constexpr std::size_t kColumnEntryBytes = 64;

/// What codes stand for.
enum class ColumnMapping : std::uint8_t {
  kLinear = 0,   ///< base + step * code
  kDecimal = 1,  ///< the float (base + step * code) / 10^scale, by value_of_float()
  kTable = 2,    ///< entry `code` of a rising table
  kTerms = 3,    ///< term `code` of a rising dictionary
};

/// Which documents have a row.
enum class ColumnPresence : std::uint8_t {
  kAll = 0,
  kBitmap = 1,
  kList = 2,
};

/// A column as the table has it. A row is a document with a value; its values rise.
struct ColumnEntry {
  std::uint32_t field = 0;
  ColumnMapping mapping = ColumnMapping::kLinear;
  ColumnPresence presence = ColumnPresence::kAll;
  std::uint8_t scale = 0;
  bool floats = false;  ///< Whether values are value_of_float()s.
  std::uint32_t rows = 0;
  std::uint32_t table_size = 0;
  std::uint64_t values = 0;  ///< Over `rows`: a packed array has where they begin.
  std::int64_t base = 0;
  std::uint64_t step = 0;
  std::uint64_t greatest = 0;    ///< Greatest code.
  std::uint64_t begin = 0;       ///< Offset in the file.
  std::uint64_t term_bytes = 0;  ///< Of the dictionary's blocks together.
};

/// What the packed array of a column's codes is bounded by. Where documents have several values it
/// takes bytes even when all codes are 0, so that no file claims more values than it could hold.
constexpr std::uint64_t codes_bound(const ColumnEntry& entry) noexcept {
  return entry.values > entry.rows && entry.greatest == 0 ? 1 : entry.greatest;
}

/// Width that numbers of `width` bits are packed with: what a read of 8 bytes at any bit can give.
constexpr unsigned packed_width(unsigned width) noexcept { return width > 56 ? 64 : width; }

/// Width in bytes of the least and greatest numbers of blocks, when none is above `greatest`.
constexpr unsigned bound_bytes(std::uint64_t greatest) noexcept {
  if (greatest == 0) return 0;
  if (greatest <= std::numeric_limits<std::uint8_t>::max()) return 1;
  if (greatest <= std::numeric_limits<std::uint16_t>::max()) return 2;
  return greatest <= std::numeric_limits<std::uint32_t>::max() ? 4 : 8;
}

constexpr std::uint64_t blocks_of(std::uint64_t count, std::uint64_t block) noexcept {
  return count / block + (count % block != 0 ? 1 : 0);
}

/// Bytes of a bitmap over `docs` documents, and of a list of `rows` of them.
constexpr std::uint64_t bitmap_bytes(std::uint64_t docs) noexcept {
  return 4 * blocks_of(docs, kBitmapBlock) + 8 * blocks_of(docs, 64);
}
constexpr std::uint64_t list_bytes(std::uint64_t docs, std::uint64_t rows) noexcept {
  return 4 * blocks_of(docs, kColumnWindow) + 2 * rows;
}

}  // namespace izde::internal
