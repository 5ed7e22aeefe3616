#pragma once

#include <cstddef>
#include <cstdint>

namespace izde::internal {

/// Numbers in a packed block, and lanes that they stand in.
inline constexpr unsigned kPackedBlock = 256;
inline constexpr unsigned kPackedLanes = 8;

/// Bytes of a block of kPackedBlock numbers of `width` bits.
constexpr std::size_t packed_block_bytes(unsigned width) noexcept {
  return std::size_t{kPackedBlock / 8} * width;
}

/// Bytes of `count` numbers of `width` bits.
constexpr std::size_t packed_bytes(std::size_t count, unsigned width) noexcept {
  return (count * width + 7) / 8;
}

/// Returns the least width that holds each of `count` numbers; 0 when all are 0.
unsigned bit_width(const std::uint32_t* numbers, std::size_t count) noexcept;

/// Packs kPackedBlock numbers. Number i stands in lane i % 8; the 32 numbers of a lane follow each
/// other bit by bit, lowest bit first, over the lane's words; word w of lane l is little-endian at
/// byte 32 * w + 4 * l. Eight lanes so that one 256-bit register holds a word of each. \pre width
/// <= 32, each number below 2^width. Writes packed_block_bytes(width).
void pack_block(const std::uint32_t* numbers, unsigned width, char* to) noexcept;

/// Packs any count of numbers one behind the other, lowest bit first. Writes packed_bytes(count,
/// width); the bits that are left over are 0.
void pack_run(const std::uint32_t* numbers, std::size_t count, unsigned width, char* to) noexcept;

/// Reads back what pack_run() wrote. \pre width <= 32, packed_bytes(count, width) readable.
void unpack_run(const char* from, std::size_t count, unsigned width,
                std::uint32_t* numbers) noexcept;

}  // namespace izde::internal
