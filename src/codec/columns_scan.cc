// The documents of a window whose values lie in a range.
#include <algorithm>
#include <array>
#include <bit>

#include "base/bytes.h"
#include "codec/columns_reader.h"

namespace izde::internal {
namespace {

bool meets(std::uint64_t least, std::uint64_t greatest, const CodeRange& range) noexcept {
  return least <= range.high && greatest >= range.low;
}

/// Sets the bits [begin, end).
void set_bits(std::uint64_t* words, std::uint32_t begin, std::uint32_t end) noexcept {
  while (begin < end) {
    const std::uint32_t count = std::min(64 - begin % 64, end - begin);
    const std::uint64_t ones = count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    words[begin / 64] |= ones << (begin % 64);
    begin += count;
  }
}

/// For number i of `block` in [begin, end): sets bit to + i - begin when it lies in the range.
void compare(const PackedArray::Block& block, std::uint32_t begin, std::uint32_t end,
             const CodeRange& range, std::uint64_t* words, std::uint32_t to) noexcept {
  const std::uint64_t span = range.high - range.low;
  while (begin < end) {
    const std::uint32_t count = std::min(64 - to % 64, end - begin);
    std::uint64_t found = 0;
    for (std::uint32_t i = 0; i < count; ++i)
      found |= std::uint64_t{block[begin + i] - range.low <= span} << i;
    words[to / 64] |= found << (to % 64);
    begin += count;
    to += count;
  }
}

/// Numbers of a packed array that are asked for in rising order: a block is looked up once.
class PackedWalk {
 public:
  explicit PackedWalk(const PackedArray& array) noexcept : array_(array) {}
  std::uint64_t operator[](std::uint64_t i) {
    if (i - begin_ >= kColumnBlock || block_is_missing_) {
      block_ = array_.block(i / kColumnBlock);
      begin_ = i / kColumnBlock * kColumnBlock;
      block_is_missing_ = false;
    }
    return block_[static_cast<std::uint32_t>(i - begin_)];
  }

 private:
  const PackedArray& array_;
  PackedArray::Block block_;
  std::uint64_t begin_ = 0;
  bool block_is_missing_ = true;
};

/// Spreads the lowest bits of `rows` over the ones of `docs` (the instruction pdep does this, where
/// there is one).
std::uint64_t spread(std::uint64_t rows, std::uint64_t docs) noexcept {
  std::uint64_t spread = 0;
  for (; rows != 0; rows >>= 1, docs &= docs - 1)
    if ((rows & 1) != 0) spread |= docs & (0 - docs);
  return spread;
}

}  // namespace

bool ColumnReader::any_block_meets(std::uint64_t begin, std::uint64_t end,
                                   const CodeRange& range) const {
  end = std::min(end, entry_.values);
  for (std::uint64_t block = begin / kColumnBlock; block * kColumnBlock < end; ++block)
    if (meets(codes_.least(block), codes_.greatest(block), range)) return true;
  return false;
}

bool ColumnReader::may_match(std::uint32_t window, const CodeRange& range) const {
  const RowSpan rows = rows_of_window(window);
  if (rows.begin == rows.end) return false;
  return any_block_meets(place_of_row(rows.begin), place_of_row(rows.end), range);
}

std::uint64_t ColumnReader::most_matches(const CodeRange& range) const {
  std::uint64_t most = 0;
  for (std::uint64_t block = 0; block * kColumnBlock < entry_.values; ++block)
    if (meets(codes_.least(block), codes_.greatest(block), range))
      most += std::min<std::uint64_t>(kColumnBlock, entry_.values - block * kColumnBlock);
  return std::min<std::uint64_t>(most, entry_.rows);
}

bool ColumnReader::fill(std::uint32_t window, const CodeRange& range, std::uint64_t* words) const {
  std::fill_n(words, kWindowWords, 0);
  const RowSpan rows = rows_of_window(window);
  if (rows.begin == rows.end) return false;
  if (entry_.presence == ColumnPresence::kAll) {
    fill_rows(rows, range, words);
  } else {
    std::array<std::uint64_t, kWindowWords> row_words{};
    fill_rows(rows, range, row_words.data());
    deposit(window, rows, row_words.data(), words);
  }
  return std::any_of(words, words + kWindowWords, [](std::uint64_t word) { return word != 0; });
}

void ColumnReader::fill_rows(const RowSpan& rows, const CodeRange& range,
                             std::uint64_t* words) const {
  if (extra_.size() == 0)
    fill_single(rows, range, words);
  else
    fill_several(rows, range, words);
}

void ColumnReader::fill_single(const RowSpan& rows, const CodeRange& range,
                               std::uint64_t* words) const {
  for (std::uint32_t row = rows.begin; row < rows.end;) {
    const std::uint32_t block = row / kColumnBlock;
    const auto end = static_cast<std::uint32_t>(
        std::min<std::uint64_t>((std::uint64_t{block} + 1) * kColumnBlock, rows.end));
    const std::uint64_t least = codes_.least(block);
    const std::uint64_t greatest = codes_.greatest(block);
    if (range.low <= least && greatest <= range.high)
      set_bits(words, row - rows.begin, end - rows.begin);
    else if (meets(least, greatest, range))
      compare(codes_.block(block), row % kColumnBlock, row % kColumnBlock + (end - row), range,
              words, row - rows.begin);
    row = end;
  }
}

void ColumnReader::fill_several(const RowSpan& rows, const CodeRange& range,
                                std::uint64_t* words) const {
  std::uint64_t place = place_of_row(rows.begin);
  if (!any_block_meets(place, place_of_row(rows.end), range)) return;
  PackedWalk extra(extra_);
  PackedWalk codes(codes_);
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    const std::uint64_t next = std::uint64_t{row} + 1;
    const std::uint64_t end = next < entry_.rows ? next + extra[next] : entry_.values;
    if (end <= place || end > entry_.values) fail_row(row, place, end);
    std::uint64_t found = 0;
    for (; place < end; ++place)
      found |= codes[place] - range.low <= range.high - range.low ? 1U : 0U;
    words[(row - rows.begin) / 64] |= found << ((row - rows.begin) % 64);
  }
}

/// From bits of rows to bits of documents.
void ColumnReader::deposit(std::uint32_t window, const RowSpan& rows,
                           const std::uint64_t* row_words, std::uint64_t* words) const {
  const std::uint32_t count = rows.end - rows.begin;
  if (entry_.presence == ColumnPresence::kList) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if ((row_words[i / 64] >> (i % 64) & 1) == 0) continue;
      const auto doc = load_le<std::uint16_t>(presence_ + std::size_t{2} * (rows.begin + i));
      if (doc < kColumnWindow) words[doc / 64] |= std::uint64_t{1} << (doc % 64);
    }
    return;
  }
  const std::size_t first_word = std::size_t{window} * kWindowWords;
  const std::size_t end = std::min<std::size_t>(kWindowWords, (doc_count_ + 63) / 64 - first_word);
  std::uint32_t row = 0;
  for (std::size_t i = 0; i < end && row < count; ++i) {
    const auto docs = load_le<std::uint64_t>(presence_ + 8 * (first_word + i));
    std::uint64_t bits = row_words[row / 64] >> (row % 64);
    if (row % 64 != 0 && row / 64 + 1 < kWindowWords)
      bits |= row_words[row / 64 + 1] << (64 - row % 64);
    words[i] = spread(bits, docs);
    row += static_cast<std::uint32_t>(std::popcount(docs));
  }
}

}  // namespace izde::internal
