#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bitpack.h"

namespace izde::internal {

/// What the kernels may write behind the numbers of a block.
inline constexpr unsigned kBlockPadding = 16;

/// Bits that a patch may add to the width of packed numbers (docs/format/postings.md).
inline constexpr unsigned kPatchBits = 8;

/// The width of `count` numbers, and how many of them a lesser width does not hold: over[i] of
/// width - 1 - i bits. What is below 0 bits is undefined.
struct Widths {
  unsigned width = 0;
  std::array<std::uint32_t, kPatchBits> over{};
};

/// The loops over blocks of numbers, for one instruction set. All give the same numbers.
struct BlockKernels {
  /// Reads back what pack_block() wrote. \pre width <= 32, packed_block_bytes(width) readable
  void (*unpack)(const char* from, unsigned width, std::uint32_t* numbers);
  /// Reads back what pack_run() wrote. \pre width <= 32, packed_bytes(count, width) readable;
  /// numbers has room for three more
  void (*unpack_run)(const char* from, std::size_t count, unsigned width, std::uint32_t* numbers);
  /// Turns `count` distances, each less one, into what they lead to: numbers[i] becomes base + i +
  /// the sum of the numbers up to i, modulo 2^32. \pre numbers has room for kBlockPadding more
  void (*sum)(std::uint32_t base, std::uint32_t* numbers, std::size_t count);
  /// Adds 1 to `count` numbers, modulo 2^32. \pre numbers has room for kBlockPadding more
  void (*increment)(std::uint32_t* numbers, std::size_t count);
  /// Returns the sum of `count` numbers.
  std::uint64_t (*total)(const std::uint32_t* numbers, std::size_t count);
  /// Index of the first number >= target in [begin, size), or size.
  /// \pre numbers do not fall; kBlockPadding numbers behind them can be read and are the greatest
  /// number
  std::size_t (*find)(const std::uint32_t* numbers, std::size_t begin, std::size_t size,
                      std::uint32_t target);
  /// Writes base + the index of each bit that is set in `words` words of 64, and returns how many
  /// those are, or `most` + 1 when there are more. \pre numbers has room for most + kBlockPadding
  std::size_t (*numbers_of_bits)(const char* bits, std::size_t words, std::uint32_t base,
                                 std::uint32_t* numbers, std::size_t most);
  /// Writes how many bits are set before each of `words` words of 64 to `ranks`, and returns how
  /// many are set in all.
  std::size_t (*rank_bits)(const char* bits, std::size_t words, std::uint32_t* ranks);
  /// Looks `wanted`, `count` of them, each as far from `base` as a bit from the first, up among the
  /// bits that are set. Writes the places of those that are to `which`, and with `at` how many bits
  /// are set before theirs. Returns how many there are. \pre `ranks` as rank_bits() writes them;
  /// `which` and `at` have room for all
  std::size_t (*look_up_bits)(const char* bits, const std::uint32_t* ranks, std::uint32_t base,
                              const std::uint32_t* wanted, std::size_t count, std::uint32_t* which,
                              std::uint32_t* at);
  Widths (*widths)(const std::uint32_t* numbers, std::size_t count);
};

/// The kernels for this processor. They are found once a target: keep the reference.
const BlockKernels& block_kernels() noexcept;

/// The same in plain C++: the oracle, and what a processor without vectors runs.
const BlockKernels& plain_block_kernels() noexcept;

}  // namespace izde::internal
