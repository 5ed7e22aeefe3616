#include "base/bitpack.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/bytes.h"

namespace izde::internal {
namespace {

constexpr unsigned kRows = kPackedBlock / kPackedLanes;

// One function a width, so that shifts are constants and the lanes become vectors.
template <unsigned kWidth>
void pack_width(const std::uint32_t* numbers, char* to) noexcept {
  std::array<std::uint32_t, kPackedLanes*(kWidth + 2)> words{};
  for (unsigned row = 0; row < kRows; ++row) {
    const unsigned bit = row * kWidth;
    for (unsigned lane = 0; lane < kPackedLanes; ++lane) {
      const std::uint64_t number = std::uint64_t{numbers[kPackedLanes * row + lane]} << (bit % 32);
      words[kPackedLanes * (bit / 32) + lane] |= static_cast<std::uint32_t>(number);
      words[kPackedLanes * (bit / 32 + 1) + lane] |= static_cast<std::uint32_t>(number >> 32);
    }
  }
  for (unsigned i = 0; i < kPackedLanes * kWidth; ++i) store_le(to + 4 * i, words[i]);
}

using PackFunction = void (*)(const std::uint32_t*, char*) noexcept;

template <unsigned... kWidths>
constexpr std::array<PackFunction, 33> pack_table(
    std::integer_sequence<unsigned, kWidths...> /*unused*/) {
  return {pack_width<kWidths>...};
}

constexpr auto kPack = pack_table(std::make_integer_sequence<unsigned, 33>{});

}  // namespace

unsigned bit_width(const std::uint32_t* numbers, std::size_t count) noexcept {
  std::uint32_t all = 0;
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4)
    all |= (numbers[i] | numbers[i + 1]) | (numbers[i + 2] | numbers[i + 3]);
  for (; i < count; ++i) all |= numbers[i];
  return static_cast<unsigned>(std::bit_width(all));
}

void pack_block(const std::uint32_t* numbers, unsigned width, char* to) noexcept {
  kPack[width](numbers, to);
}

void pack_run(const std::uint32_t* numbers, std::size_t count, unsigned width, char* to) noexcept {
  std::uint64_t pending = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    pending |= std::uint64_t{numbers[i]} << bits;
    bits += width;
    if (bits < 32) continue;
    store_le(to, static_cast<std::uint32_t>(pending));
    to += 4;
    bits -= 32;
    pending >>= 32;
  }
  for (; bits > 0; bits -= std::min(bits, 8U), pending >>= 8) *to++ = static_cast<char>(pending);
}

void unpack_run(const char* from, std::size_t count, unsigned width,
                std::uint32_t* numbers) noexcept {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  const std::size_t size = packed_bytes(count, width);
  // A number and the bits before it in its byte fit in eight bytes; so do those that are left at
  // the end, with the bits before them.
  char few[8] = {};
  const char* last = few;
  std::size_t last_bit = 0;
  std::size_t i = 0;
  if (size >= 8) {
    for (; i * width / 8 + 8 <= size && i < count; ++i)
      numbers[i] = static_cast<std::uint32_t>(
          load_le<std::uint64_t>(from + i * width / 8) >> (i * width % 8) & mask);
    last = from + size - 8;
    last_bit = 8 * (size - 8);
  } else if (size > 0) {
    std::memcpy(few, from, size);
  }
  const auto left = load_le<std::uint64_t>(last);
  for (; i < count; ++i)
    numbers[i] = static_cast<std::uint32_t>(left >> (i * width - last_bit) & mask);
}

}  // namespace izde::internal
