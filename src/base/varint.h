#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace izde::internal {

inline constexpr std::size_t kMaxVarintBytes = 10;

/// Writes `value` to `to`, 7 bits a byte, lowest first, the high bit set on all but the last byte.
/// Returns the end of what was written: at most kMaxVarintBytes, 5 for a value below 2^32.
inline char* put_varint(char* to, std::uint64_t value) noexcept {
  while (value >= 0x80) {
    *to++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *to++ = static_cast<char>(value);
  return to;
}

inline void append_varint(std::string& out, std::uint64_t value) {
  char bytes[kMaxVarintBytes];
  out.append(bytes, static_cast<std::size_t>(put_varint(bytes, value) - bytes));
}

/// Appends the length, then the bytes.
inline void append_string(std::string& out, std::string_view bytes) {
  append_varint(out, bytes.size());
  out.append(bytes);
}

}  // namespace izde::internal
