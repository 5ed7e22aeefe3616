#include "base/utf8.h"

#include <bit>
#include <cstring>

namespace izde::internal {
namespace {

constexpr unsigned byte_at(const char* p) noexcept { return static_cast<unsigned char>(*p); }

constexpr bool is_continuation(unsigned byte) noexcept { return (byte & 0xC0U) == 0x80U; }

// What the bytes after a lead byte may be (Unicode 15, table 3-7). `length` 0: no lead byte.
struct Lead {
  std::uint32_t length;
  unsigned second_min;
  unsigned second_max;
};

constexpr Lead lead_of(unsigned byte) noexcept {
  if (byte < 0xC2U || byte > 0xF4U) return {0, 0, 0};
  if (byte < 0xE0U) return {2, 0x80, 0xBF};
  if (byte < 0xF0U) return {3, byte == 0xE0U ? 0xA0U : 0x80U, byte == 0xEDU ? 0x9FU : 0xBFU};
  return {4, byte == 0xF0U ? 0x90U : 0x80U, byte == 0xF4U ? 0x8FU : 0xBFU};
}

constexpr CodePoint damaged(std::uint32_t length) noexcept {
  return {kReplacementCharacter, length, false};
}

}  // namespace

CodePoint read_code_point(const char* begin, const char* end) noexcept {
  const unsigned first = byte_at(begin);
  if (first < 0x80U) return {first, 1, true};
  const Lead lead = lead_of(first);
  if (lead.length == 0 || end - begin < 2) return damaged(1);
  const unsigned second = byte_at(begin + 1);
  if (second < lead.second_min || second > lead.second_max) return damaged(1);
  char32_t value = ((first & (0x7FU >> lead.length)) << 6U) | (second & 0x3FU);
  for (std::uint32_t i = 2; i < lead.length; ++i) {
    if (end - begin <= static_cast<std::ptrdiff_t>(i) || !is_continuation(byte_at(begin + i)))
      return damaged(i);
    value = (value << 6U) | (byte_at(begin + i) & 0x3FU);
  }
  return {value, lead.length, true};
}

std::size_t write_code_point(char32_t value, char* out) noexcept {
  const auto put = [&](std::size_t at, char32_t byte) { out[at] = static_cast<char>(byte); };
  if (value < 0x80U) {
    put(0, value);
    return 1;
  }
  if (value < 0x800U) {
    put(0, 0xC0U | (value >> 6U));
    put(1, 0x80U | (value & 0x3FU));
    return 2;
  }
  if (value < 0x10000U) {
    put(0, 0xE0U | (value >> 12U));
    put(1, 0x80U | ((value >> 6U) & 0x3FU));
    put(2, 0x80U | (value & 0x3FU));
    return 3;
  }
  put(0, 0xF0U | (value >> 18U));
  put(1, 0x80U | ((value >> 12U) & 0x3FU));
  put(2, 0x80U | ((value >> 6U) & 0x3FU));
  put(3, 0x80U | (value & 0x3FU));
  return 4;
}

std::u32string code_points_of(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint read = code_point_at(text, at);
    points.push_back(read.value);
    at += read.length;
  }
  return points;
}

void append_code_point(std::string& out, char32_t value) {
  char bytes[4];
  out.append(bytes, write_code_point(value, bytes));
}

std::size_t append_valid_utf8(std::string_view text, std::string& out) {
  std::size_t replaced = 0;
  while (!text.empty()) {
    const std::size_t valid = valid_utf8_prefix(text);
    out.append(text.substr(0, valid));
    text.remove_prefix(valid);
    // Damage clusters: step by code point until the text is whole again for a while.
    for (std::size_t steps = 0; !text.empty() && steps < 64; ++steps) {
      const CodePoint read = code_point_at(text, 0);
      if (read.valid) {
        out.append(text.substr(0, read.length));
      } else {
        append_code_point(out, kReplacementCharacter);
        replaced += read.length;
        steps = 0;
      }
      text.remove_prefix(read.length);
    }
  }
  return replaced;
}

}  // namespace izde::internal
