#include "base/bitpack.h"

#include <array>
#include <bit>
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

std::uint32_t byte_at(const char* from, std::size_t i) noexcept {
  return static_cast<unsigned char>(from[i]);
}

}  // namespace

unsigned bit_width(const std::uint32_t* numbers, std::size_t count) noexcept {
  std::uint32_t all = 0;
  for (std::size_t i = 0; i < count; ++i) all |= numbers[i];
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
    for (bits += width; bits >= 8; bits -= 8, pending >>= 8) *to++ = static_cast<char>(pending);
  }
  if (bits > 0) *to = static_cast<char>(pending);
}

void unpack_run(const char* from, std::size_t count, unsigned width,
                std::uint32_t* numbers) noexcept {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  const std::size_t size = packed_bytes(count, width);
  std::size_t i = 0;
  if (size >= 8)  // a number and the bits before it in its byte fit in eight bytes
    for (; i * width / 8 + 8 <= size && i < count; ++i)
      numbers[i] = static_cast<std::uint32_t>(
          load_le<std::uint64_t>(from + i * width / 8) >> (i * width % 8) & mask);
  for (; i < count; ++i) {
    const std::size_t first = i * width / 8;
    const std::size_t last = (i * width + width + 7) / 8;
    std::uint64_t number = 0;
    for (std::size_t at = first; at < last; ++at)
      number |= std::uint64_t{byte_at(from, at)} << (8 * (at - first));
    numbers[i] = static_cast<std::uint32_t>(number >> (i * width % 8) & mask);
  }
}

}  // namespace izde::internal
