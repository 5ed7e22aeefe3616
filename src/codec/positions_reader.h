#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bitpack_kernels.h"
#include "codec/postings_format.h"

namespace izde::internal {

struct FramedInput;

/// Numbers of one block, with room for what the kernels write behind them. Copies what is in use
/// alone, and begins with nothing set.
class BlockNumbers {
 public:
  BlockNumbers() noexcept = default;
  BlockNumbers(const BlockNumbers& other) noexcept { *this = other; }
  BlockNumbers& operator=(const BlockNumbers& other) noexcept;
  ~BlockNumbers() = default;

  std::uint32_t size() const noexcept { return size_; }
  void set_size(std::uint32_t size) noexcept { size_ = size; }
  std::uint32_t* data() noexcept { return numbers_; }
  const std::uint32_t* data() const noexcept { return numbers_; }
  std::uint32_t& operator[](std::size_t i) noexcept { return numbers_[i]; }
  std::uint32_t operator[](std::size_t i) const noexcept { return numbers_[i]; }

 private:
  std::uint32_t size_ = 0;
  alignas(64) std::uint32_t numbers_[kPackedBlock + kBlockPadding];
};

/// Positions of several documents, one document's behind the other's. Reuse one: its memory stays.
struct DocPositions {
  std::vector<std::uint32_t> numbers;  ///< What stands behind the last document's has no meaning.
  std::vector<std::uint32_t> ends;     ///< By document: where its positions end in `numbers`.
};

/// The positions of the documents of one block of postings, decoded by chunks as they are asked
/// for.
class BlockPositions {
 public:
  /// Of the `count` positions at `offset` of the file. Throws Error{kCorruption}.
  void begin(const FramedInput& file, std::uint64_t offset, std::uint64_t count);

  /// Writes the positions of one document to `out`: `count` of them, the first one being number
  /// `first` of the block. Costs a step for each chunk between; going back begins anew.
  /// Throws Error{kCorruption}.
  void read(const BlockKernels& kernels, std::uint64_t first, std::uint32_t count,
            std::vector<std::uint32_t>& out);

  /// Writes the positions of the block's documents `base` + places[i], which rise, to `out`.
  /// Documents 0 to i have sums[i] - i of them; without `sums` each document has one.
  /// Throws Error{kCorruption}. \pre the block has less than 2^32 positions, each document one
  void read(const BlockKernels& kernels, const std::uint32_t* sums, std::uint32_t base,
            std::span<const std::uint32_t> places, DocPositions& out);

  /// Positions of the block.
  std::uint64_t count() const noexcept { return count_; }

 private:
  std::size_t append(const BlockKernels& kernels, std::uint64_t first, std::uint64_t end,
                     std::vector<std::uint32_t>& out, std::size_t done);
  void seek(const BlockKernels& kernels, std::uint64_t number);

  const FramedInput* file_ = nullptr;
  std::size_t begin_ = 0;
  std::uint64_t count_ = 0;
  // Number chunk_first_ + i of the block is chunk_[i].
  std::uint64_t chunk_first_ = 0;
  std::size_t next_chunk_ = 0;
  BlockNumbers chunk_;
};

}  // namespace izde::internal
