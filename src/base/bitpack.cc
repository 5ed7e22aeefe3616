#include "base/bitpack.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/bytes.h"

namespace izde::internal {
namespace {

constexpr unsigned kLanes = 4;
constexpr unsigned kWordsPerLane = kPackedBlock / kLanes;

// One function a width, so that shifts and masks are constants and the four lanes become one
// vector.
template <unsigned kWidth>
void pack_width(const std::uint32_t* numbers, char* to) noexcept {
  std::array<std::uint32_t, kLanes*(kWidth + 2)> words{};
  for (unsigned i = 0; i < kWordsPerLane; ++i) {
    const unsigned bit = i * kWidth;
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      const std::uint64_t number = std::uint64_t{numbers[kLanes * i + lane]} << (bit % 32);
      words[kLanes * (bit / 32) + lane] |= static_cast<std::uint32_t>(number);
      words[kLanes * (bit / 32 + 1) + lane] |= static_cast<std::uint32_t>(number >> 32);
    }
  }
  for (unsigned i = 0; i < kLanes * kWidth; ++i) store_le(to + 4 * i, words[i]);
}

template <unsigned kWidth, unsigned kIndex>
void unpack_four(const char* from, std::uint32_t* numbers) noexcept {
  constexpr unsigned kBit = kIndex * kWidth;
  constexpr unsigned kWord = kBit / 32;
  constexpr unsigned kShift = kBit % 32;
  constexpr std::uint32_t kMask = kWidth == 32 ? ~0U : (1U << kWidth) - 1;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    std::uint32_t value = load_le<std::uint32_t>(from + 16 * kWord + 4 * lane) >> kShift;
    if constexpr (kShift + kWidth > 32)
      value |= load_le<std::uint32_t>(from + 16 * (kWord + 1) + 4 * lane) << (32 - kShift);
    numbers[kLanes * kIndex + lane] = value & kMask;
  }
}

template <unsigned kWidth, unsigned... kIndex>
void unpack_all(const char* from, std::uint32_t* numbers,
                std::integer_sequence<unsigned, kIndex...> /*unused*/) noexcept {
  (unpack_four<kWidth, kIndex>(from, numbers), ...);
}

template <unsigned kWidth>
void unpack_width(const char* from, std::uint32_t* numbers) noexcept {
  if constexpr (kWidth == 0)
    std::memset(numbers, 0, kPackedBlock * sizeof *numbers);
  else
    unpack_all<kWidth>(from, numbers, std::make_integer_sequence<unsigned, kWordsPerLane>{});
}

using PackFunction = void (*)(const std::uint32_t*, char*) noexcept;
using UnpackFunction = void (*)(const char*, std::uint32_t*) noexcept;

template <unsigned... kWidths>
constexpr std::array<PackFunction, 33> pack_table(
    std::integer_sequence<unsigned, kWidths...> /*unused*/) {
  return {pack_width<kWidths>...};
}
template <unsigned... kWidths>
constexpr std::array<UnpackFunction, 33> unpack_table(
    std::integer_sequence<unsigned, kWidths...> /*unused*/) {
  return {unpack_width<kWidths>...};
}

constexpr auto kPack = pack_table(std::make_integer_sequence<unsigned, 33>{});
constexpr auto kUnpack = unpack_table(std::make_integer_sequence<unsigned, 33>{});

}  // namespace

unsigned bit_width(const std::uint32_t* numbers, std::size_t count) noexcept {
  std::uint32_t all = 0;
  for (std::size_t i = 0; i < count; ++i) all |= numbers[i];
  return static_cast<unsigned>(std::bit_width(all));
}

void pack_block(const std::uint32_t* numbers, unsigned width, char* to) noexcept {
  kPack[width](numbers, to);
}

void unpack_block(const char* from, unsigned width, std::uint32_t* numbers) noexcept {
  kUnpack[width](from, numbers);
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
  std::uint64_t pending = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (; bits < width; bits += 8)
      pending |= std::uint64_t{static_cast<unsigned char>(*from++)} << bits;
    numbers[i] = static_cast<std::uint32_t>(pending & mask);
    pending >>= width;
    bits -= width;
  }
}

}  // namespace izde::internal
