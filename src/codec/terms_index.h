#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "codec/term_info.h"
#include "codec/terms_block.h"

namespace izde::internal {

/// One field's part of a dictionary: where its blocks stand, and the index that finds one. Terms
/// are as terms_letters.h codes them.
class FieldTerms {
 public:
  /// Reads an entry of the table of fields, which begins at `table`. Throws Error{kCorruption}.
  FieldTerms(const FramedInput& file, ByteReader& in, std::uint64_t table);

  std::uint32_t field() const noexcept { return field_; }
  TermKind kind() const noexcept { return kind_; }
  std::uint64_t term_count() const noexcept { return term_count_; }
  std::uint32_t block_count() const noexcept { return block_count_; }

  /// The last block whose first term is not above `term`, or the first block.
  /// Throws Error{kCorruption}. \pre block_count() > 0
  std::uint32_t block_of(std::string_view term) const;
  /// Throws Error{kCorruption}, also when the block's checksum is wrong, which is compared until it
  /// was right once. \pre block < block_count()
  TermsBlock block(std::uint32_t block) const;

  [[noreturn]] void fail(std::uint32_t block, std::string_view what) const;

 private:
  struct Range {
    std::size_t begin;
    std::size_t end;
  };
  std::uint64_t key(std::size_t level, std::size_t i) const noexcept;
  std::uint32_t first_not_below(std::uint64_t prefix) const noexcept;
  std::string_view first_term(std::uint32_t block) const;
  Range range_of(std::uint32_t block) const;

  static constexpr std::size_t kMostLevels = 11;  // of 8^11 blocks

  const FramedInput* file_;
  std::uint32_t field_ = 0;
  TermKind kind_ = TermKind::kPositions;
  std::uint32_t block_count_ = 0;
  std::uint64_t term_count_ = 0;
  std::size_t begin_ = 0;  ///< Of the blocks, which end where the index begins.
  std::size_t index_ = 0;
  std::size_t levels_ = 0;
  std::array<std::size_t, kMostLevels> level_at_{};
  std::array<std::size_t, kMostLevels> level_keys_{};
  /// Bit i: the checksum of block i was compared and is right. Nothing is read by way of it but
  /// bytes that do not change, so threads need no order.
  std::unique_ptr<std::atomic<std::uint64_t>[]> checked_;
};

}  // namespace izde::internal
