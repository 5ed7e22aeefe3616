#include "base/bitpack_kernels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <utility>

#include "base/bytes.h"

// The newest targets add nothing here.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/bitpack_kernels.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#ifndef IZDE_BITPACK_KERNELS_PLAIN
#define IZDE_BITPACK_KERNELS_PLAIN
namespace izde::internal::plain {

inline void unpack_run(const char* from, std::size_t count, unsigned width,
                       std::uint32_t* numbers) {
  internal::unpack_run(from, count, width, numbers);
}

/// How four numbers of a run are brought into four lanes: by width, for those that begin with a
/// byte and those that begin in the middle of one.
struct RunLanes {
  /// A number and the bits before it in its byte fit in a lane.
  static constexpr unsigned kMostWidth = 25;
  struct Four {
    alignas(16) std::array<std::uint8_t, 16> bytes;  // of the 16 from the first one on
    alignas(16) std::array<std::uint32_t, 4> shifts;
  };
  std::array<std::array<Four, 2>, kMostWidth + 1> of_width;
};

constexpr RunLanes kRunLanes = [] {
  RunLanes lanes{};
  for (unsigned width = 0; width <= RunLanes::kMostWidth; ++width)
    for (unsigned half = 0; half < 2; ++half)
      for (unsigned lane = 0; lane < 4; ++lane) {
        const unsigned bit = 4 * half + lane * width;
        RunLanes::Four& four = lanes.of_width[width][half];
        four.shifts[lane] = bit % 8;
        for (unsigned byte = 0; byte < 4; ++byte)
          four.bytes[4 * lane + byte] = static_cast<std::uint8_t>(bit / 8 + byte);
      }
  return lanes;
}();

inline void unpack(const char* from, unsigned width, std::uint32_t* numbers) {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  for (unsigned i = 0; i < kPackedBlock; ++i) {
    const unsigned lane = i % kPackedLanes;
    const unsigned bit = i / kPackedLanes * width;
    const auto word = [&](unsigned w) -> std::uint64_t {
      return w < width ? load_le<std::uint32_t>(from + 4 * (kPackedLanes * w + lane)) : 0;
    };
    const std::uint64_t two = word(bit / 32) | word(bit / 32 + 1) << 32;
    numbers[i] = static_cast<std::uint32_t>(two >> (bit % 32) & mask);
  }
}

inline void sum(std::uint32_t base, std::uint32_t* numbers, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    base += numbers[i];
    numbers[i] = base++;
  }
}

inline void increment(std::uint32_t* numbers, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) ++numbers[i];
}

inline std::uint64_t total(const std::uint32_t* numbers, std::size_t count) {
  return std::accumulate(numbers, numbers + count, std::uint64_t{0});
}

inline std::size_t find(const std::uint32_t* numbers, std::size_t begin, std::size_t size,
                        std::uint32_t target) {
  return static_cast<std::size_t>(std::lower_bound(numbers + begin, numbers + size, target) -
                                  numbers);
}

inline std::size_t count_bits(const char* words, std::size_t i) {
  return static_cast<std::size_t>(std::popcount(load_le<std::uint64_t>(words + 8 * i)));
}

inline std::size_t numbers_of_bits(const char* bits, std::size_t words, std::uint32_t base,
                                   std::uint32_t* numbers, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < words; ++i, base += 64) {
    if (count + count_bits(bits, i) > most) return most + 1;
    for (auto word = load_le<std::uint64_t>(bits + 8 * i); word != 0; word &= word - 1)
      numbers[count++] = base + static_cast<std::uint32_t>(std::countr_zero(word));
  }
  return count;
}

inline std::size_t rank_bits(const char* bits, std::size_t words, std::uint32_t* ranks) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < words; ++i) {
    ranks[i] = count;
    count += static_cast<std::uint32_t>(std::popcount(load_le<std::uint64_t>(bits + 8 * i)));
  }
  return count;
}

inline std::size_t look_up_bits(const char* bits, const std::uint32_t* ranks, std::uint32_t base,
                                const std::uint32_t* wanted, std::size_t count,
                                std::uint32_t* which, std::uint32_t* at) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t place = wanted[i] - base;
    const auto word = load_le<std::uint64_t>(bits + 8 * (place / 64)) >> (place % 64);
    which[found] = static_cast<std::uint32_t>(i);
    found += word & 1U;
  }
  if (at == nullptr) return found;
  for (std::size_t i = 0; i < found; ++i) {
    const std::uint32_t place = wanted[which[i]] - base;
    const auto word = load_le<std::uint64_t>(bits + 8 * (place / 64));
    const std::uint64_t before = word & ((std::uint64_t{1} << (place % 64)) - 1);
    at[i] = ranks[place / 64] + static_cast<std::uint32_t>(std::popcount(before));
  }
  return found;
}

// The greatest number that the i-th lesser width holds; of widths below 0 any.
inline std::uint32_t held(unsigned width, unsigned i) {
  return static_cast<std::uint32_t>((std::uint64_t{1} << (width - 1 - i) % 64) - 1);
}

inline void add_over(const std::uint32_t* numbers, std::size_t count, Widths& widths) {
  for (unsigned i = 0; i < kPatchBits; ++i) {
    const std::uint32_t most = held(widths.width, i);
    std::uint32_t over = 0;
    for (std::size_t at = 0; at < count; ++at) over += numbers[at] > most ? 1U : 0U;
    widths.over[i] += over;
  }
}

inline Widths widths(const std::uint32_t* numbers, std::size_t count) {
  Widths found;
  found.width = bit_width(numbers, count);
  add_over(numbers, count, found);
  return found;
}

}  // namespace izde::internal::plain
#endif

HWY_BEFORE_NAMESPACE();
namespace izde::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128
const BlockKernels& kernels() { return plain_block_kernels(); }
#else
using Numbers = hn::CappedTag<std::uint32_t, kPackedLanes>;

const std::uint32_t* words_at(const char* from) {
  return reinterpret_cast<const std::uint32_t*>(from);  // LoadU asks for no alignment
}

// Unpacks up to `count` numbers from bit `begin` on, four at a time, as long as 16 bytes from their
// first one on can be read. Returns how many. \pre begin % 4 == 0, width <= kMostWidth
HWY_INLINE std::size_t unpack_fours(const char* HWY_RESTRICT from, std::size_t size,
                                    std::size_t begin, std::size_t count, unsigned width,
                                    std::uint32_t* HWY_RESTRICT numbers) {
  const hn::FixedTag<std::uint32_t, 4> d;
  const hn::Repartition<std::uint8_t, decltype(d)> bytes;
  const auto mask = hn::Set(d, static_cast<std::uint32_t>((1ULL << width) - 1));
  const auto& lanes = plain::kRunLanes.of_width[width];
  std::size_t i = 0;
  for (; i < count && (begin + i * width) / 8 + 16 <= size; i += 4) {
    const std::size_t bit = begin + i * width;
    const auto packed = hn::LoadU(bytes, reinterpret_cast<const std::uint8_t*>(from) + bit / 8);
    const plain::RunLanes::Four& four = lanes[bit % 8 / 4];
    const auto found =
        hn::BitCast(d, hn::TableLookupBytes(packed, hn::Load(bytes, four.bytes.data())));
    hn::StoreU(hn::And(hn::Shr(found, hn::Load(d, four.shifts.data())), mask), d, numbers + i);
  }
  return i;
}

// The last bytes are copied to where more can be read behind them.
void unpack_run(const char* HWY_RESTRICT from, std::size_t count, unsigned width,
                std::uint32_t* HWY_RESTRICT numbers) {
  if (width > plain::RunLanes::kMostWidth) return plain::unpack_run(from, count, width, numbers);
  const std::size_t size = packed_bytes(count, width);
  const std::size_t done = unpack_fours(from, size, 0, count, width, numbers);
  if (done >= count) return;
  char left[32] = {};
  if (width > 0) std::memcpy(left, from + done * width / 8, size - done * width / 8);
  unpack_fours(left, sizeof left, done * width % 8, count - done, width, numbers + done);
}

template <unsigned kWidth, unsigned kRow>
HWY_INLINE void unpack_row(const char* HWY_RESTRICT from, std::uint32_t* HWY_RESTRICT numbers) {
  constexpr unsigned kBit = kRow * kWidth;
  constexpr unsigned kShift = kBit % 32;
  constexpr std::size_t kWord = std::size_t{4} * kPackedLanes * (kBit / 32);
  const Numbers d;
  for (std::size_t lane = 0; lane < kPackedLanes; lane += hn::Lanes(d)) {
    const char* const at = from + kWord + 4 * lane;
    auto value = hn::ShiftRight<kShift>(hn::LoadU(d, words_at(at)));
    if constexpr (kShift + kWidth > 32)
      value = hn::Or(value, hn::ShiftLeft<32 - kShift>(
                                hn::LoadU(d, words_at(at + std::size_t{4} * kPackedLanes))));
    if constexpr (kShift + kWidth != 32)
      value = hn::And(value, hn::Set(d, static_cast<std::uint32_t>((1ULL << kWidth) - 1)));
    hn::StoreU(value, d, numbers + kPackedLanes * kRow + lane);
  }
}

template <unsigned kWidth, unsigned... kRows>
HWY_INLINE void unpack_rows(const char* HWY_RESTRICT from, std::uint32_t* HWY_RESTRICT numbers,
                            std::integer_sequence<unsigned, kRows...> /*unused*/) {
  (unpack_row<kWidth, kRows>(from, numbers), ...);
}

template <unsigned kWidth>
void unpack_width(const char* HWY_RESTRICT from, std::uint32_t* HWY_RESTRICT numbers) {
  if constexpr (kWidth == 0)
    std::memset(numbers, 0, kPackedBlock * sizeof *numbers);
  else
    unpack_rows<kWidth>(from, numbers,
                        std::make_integer_sequence<unsigned, kPackedBlock / kPackedLanes>{});
}

template <unsigned... kWidths>
constexpr std::array<void (*)(const char*, std::uint32_t*), 33> unpack_table(
    std::integer_sequence<unsigned, kWidths...> /*unused*/) {
  return {unpack_width<kWidths>...};
}

constexpr auto kUnpack = unpack_table(std::make_integer_sequence<unsigned, 33>{});

void unpack(const char* from, unsigned width, std::uint32_t* numbers) {
  kUnpack[width](from, numbers);
}

// Sums within the vector; only the sum of the vectors before is carried from one to the next.
void sum(std::uint32_t base, std::uint32_t* numbers, std::size_t count) {
  const Numbers d;
  const auto one = hn::Set(d, 1);
  auto carry = hn::Set(d, base - 1);
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    auto v = hn::Add(hn::LoadU(d, numbers + i), one);
    v = hn::Add(v, hn::ShiftLeftLanes<1>(d, v));
    v = hn::Add(v, hn::ShiftLeftLanes<2>(d, v));
    auto total = hn::Broadcast<3>(v);
    if (hn::Lanes(d) == kPackedLanes) {
      const auto swapped = hn::SwapAdjacentBlocks(total);
      v = hn::Add(v, hn::OddEvenBlocks(swapped, hn::Zero(d)));
      total = hn::Add(total, swapped);
    }
    hn::StoreU(hn::Add(v, carry), d, numbers + i);
    carry = hn::Add(carry, total);
  }
}

void increment(std::uint32_t* numbers, std::size_t count) {
  const Numbers d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d))
    hn::StoreU(hn::Add(hn::LoadU(d, numbers + i), hn::Set(d, 1)), d, numbers + i);
}

// The halves of a number are added up apart: 2^16 of them have room.
std::uint64_t total(const std::uint32_t* numbers, std::size_t count) {
  const Numbers d;
  const auto half = hn::Set(d, 0xFFFF);
  auto low = hn::Zero(d);
  auto high = hn::Zero(d);
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto v = hn::LoadU(d, numbers + i);
    low = hn::Add(low, hn::And(v, half));
    high = hn::Add(high, hn::ShiftRight<16>(v));
  }
  const std::uint64_t sum = std::uint64_t{hn::GetLane(hn::SumOfLanes(d, low))} +
                            (std::uint64_t{hn::GetLane(hn::SumOfLanes(d, high))} << 16U);
  return sum + plain::total(numbers + i, count - i);
}

using Wide = hn::CappedTag<std::uint32_t, kBlockPadding>;

HWY_INLINE std::size_t count_below(const std::uint32_t* numbers, std::size_t size,
                                   std::uint32_t target) {
  const Wide d;
  const auto wanted = hn::Set(d, target);
  std::size_t count = 0;
  for (std::size_t i = 0; i < size; i += hn::Lanes(d))
    count += hn::CountTrue(d, hn::Lt(hn::LoadU(d, numbers + i), wanted));
  return count;
}

// Most targets are near. Others are narrowed to some vectors, where counting beats branches.
std::size_t find(const std::uint32_t* numbers, std::size_t begin, std::size_t size,
                 std::uint32_t target) {
  constexpr std::size_t kNear = 16;
  constexpr std::size_t kCounted = 64;
  if (begin + kNear >= size || numbers[begin + kNear - 1] >= target)
    return begin + std::min(count_below(numbers + begin, kNear, target), size - begin);
  std::size_t length = size - begin;
  while (length > kCounted) {
    const std::size_t half = length / 2;
    begin = numbers[begin + half - 1] < target ? begin + half : begin;
    length -= half;
  }
  return begin + std::min(count_below(numbers + begin, length, target), length);
}

std::size_t numbers_of_bits(const char* bits, std::size_t words, std::uint32_t base,
                            std::uint32_t* numbers, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < words; ++i) count += plain::count_bits(bits, i);
  if (count > most) return most + 1;
  const Wide d;
  constexpr std::size_t kWordBits = 64;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t i = 0; i < words; ++i) {
    const auto word = load_le<std::uint64_t>(bits + 8 * i);
    for (std::size_t at = 0; at < kWordBits; at += lanes) {
      const std::uint64_t part = word >> at & ((std::uint64_t{1} << lanes) - 1);
      std::uint8_t mask[8];
      std::memcpy(mask, &part, sizeof mask);
      // Not CompressBitsStore: some processors compress into memory slowly.
      hn::StoreU(hn::CompressBits(hn::Iota(d, base), mask), d, numbers);
      numbers += std::popcount(part);
      base += static_cast<std::uint32_t>(lanes);
    }
  }
  return count;
}

std::size_t rank_bits(const char* bits, std::size_t words, std::uint32_t* ranks) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < words; ++i) {
    ranks[i] = count;
    count += static_cast<std::uint32_t>(std::popcount(load_le<std::uint64_t>(bits + 8 * i)));
  }
  return count;
}

std::size_t look_up_bits(const char* bits, const std::uint32_t* ranks, std::uint32_t base,
                         const std::uint32_t* wanted, std::size_t count, std::uint32_t* which,
                         std::uint32_t* at) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t place = wanted[i] - base;
    const auto word = load_le<std::uint64_t>(bits + 8 * (place / 64)) >> (place % 64);
    which[found] = static_cast<std::uint32_t>(i);
    found += word & 1U;
  }
  if (at == nullptr) return found;
  for (std::size_t i = 0; i < found; ++i) {
    const std::uint32_t place = wanted[which[i]] - base;
    const auto word = load_le<std::uint64_t>(bits + 8 * (place / 64));
    const std::uint64_t before = word & ((std::uint64_t{1} << (place % 64)) - 1);
    at[i] = ranks[place / 64] + static_cast<std::uint32_t>(std::popcount(before));
  }
  return found;
}

// A pass for the width, a pass for each lesser one: they are in the nearest cache.
Widths widths(const std::uint32_t* numbers, std::size_t count) {
  const Wide d;
  const std::size_t whole = count - count % hn::Lanes(d);
  Widths found;
  if (whole == 0) return plain::widths(numbers, count);
  auto bits = hn::Zero(d);
  for (std::size_t at = 0; at < whole; at += hn::Lanes(d))
    bits = hn::Or(bits, hn::LoadU(d, numbers + at));
  std::uint32_t lanes[kBlockPadding];
  hn::StoreU(bits, d, lanes);
  found.width = std::max(bit_width(lanes, hn::Lanes(d)), bit_width(numbers + whole, count - whole));
  for (unsigned i = 0; i < kPatchBits; ++i) {
    const auto most = hn::Set(d, plain::held(found.width, i));
    std::size_t over = 0;
    for (std::size_t at = 0; at < whole; at += hn::Lanes(d))
      over += hn::CountTrue(d, hn::Gt(hn::LoadU(d, numbers + at), most));
    found.over[i] = static_cast<std::uint32_t>(over);
  }
  plain::add_over(numbers + whole, count - whole, found);
  return found;
}

constexpr BlockKernels kKernels = {unpack, unpack_run,      sum,       increment,    total,
                                   find,   numbers_of_bits, rank_bits, look_up_bits, widths};
const BlockKernels& kernels() { return kKernels; }
#endif

}  // namespace izde::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace izde::internal {

HWY_EXPORT(kernels);

const BlockKernels& block_kernels() noexcept {
  if constexpr (std::endian::native == std::endian::big) return plain_block_kernels();
  return HWY_DYNAMIC_DISPATCH(kernels)();
}

const BlockKernels& plain_block_kernels() noexcept {
  static constexpr BlockKernels kPlain = {
      plain::unpack, plain::unpack_run,      plain::sum,       plain::increment,    plain::total,
      plain::find,   plain::numbers_of_bits, plain::rank_bits, plain::look_up_bits, plain::widths};
  return kPlain;
}

}  // namespace izde::internal
#endif
