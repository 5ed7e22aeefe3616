#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// The layout of the term dictionary of a segment: docs/format/terms.md.
namespace izde::internal {

inline constexpr std::string_view kTermsFormat = "terms";
inline constexpr std::uint32_t kTermsVersion = 3;

/// Terms in a block; the last block of a field may have fewer.
inline constexpr std::uint32_t kTermsBlock = 32;

/// Bytes of one entry of the table of fields.
inline constexpr std::size_t kTermsFieldBytes = 32;

/// Lengths that the first byte of a term has no room for are written behind it.
inline constexpr unsigned kLongPart = 15;

/// Keys of a node of the index over blocks: a cache line.
inline constexpr std::size_t kIndexNode = 8;
inline constexpr std::size_t kIndexNodeBytes = 8 * kIndexNode;

/// Bytes of a level of the index over `keys` keys.
constexpr std::size_t index_level_bytes(std::size_t keys) noexcept {
  return (keys + kIndexNode - 1) / kIndexNode * kIndexNodeBytes;
}

/// The first eight bytes of a term as a number that compares as the bytes do; short terms end in
/// zeros.
inline std::uint64_t term_prefix(std::string_view term) noexcept {
  std::uint64_t prefix = 0;
  if (term.size() >= 8) {
    for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8U | static_cast<unsigned char>(term[i]);
    return prefix;
  }
  const std::size_t length = term.size();
  for (std::size_t i = 0; i < length; ++i)
    prefix |= std::uint64_t{static_cast<unsigned char>(term[i])} << (56 - 8 * i);
  return prefix;
}

}  // namespace izde::internal
