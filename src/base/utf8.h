#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace izde::internal {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// One step of reading UTF-8.
struct CodePoint {
  char32_t value = 0;  ///< The code point; U+FFFD when the bytes are no UTF-8.
  std::uint32_t length =
      0;  ///< Bytes read, 1 to 4: of a damaged sequence its maximal subpart (Unicode 15, 3.9).
  bool valid = true;  ///< False when the bytes are no UTF-8.
};

/// Reads the code point at `begin`. Never reads at or past `end`.
///
/// \pre begin < end
CodePoint read_code_point(const char* begin, const char* end) noexcept;

/// Reads the code point at `text[at]`.
///
/// \pre at < text.size()
inline CodePoint code_point_at(std::string_view text, std::size_t at) noexcept {
  return read_code_point(text.data() + at, text.data() + text.size());
}

/// Returns where the code point before `at` begins, in text that is valid UTF-8.
///
/// \pre 0 < at <= text.size()
inline std::size_t code_point_before(std::string_view text, std::size_t at) noexcept {
  do --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  return at;
}

/// The code points of `text`, U+FFFD for each maximal subpart of damaged bytes.
std::u32string code_points_of(std::string_view text);

/// Writes `value` to `out` (room for 4 bytes) and returns the number of bytes written.
///
/// \pre value is a Unicode scalar value
std::size_t write_code_point(char32_t value, char* out) noexcept;

/// Appends `value` to `out`.
///
/// \pre value is a Unicode scalar value
void append_code_point(std::string& out, char32_t value);

/// Returns the length in bytes of the longest prefix of `text` that is valid UTF-8.
///
/// Vectorised; text.size() when all of it is valid.
std::size_t valid_utf8_prefix(std::string_view text) noexcept;

inline bool is_valid_utf8(std::string_view text) noexcept {
  return valid_utf8_prefix(text) == text.size();
}

/// Appends `text` to `out` with one U+FFFD for each maximal subpart of damaged bytes. Returns the
/// number of damaged bytes in `text`, 0 when it was appended as it is.
std::size_t append_valid_utf8(std::string_view text, std::string& out);

}  // namespace izde::internal
