#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/decode_tables.h"

namespace izde::internal {

// The byte that `c` was read from, or 0 when the code page has no such character. ASCII is left
// out.
using Inverse = unsigned (*)(char32_t);

// Windows-1251 turned round, for the ranges that hold nearly all of it.
struct Inverse1251 {
  std::array<std::uint8_t, 0x100> cyrillic{};  // U+0400..U+04FF
  std::array<std::uint8_t, 0x80> latin{};      // U+0080..U+00FF
  std::array<std::uint8_t, 0x40> marks{};      // U+2010..U+204F
};
constexpr Inverse1251 turn_round_1251() {
  Inverse1251 out;
  for (unsigned i = 0; i < 128; ++i) {
    const char32_t c = kWindows1251[i];
    const auto byte = static_cast<std::uint8_t>(i + 0x80);
    if (c >= 0x400 && c < 0x500) out.cyrillic[c - 0x400] = byte;
    if (c >= 0x80 && c < 0x100) out.latin[c - 0x80] = byte;
    if (c >= 0x2010 && c < 0x2050) out.marks[c - 0x2010] = byte;
  }
  return out;
}
inline constexpr Inverse1251 kInverse1251 = turn_round_1251();

inline unsigned byte_in_1251(char32_t c) {
  if (c < 0x80) return 0;
  if (c < 0x100) return kInverse1251.latin[c - 0x80];
  if (c >= 0x400 && c < 0x500) return kInverse1251.cyrillic[c - 0x400];
  if (c >= 0x2010 && c < 0x2050) return kInverse1251.marks[c - 0x2010];
  if (c == 0xFFFD) return 0x98;  // the one byte that windows-1251 gives no meaning
  return c == U'€' ? 0x88U : c == U'№' ? 0xB9U : c == U'™' ? 0x99U : 0U;
}

// Latin-1 and windows-1252 at once: they differ where the other has controls.
inline unsigned byte_in_1252(char32_t c) {
  if (c < 0x80) return 0;
  if (c < 0x100) return c;
  if (c >= 0x400 && c < 0x500) return 0;  // soon seen that it is nothing
  for (unsigned i = 0; i < 32; ++i)
    if (kWindows1252[i] == c) return i + 0x80;
  return 0;
}

/// The upper half of Apple's Cyrillic code page.
inline constexpr char16_t kMacCyrillic[128] = {
    // clang-format off
    0x0410, 0x0411, 0x0412, 0x0413, 0x0414, 0x0415, 0x0416, 0x0417,
    0x0418, 0x0419, 0x041A, 0x041B, 0x041C, 0x041D, 0x041E, 0x041F,
    0x0420, 0x0421, 0x0422, 0x0423, 0x0424, 0x0425, 0x0426, 0x0427,
    0x0428, 0x0429, 0x042A, 0x042B, 0x042C, 0x042D, 0x042E, 0x042F,
    0x2020, 0x00B0, 0x0490, 0x00A3, 0x00A7, 0x2022, 0x00B6, 0x0406,
    0x00AE, 0x00A9, 0x2122, 0x0402, 0x0452, 0x2260, 0x0403, 0x0453,
    0x221E, 0x00B1, 0x2264, 0x2265, 0x0456, 0x00B5, 0x0491, 0x0408,
    0x0404, 0x0454, 0x0407, 0x0457, 0x0409, 0x0459, 0x040A, 0x045A,
    0x0458, 0x0405, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB,
    0x00BB, 0x2026, 0x00A0, 0x040B, 0x045B, 0x040C, 0x045C, 0x0455,
    0x2013, 0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0x00F7, 0x201E,
    0x040E, 0x045E, 0x040F, 0x045F, 0x2116, 0x0401, 0x0451, 0x044F,
    0x0430, 0x0431, 0x0432, 0x0433, 0x0434, 0x0435, 0x0436, 0x0437,
    0x0438, 0x0439, 0x043A, 0x043B, 0x043C, 0x043D, 0x043E, 0x043F,
    0x0440, 0x0441, 0x0442, 0x0443, 0x0444, 0x0445, 0x0446, 0x0447,
    0x0448, 0x0449, 0x044A, 0x044B, 0x044C, 0x044D, 0x044E, 0x20AC,
    // clang-format on
};

// A code page turned round, in order of the characters.
struct PageEntry {
  char16_t character = 0;
  std::uint8_t byte = 0;
};
constexpr std::array<PageEntry, 128> turn_round(const char16_t (&page)[128]) {
  std::array<PageEntry, 128> out;
  for (unsigned i = 0; i < 128; ++i) out[i] = {page[i], static_cast<std::uint8_t>(i + 0x80)};
  std::sort(out.begin(), out.end(),
            [](PageEntry a, PageEntry b) { return a.character < b.character; });
  return out;
}
inline constexpr auto kInverseCp866 = turn_round(kCp866);
inline constexpr auto kInverseKoi8R = turn_round(kKoi8R);
inline constexpr auto kInverseMac = turn_round(kMacCyrillic);

template <const std::array<PageEntry, 128>& kPage>
unsigned byte_in(char32_t c) {
  if (c < 0x80 || c > 0xFFFF) return 0;
  const auto found =
      std::lower_bound(kPage.begin(), kPage.end(), c,
                       [](PageEntry entry, char32_t value) { return entry.character < value; });
  return found != kPage.end() && found->character == c ? found->byte : 0;
}

}  // namespace izde::internal
