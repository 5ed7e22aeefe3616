#include "codec/packed_array.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace izde::internal {
namespace {

constexpr std::uint64_t block_bytes(std::uint64_t numbers, std::uint64_t width) noexcept {
  return (numbers * width + 7) / 8;
}

}  // namespace

PackedArray::PackedArray(ByteReader& in, std::string_view file, const std::string& name,
                         std::uint64_t count, std::uint64_t greatest)
    : file_(file), name_(&name), count_(count), bound_bytes_(bound_bytes(greatest)) {
  if (bound_bytes_ == 0 || count == 0) {
    bound_bytes_ = 0;
    return;
  }
  const std::uint64_t blocks = blocks_of(count, kColumnBlock);
  if (blocks > in.remaining()) in.fail(fmt::format("{} blocks of packed numbers", blocks));
  least_ = in.bytes(blocks * bound_bytes_).data();
  greatest_ = in.bytes(blocks * bound_bytes_).data();
  ends_ = in.bytes(blocks * 4).data();
  const std::uint64_t before = blocks > 1 ? end(blocks - 2) : 0;
  const std::uint64_t last = end(blocks - 1);
  if (last < before || last - before > 64)
    in.fail(fmt::format("a block of packed numbers from {} to {}", before, last));
  bits_ = in.bytes(before * (kColumnBlock / 8) +
                   block_bytes(count - (blocks - 1) * kColumnBlock, last - before));
}

PackedArray::Block PackedArray::block(std::uint64_t block) const {
  if (bound_bytes_ == 0) return {};
  Block found;
  found.least = least(block);
  found.greatest = greatest(block);
  const std::uint64_t begin = block > 0 ? end(block - 1) : 0;
  if (found.least > found.greatest) fail(block);
  found.width = packed_width(static_cast<unsigned>(std::bit_width(found.greatest - found.least)));
  const std::uint64_t at = begin * (kColumnBlock / 8);
  const std::uint64_t numbers =
      std::min<std::uint64_t>(kColumnBlock, count_ - block * kColumnBlock);
  if (begin + found.width != end(block) || at > bits_.size() ||
      block_bytes(numbers, found.width) > bits_.size() - at)
    fail(block);
  found.bits = bits_.data() + at;
  return found;
}

std::uint64_t PackedArray::bound(const char* bounds, std::uint64_t block) const noexcept {
  switch (bound_bytes_) {
    case 0:
      return 0;
    case 1:
      return static_cast<unsigned char>(bounds[block]);
    case 2:
      return load_le<std::uint16_t>(bounds + 2 * block);
    case 4:
      return load_le<std::uint32_t>(bounds + 4 * block);
    default:
      return load_le<std::uint64_t>(bounds + 8 * block);
  }
}

void PackedArray::fail(std::uint64_t block) const {
  throw_corruption(*name_, static_cast<std::uint64_t>(ends_ + 4 * block - file_.data()),
                   fmt::format("block {} of packed numbers from {} to {}, ends at {} of {}", block,
                               least(block), greatest(block), end(block), bits_.size()));
}

}  // namespace izde::internal
