#pragma once

#include <cstdint>
#include <string_view>

#include "base/bitpack.h"
#include "codec/postings_impacts.h"

// The layout of the postings and the positions of a segment: docs/format/postings.md, positions.md.
namespace izde::internal {

inline constexpr std::string_view kPostingsFormat = "postings";
inline constexpr std::string_view kPositionsFormat = "position";
inline constexpr std::uint32_t kPostingsVersion = 4;
inline constexpr std::uint32_t kPositionsVersion = 2;

/// Documents in a full block of postings. A list of no more is one block without skip data.
inline constexpr std::uint32_t kPostingsBlock = kPackedBlock;
/// Documents that every block has, but the last of a list.
inline constexpr std::uint32_t kLeastBlock = kPostingsBlock / 2;
/// Blocks whose impacts are also kept together.
inline constexpr std::uint32_t kBlockGroup = 32;

/// A list of one block has impacts when it has so many documents, and so many of them.
inline constexpr std::uint32_t kLeastWithImpacts = 16;
inline constexpr std::size_t kFewImpacts = 2;

/// Where the skip data of a list of many blocks stand, counted from the list's first byte. Arrays
/// of u32, but for the impacts and the skyband.
struct SkipLayout {
  SkipLayout() = default;
  SkipLayout(std::uint32_t blocks, std::size_t skyband_bytes, bool has_frequencies,
             bool has_positions) noexcept {
    const std::size_t groups = (std::size_t{blocks} + kBlockGroup - 1) / kBlockGroup;
    const std::size_t impacts = has_frequencies ? sizeof(ImpactCodes) : 0;
    group_impacts = list_impacts + impacts;
    block_impacts = group_impacts + impacts * groups;
    last_docs = block_impacts + impacts * blocks;
    block_ends = last_docs + std::size_t{4} * blocks;
    positions_ends = block_ends + std::size_t{4} * blocks;
    skyband = positions_ends + (has_positions ? std::size_t{4} * blocks : 0);
    size = skyband + skyband_bytes;
  }

  static constexpr std::size_t list_impacts =
      8;  ///< Behind the number of blocks and the skyband's bytes.
  std::size_t group_impacts = 0;
  std::size_t block_impacts = 0;
  std::size_t last_docs = 0;
  std::size_t block_ends = 0;  ///< Counted from the end of the skip data.
  std::size_t positions_ends = 0;
  std::size_t skyband = 0;
  std::size_t size = 0;
};

}  // namespace izde::internal
