#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace izde::internal {

/// The encodings that are told apart by their bytes.
enum class ByteEncoding : std::uint8_t {
  kUtf8,
  kWindows1251,
  kKz1048,
  kPt154,
  kUtf16Le,
  kUtf16Be,
  kCp866,
  kKoi8R,
};

inline constexpr std::size_t kByteEncodingCount = 8;

/// What bytes 0x80 to 0xFF mean in `encoding`; nullptr for UTF-8 and UTF-16.
const char16_t* upper_half_of(ByteEncoding encoding) noexcept;

/// Returns -ln P(bytes) when they are a piece of text in `encoding`: of Kazakh, Russian, Ukrainian,
/// or words of other Cyrillic letters, with Latin, digits, signs and markup between. Characters cut
/// in two at the beginning and the end of the piece count little. Cost: O(bytes), some 3 ns each.
double cost_of_bytes(std::string_view bytes, ByteEncoding encoding) noexcept;

/// The same of an encoding whose upper half is letters that nothing is known of, or of no text.
double cost_of_unknown_bytes(std::string_view bytes) noexcept;

}  // namespace izde::internal
