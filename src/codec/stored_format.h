#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// The layout of the stored values of a segment: docs/format/stored.md.
namespace izde::internal {

inline constexpr std::string_view kStoredFormat = "stored";
inline constexpr std::uint32_t kStoredVersion = 1;

/// A block is closed once it holds this many bytes of values; a document is never cut.
inline constexpr std::size_t kStoredBlockBytes = std::size_t{32} << 10;

/// Before the compressed bytes of a block: their XXH3, their count, and the count of bytes they
/// give.
inline constexpr std::size_t kStoredBlockHead = 16;

}  // namespace izde::internal
