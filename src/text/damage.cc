#include "text/damage.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "text/damage.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#ifndef IZDE_TEXT_DAMAGE_TABLES
#define IZDE_TEXT_DAMAGE_TABLES
namespace izde::internal::damage {

// A set of nibbles, one bit each.
constexpr std::uint16_t nibbles(std::initializer_list<unsigned> values) {
  std::uint16_t set = 0;
  for (const unsigned value : values) set = static_cast<std::uint16_t>(set | (1U << value));
  return set;
}
constexpr std::uint16_t kAny = 0xFFFF;
constexpr std::uint16_t but(std::initializer_list<unsigned> values) {
  return static_cast<std::uint16_t>(~nibbles(values));
}

// Sets of bytes by high and low nibble: those of the byte two before, one before, and the last one.
struct Sign {
  std::uint16_t before2_high, before2_low;
  std::uint16_t before1_high, before1_low;
  std::uint16_t last_high, last_low;
};
constexpr Sign pair(unsigned lead, std::uint16_t last_high, std::uint16_t last_low) {
  return {kAny, kAny, nibbles({lead >> 4U}), nibbles({lead & 15U}), last_high, last_low};
}
constexpr Sign triple(unsigned lead, unsigned middle, std::uint16_t last_high,
                      std::uint16_t last_low) {
  return {nibbles({lead >> 4U}),
          nibbles({lead & 15U}),
          nibbles({middle >> 4U}),
          nibbles({middle & 15U}),
          last_high,
          last_low};
}

// Eight signs are looked up at once, a bit each.
using Group = std::array<Sign, 8>;

constexpr Group kCyrillic = {{
    pair(0xD0, nibbles({8}), but({1, 6})),           // Ѐ..Џ without Ё І
    pair(0xD1, nibbles({9}), but({1, 6})),           // ѐ..џ without ё і
    pair(0xD1, nibbles({10, 11}), kAny),             // letters no longer used
    pair(0xD2, nibbles({9}), but({2, 3, 10, 11})),   // all but Ғ ғ Қ қ
    pair(0xD2, nibbles({10}), but({2, 3, 14, 15})),  // all but Ң ң Ү ү
    pair(0xD2, nibbles({11}), but({0, 1, 10, 11})),  // all but Ұ ұ Һ һ
    pair(0xD3, nibbles({9, 10}), but({8, 9})),       // all but Ә ә Ө ө
    {kAny, kAny, nibbles({13}), nibbles({2, 3}), nibbles({8}), kAny},
}};
constexpr Group kOthers = {{
    pair(0xD3, nibbles({11}), kAny),
    pair(0xD0, nibbles({9}), nibbles({8})),             // И
    pair(0xC2, nibbles({8, 9}), kAny),                  // C1 controls
    pair(0xC2, nibbles({10}), nibbles({4, 5, 6, 13})),  // ¤ ¥ ¦ and the soft hyphen
    pair(0xC2, nibbles({11}), nibbles({1, 5})),         // ± µ
    pair(0xC3, nibbles({9}), nibbles({0, 1, 2, 3})),    // Ð Ñ Ò Ó: D0..D3 as Latin-1
    {kAny, kAny, nibbles({12}), nibbles({6, 9}), nibbles({8, 9, 11}),
     nibbles({5, 9, 15})},                                       // Ə ə ɵ
    {kAny, kAny, nibbles({12}), nibbles({12, 13}), kAny, kAny},  // combining marks
}};
constexpr Group kLonger = {{
    triple(0xE2, 0x80, nibbles({8}), nibbles({11, 12, 13, 14, 15})),   // U+200B..200F
    triple(0xE2, 0x80, nibbles({10}), nibbles({10, 11, 12, 13, 14})),  // U+202A..202E
    triple(0xE2, 0x81, nibbles({10}), kAny),                           // U+2060..206F
    // ‡ and ‰ (and † ‱), letters of PT154 as windows-1251
    triple(0xE2, 0x80, nibbles({10, 11}), nibbles({0, 1})),
    // box drawings, bytes of UTF-8 as CP866 or KOI8-R
    {nibbles({14}), nibbles({2}), nibbles({9}), nibbles({4, 5, 6}), kAny, kAny},
    pair(0xEF, nibbles({11}), nibbles({11, 15})),  // U+FEFF, U+FFFD
    // Р С Т У (D0..D3 as CP1251) and В before what is no letter
    {nibbles({13}), nibbles({0}), nibbles({10}), nibbles({0, 1, 2, 3}), nibbles({12, 14}),
     nibbles({2})},
    {nibbles({13}), nibbles({0}), nibbles({11}), nibbles({2}), nibbles({14}), nibbles({2})},
}};

constexpr bool has(std::uint16_t set, unsigned nibble) { return ((set >> nibble) & 1U) != 0; }

constexpr bool matches(const Sign& s, unsigned before2, unsigned before1, unsigned last) {
  return has(s.before2_high, before2 >> 4U) && has(s.before2_low, before2 & 15U) &&
         has(s.before1_high, before1 >> 4U) && has(s.before1_low, before1 & 15U) &&
         has(s.last_high, last >> 4U) && has(s.last_low, last & 15U);
}

// A 16-byte table: for each nibble the signs of the group that allow it in `part`.
struct Table {
  alignas(16) std::uint8_t bits[16] = {};
};
constexpr Table table(const Group& group, std::uint16_t Sign::*part) {
  Table out;
  for (unsigned nibble = 0; nibble < 16; ++nibble)
    for (unsigned sign = 0; sign < group.size(); ++sign)
      if (has(group[sign].*part, nibble))
        out.bits[nibble] = static_cast<std::uint8_t>(out.bits[nibble] | (1U << sign));
  return out;
}
struct Tables {
  Table before2_high, before2_low, before1_high, before1_low, last_high, last_low;
};
constexpr Tables tables(const Group& group) {
  return {table(group, &Sign::before2_high), table(group, &Sign::before2_low),
          table(group, &Sign::before1_high), table(group, &Sign::before1_low),
          table(group, &Sign::last_high),    table(group, &Sign::last_low)};
}
constexpr Tables kCyrillicTables = tables(kCyrillic);
constexpr Tables kOthersTables = tables(kOthers);
constexpr Tables kLongerTables = tables(kLonger);

}  // namespace izde::internal::damage
#endif

HWY_BEFORE_NAMESPACE();
namespace izde::internal::HWY_NAMESPACE {
#if HWY_TARGET == HWY_SCALAR  // no table look-ups
std::size_t find_sign(const std::uint8_t* text, std::size_t size, std::size_t from) {
  return find_damage_sign_scalar({reinterpret_cast<const char*>(text), size}, from);
}
#else
namespace hn = hwy::HWY_NAMESPACE;

using Bytes = hn::CappedTag<std::uint8_t, 64>;
using Vector = hn::Vec<Bytes>;

// The last three bytes at each place, and their nibbles.
struct Window {
  Vector before2, before1, last;
  Vector before2_high, before2_low, before1_high, before1_low, last_high, last_low;
};

HWY_INLINE Window window_at(Bytes d, const std::uint8_t* HWY_RESTRICT p) {
  Window w;
  const auto low_nibble = hn::Set(d, 0x0F);
  w.last = hn::LoadU(d, p);
  w.before1 = hn::LoadU(d, p - 1);
  w.before2 = hn::LoadU(d, p - 2);
  w.last_high = hn::ShiftRight<4>(w.last);
  w.last_low = hn::And(w.last, low_nibble);
  w.before1_high = hn::ShiftRight<4>(w.before1);
  w.before1_low = hn::And(w.before1, low_nibble);
  w.before2_high = hn::ShiftRight<4>(w.before2);
  w.before2_low = hn::And(w.before2, low_nibble);
  return w;
}

HWY_INLINE Vector look_up(Bytes d, const damage::Table& table, Vector nibble) {
  return hn::TableLookupBytes(hn::LoadDup128(d, table.bits), nibble);
}

HWY_INLINE Vector pair_signs(Bytes d, const damage::Tables& t, const Window& w) {
  return hn::And(
      hn::And(look_up(d, t.before1_high, w.before1_high), look_up(d, t.before1_low, w.before1_low)),
      hn::And(look_up(d, t.last_high, w.last_high), look_up(d, t.last_low, w.last_low)));
}

HWY_INLINE hn::Mask<Bytes> is_ascii_letter(Bytes d, Vector v) {
  const auto letter = hn::Sub(hn::Or(v, hn::Set(d, 0x20)), hn::Set(d, 'a'));
  return hn::Eq(hn::Min(letter, hn::Set(d, 25)), letter);
}

// Lead bytes D0..D3: those of Cyrillic.
HWY_INLINE hn::Mask<Bytes> is_cyrillic_lead(Bytes d, Vector v) {
  return hn::Eq(hn::And(v, hn::Set(d, 0xFC)), hn::Set(d, 0xD0));
}

HWY_INLINE hn::Mask<Bytes> signs_at(Bytes d, const std::uint8_t* HWY_RESTRICT p) {
  const Window w = window_at(d, p);
  const auto longer =
      hn::And(pair_signs(d, damage::kLongerTables, w),
              hn::And(look_up(d, damage::kLongerTables.before2_high, w.before2_high),
                      look_up(d, damage::kLongerTables.before2_low, w.before2_low)));
  const auto listed = hn::Or(
      hn::Or(pair_signs(d, damage::kCyrillicTables, w), pair_signs(d, damage::kOthersTables, w)),
      longer);
  const auto last_cyrillic = is_cyrillic_lead(d, w.last);
  const auto question = hn::Set(d, '?');
  const auto mixed = hn::Or(hn::And(is_ascii_letter(d, w.before1), last_cyrillic),
                            hn::And(is_cyrillic_lead(d, w.before2), is_ascii_letter(d, w.last)));
  const auto asked = hn::Or(hn::And(hn::Eq(w.before1, question), last_cyrillic),
                            hn::And(hn::Eq(w.last, question), hn::Gt(w.before1, hn::Set(d, 0x7F))));
  return hn::Or(hn::Ne(listed, hn::Zero(d)), hn::Or(mixed, asked));
}

// Every sign ends within two bytes of one that is not ASCII.
HWY_INLINE bool is_ascii(Bytes d, const std::uint8_t* HWY_RESTRICT p) {
  return hn::AllTrue(d, hn::Lt(hn::Or(hn::LoadU(d, p), hn::LoadU(d, p - 2)), hn::Set(d, 0x80)));
}

std::size_t find_sign(const std::uint8_t* HWY_RESTRICT text, std::size_t size, std::size_t from) {
  const Bytes d;
  const std::size_t lanes = hn::Lanes(d);
  std::uint8_t buffer[2 + 64];
  std::size_t at = from;
  while (at < size) {
    const std::uint8_t* p = text + at;
    if (at < 2 || at + lanes > size) {  // an edge: work on a copy with zeros around
      std::memset(buffer, 0, sizeof buffer);
      const std::size_t front = at < 2 ? at : 2;
      const std::size_t rest = size - at < lanes ? size - at : lanes;
      std::memcpy(buffer + 2 - front, text + at - front, front + rest);
      p = buffer + 2;
    }
    if (!is_ascii(d, p)) {
      const std::intptr_t found = hn::FindFirstTrue(d, signs_at(d, p));
      if (found >= 0) {
        const std::size_t sign = at + static_cast<std::size_t>(found);
        if (sign < size) return sign;  // else it ends in the zeros behind the text
      }
    }
    at += lanes;
  }
  return size;
}
#endif

}  // namespace izde::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace izde::internal {
namespace {

bool is_ascii_letter(unsigned byte) { return (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z'; }

bool ends_sign(unsigned before2, unsigned before1, unsigned last) {
  for (const damage::Group* group : {&damage::kCyrillic, &damage::kOthers, &damage::kLonger})
    for (const damage::Sign& sign : *group)
      if (damage::matches(sign, before2, before1, last)) return true;
  const auto is_cyrillic_lead = [](unsigned byte) { return byte >= 0xD0U && byte <= 0xD3U; };
  return (is_ascii_letter(before1) && is_cyrillic_lead(last)) ||
         (is_cyrillic_lead(before2) && is_ascii_letter(last)) ||
         (before1 == '?' && is_cyrillic_lead(last)) || (last == '?' && before1 >= 0x80U);
}

}  // namespace

HWY_EXPORT(find_sign);

std::size_t find_damage_sign(std::string_view text, std::size_t from) noexcept {
  if (from >= text.size()) return text.size();
  return HWY_DYNAMIC_DISPATCH(find_sign)(reinterpret_cast<const std::uint8_t*>(text.data()),
                                         text.size(), from);
}

std::size_t find_damage_sign_scalar(std::string_view text, std::size_t from) noexcept {
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(text[at]));
  };
  for (std::size_t at = from; at < text.size(); ++at)
    if (ends_sign(at < 2 ? 0U : byte(at - 2), at < 1 ? 0U : byte(at - 1), byte(at))) return at;
  return text.size();
}

}  // namespace izde::internal
#endif
