#include "codec/postings_patched.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/bytes.h"

namespace izde::internal {
namespace {

constexpr unsigned kPatchedFlag = 0x80;

std::size_t packed_size(std::size_t count, unsigned width) noexcept {
  return count == kPackedBlock ? packed_block_bytes(width) : packed_bytes(count, width);
}

struct Choice {
  unsigned width;
  std::size_t patches;
};

// The width that takes the fewest bytes; a patch takes two.
Choice choose_width(const std::uint32_t* numbers, std::size_t count) noexcept {
  static const BlockKernels& kernels = block_kernels();
  const Widths widths = kernels.widths(numbers, count);
  Choice best{widths.width, 0};
  std::size_t best_size = packed_size(count, widths.width);
  for (unsigned i = 0; i < std::min(widths.width, kPatchBits); ++i) {
    const unsigned width = widths.width - 1 - i;
    const std::size_t size = packed_size(count, width) + 1 + 2 * widths.over[i];
    if (widths.over[i] > 0xFF) break;
    if (size >= best_size) continue;
    best = {width, widths.over[i]};
    best_size = size;
  }
  return best;
}

void append_packed(std::string& out, const std::uint32_t* numbers, std::size_t count,
                   unsigned width) {
  const std::size_t at = out.size();
  out.resize(at + packed_size(count, width));
  if (count == kPackedBlock)
    pack_block(numbers, width, out.data() + at);
  else
    pack_run(numbers, count, width, out.data() + at);
}

}  // namespace

void append_patched(std::string& out, const std::uint32_t* numbers, std::size_t count) {
  const auto [width, patches] = choose_width(numbers, count);
  out.push_back(static_cast<char>(width | (patches == 0 ? 0 : kPatchedFlag)));
  if (patches == 0) return append_packed(out, numbers, count, width);
  out.push_back(static_cast<char>(patches));
  std::array<std::uint32_t, kPackedBlock> low;
  std::array<char, kPackedBlock> places;
  std::array<char, kPackedBlock> high;
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    low[i] = static_cast<std::uint32_t>(numbers[i] & mask);
    places[found] = static_cast<char>(i);
    high[found] = static_cast<char>(std::uint64_t{numbers[i]} >> width);
    if (numbers[i] > mask) ++found;
  }
  append_packed(out, low.data(), count, width);
  out.append(places.data(), patches);
  out.append(high.data(), patches);
}

Patched read_patched(ByteReader& in, std::size_t count) {
  Patched found;
  const unsigned head = in.u8();
  found.width = head & ~kPatchedFlag;
  if (found.width > 32) in.fail(fmt::format("numbers of {} bits", found.width));
  if (head != found.width) found.patches = in.u8();
  if (found.patches > count || (found.patches > 0 && found.width == 32))
    in.fail(fmt::format("{} patches of {} numbers of {} bits", found.patches, count, found.width));
  found.packed = in.bytes(packed_size(count, found.width)).data();
  found.places = in.bytes(2 * found.patches).data();
  return found;
}

void unpack_patched(const Patched& from, std::size_t count, const BlockKernels& kernels,
                    std::uint32_t* numbers) noexcept {
  if (count == kPackedBlock)
    kernels.unpack(from.packed, from.width, numbers);
  else
    kernels.unpack_run(from.packed, count, from.width, numbers);
  for (std::size_t i = 0; i < from.patches; ++i) {
    const auto place = static_cast<unsigned char>(from.places[i]);
    const std::uint32_t high = static_cast<unsigned char>(from.places[from.patches + i]);
    if (place < count) numbers[place] |= high << from.width;
  }
}

}  // namespace izde::internal
