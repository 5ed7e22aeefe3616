#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "codec/columns_format.h"

namespace izde::internal {

/// Numbers in blocks of kColumnBlock, each with its least and greatest one, read in place; see
/// docs/format/columns.md. Any number in O(1). Does not own the bytes.
class PackedArray {
 public:
  /// One block. Numbers of damaged bytes are any, and may be above `greatest`.
  struct Block {
    std::uint64_t least = 0;
    std::uint64_t greatest = 0;
    unsigned width = 0;
    const char* bits = nullptr;

    /// \pre i is below the block's count
    std::uint64_t operator[](std::uint32_t i) const noexcept {
      if (width == 0) return least;
      const std::size_t bit = std::size_t{i} * width;
      if (width == 64) return least + load_le<std::uint64_t>(bits + bit / 8);
      return least + ((load_le<std::uint64_t>(bits + bit / 8) >> (bit % 8)) &
                      ((std::uint64_t{1} << width) - 1));
    }
  };

  PackedArray() = default;
  /// Takes an array of `count` numbers up to `greatest` off `in`, whose bytes are those of `file`.
  /// At least 8 bytes follow what `in` reads. Throws: Error{kCorruption}. Cost: O(1).
  PackedArray(ByteReader& in, std::string_view file, const std::string& name, std::uint64_t count,
              std::uint64_t greatest);

  std::uint64_t size() const noexcept { return count_; }
  /// \pre i < size(). Throws: Error{kCorruption}.
  std::uint64_t operator[](std::uint64_t i) const {
    return block(i / kColumnBlock)[static_cast<std::uint32_t>(i % kColumnBlock)];
  }
  /// \pre block * kColumnBlock < size(). Throws: Error{kCorruption}.
  Block block(std::uint64_t block) const;

  /// The least and greatest number of a block. \pre as block()
  std::uint64_t least(std::uint64_t block) const noexcept { return bound(least_, block); }
  std::uint64_t greatest(std::uint64_t block) const noexcept { return bound(greatest_, block); }

 private:
  std::uint64_t bound(const char* bounds, std::uint64_t block) const noexcept;
  std::uint32_t end(std::uint64_t block) const noexcept {
    return load_le<std::uint32_t>(ends_ + 4 * block);
  }
  [[noreturn]] void fail(std::uint64_t block) const;

  std::string_view file_;
  const std::string* name_ = nullptr;
  std::uint64_t count_ = 0;
  unsigned bound_bytes_ = 0;  // 0: all numbers are 0
  const char* least_ = nullptr;
  const char* greatest_ = nullptr;
  const char* ends_ = nullptr;
  std::string_view bits_;
};

}  // namespace izde::internal
