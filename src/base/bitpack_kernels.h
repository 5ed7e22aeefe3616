#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bitpack.h"

namespace izde::internal {

/// What the kernels may write behind the numbers of a block.
inline constexpr unsigned kBlockPadding = 16;

/// The loops over blocks of numbers, for one instruction set. All give the same numbers.
struct BlockKernels {
  /// Reads back what pack_block() wrote. \pre width <= 32, packed_block_bytes(width) readable
  void (*unpack)(const char* from, unsigned width, std::uint32_t* numbers);
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
};

/// The kernels for this processor. They are found once a target: keep the reference.
const BlockKernels& block_kernels() noexcept;

/// The same in plain C++: the oracle, and what a processor without vectors runs.
const BlockKernels& plain_block_kernels() noexcept;

}  // namespace izde::internal
