#pragma once

#include <cstdint>
#include <string_view>

#include "base/bitpack.h"

// The layout of the postings and the positions of a segment: docs/format/postings.md, positions.md.
namespace izde::internal {

inline constexpr std::string_view kPostingsFormat = "postings";
inline constexpr std::string_view kPositionsFormat = "position";
inline constexpr std::uint32_t kPostingsVersion = 2;
inline constexpr std::uint32_t kPositionsVersion = 1;

/// Documents in a full block of postings.
inline constexpr std::uint32_t kPostingsBlock = kPackedBlock;

/// A list of n full blocks begins with arrays of n u32: each block's last document, its end counted
/// from the end of the arrays, and, with positions, the end of its positions counted from the
/// term's first.
constexpr std::size_t skip_bytes(std::uint32_t blocks, bool has_positions) noexcept {
  return std::size_t{blocks} * (has_positions ? 12 : 8);
}

}  // namespace izde::internal
