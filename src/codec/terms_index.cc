#include "codec/terms_index.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/bytes.h"
#include "codec/terms_format.h"
#include "store/file_format.h"

namespace izde::internal {

FieldTerms::FieldTerms(const FramedInput& file, ByteReader& in, std::uint64_t table)
    : file_(&file), field_(in.u32()) {
  const std::uint32_t kind = in.u32();
  if (kind > static_cast<std::uint32_t>(TermKind::kFrequencies))
    in.fail(fmt::format("terms of kind {}", kind));
  kind_ = static_cast<TermKind>(kind);
  term_count_ = in.u64();
  const std::uint64_t begin = in.u64();
  const std::uint64_t index = in.u64();
  const std::uint64_t blocks = term_count_ / kTermsBlock + (term_count_ % kTermsBlock != 0);
  const auto fail = [&] {
    in.fail(fmt::format("field {}: {} terms from {} and their index at {}", field_, term_count_,
                        begin, index));
  };
  if (begin < kFileHeaderBytes || begin > index || index > table || blocks > (table - index) / 12)
    fail();
  begin_ = static_cast<std::size_t>(begin);
  index_ = static_cast<std::size_t>(index);
  block_count_ = static_cast<std::uint32_t>(blocks);
  std::size_t at = index_ + std::size_t{4} * block_count_;
  at += (kIndexNodeBytes - at % kIndexNodeBytes) % kIndexNodeBytes;
  for (std::size_t keys = block_count_;; keys = (keys + kIndexNode - 1) / kIndexNode) {
    level_keys_[levels_] = keys;
    level_at_[levels_++] = at;
    at += index_level_bytes(keys);
    if (keys <= kIndexNode) break;
  }
  if (at > table) fail();
  checked_ = std::make_unique<std::atomic<std::uint64_t>[]>(block_count_ / 64 + 1);
}

std::uint64_t FieldTerms::key(std::size_t level, std::size_t i) const noexcept {
  return load_le<std::uint64_t>(file_->bytes.data() + level_at_[level] + 8 * i);
}

// Each key of a level stands for a node of the level below: down one goes below the last key that
// is less.
std::uint32_t FieldTerms::first_not_below(std::uint64_t prefix) const noexcept {
  static_assert(kIndexNode == 8);
  std::size_t node = 0;
  for (std::size_t level = levels_; level-- > 0;) {
    const char* const keys = file_->bytes.data() + level_at_[level] + kIndexNodeBytes * node;
    const auto is_less = [&](std::size_t i) -> std::size_t {
      return load_le<std::uint64_t>(keys + 8 * i) < prefix ? 1 : 0;
    };
    const std::size_t less = is_less(0) + is_less(1) + is_less(2) + is_less(3) + is_less(4) +
                             is_less(5) + is_less(6) + is_less(7);
    // Padding that is damaged may be less, too: nothing is looked for behind the last key.
    const std::size_t first = std::min(kIndexNode * node + less, level_keys_[level]);
    if (level == 0) return static_cast<std::uint32_t>(first);
    node = less == 0 ? kIndexNode * node : first - 1;
  }
  return 0;
}

FieldTerms::Range FieldTerms::range_of(std::uint32_t block) const {
  const char* const offsets = file_->bytes.data() + index_;
  const std::size_t size = index_ - begin_;
  const std::size_t begin = load_le<std::uint32_t>(offsets + std::size_t{4} * block);
  const std::size_t end = block + 1 < block_count_
                              ? load_le<std::uint32_t>(offsets + std::size_t{4} * (block + 1))
                              : size;
  if (begin > end || end > size)
    throw_corruption(file_->file->name(), index_ + std::size_t{4} * block,
                     fmt::format("a block of terms from {} to {} of {}", begin, end, size));
  return {begin_ + begin, begin_ + end};
}

std::string_view FieldTerms::first_term(std::uint32_t block) const {
  const Range range = range_of(block);
  return TermsBlock::first_term(*file_, range.begin, range.end);
}

// Prefixes decide nearly always; terms are only compared among blocks that begin with the same one.
std::uint32_t FieldTerms::block_of(std::string_view term) const {
  const std::uint64_t prefix = term_prefix(term);
  std::uint32_t low = first_not_below(prefix);  // blocks below it begin below the term
  std::uint32_t high = low;
  for (std::uint32_t step = 1; high < block_count_ && key(0, high) == prefix; step *= 2)
    high = block_count_ - high > step ? high + step : block_count_;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const std::uint64_t found = key(0, middle);
    if (found < prefix || (found == prefix && first_term(middle) <= term))
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? 0 : low - 1;
}

TermsBlock FieldTerms::block(std::uint32_t block) const {
  const Range range = range_of(block);
  std::atomic<std::uint64_t>& checked = checked_[block / 64];
  const std::uint64_t bit = std::uint64_t{1} << (block % 64);
  if ((checked.load(std::memory_order_relaxed) & bit) == 0) {
    TermsBlock::check(*file_, range.begin, range.end);
    checked.fetch_or(bit, std::memory_order_relaxed);
  }
  const std::uint64_t before = std::uint64_t{block} * kTermsBlock;
  return {*file_, range.begin, range.end, kind_,
          static_cast<std::uint32_t>(std::min<std::uint64_t>(kTermsBlock, term_count_ - before))};
}

void FieldTerms::fail(std::uint32_t block, std::string_view what) const {
  throw_corruption(file_->file->name(), range_of(block).begin, what);
}

}  // namespace izde::internal
