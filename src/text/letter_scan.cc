#include "text/letter_scan.h"

#include <bit>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "text/letter_scan.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#ifndef IZDE_TEXT_LETTER_SCAN_TABLES
#define IZDE_TEXT_LETTER_SCAN_TABLES
namespace izde::internal::letter_scan {

struct Table {
  alignas(16) std::uint8_t bits[16] = {};
};

// Two-byte letters by the lead byte, high and low half of the byte behind it: eight rows at once, a
// bit each. A letter is found when all three lookups share a bit.
struct Row {
  unsigned lead;  // D0 to D3
  std::uint16_t high, low;
};
struct Tables {
  Table lead, high, low;
};
template <std::size_t kRows>
constexpr Tables tables(const Row (&rows)[kRows]) {
  static_assert(kRows <= 8);
  Tables out;
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto set = [&](std::uint8_t& entry) {
      entry = static_cast<std::uint8_t>(entry | (1U << row));
    };
    set(out.lead.bits[rows[row].lead - 0xD0]);
    for (unsigned nibble = 0; nibble < 16; ++nibble) {
      if (((rows[row].high >> nibble) & 1U) != 0) set(out.high.bits[nibble]);
      if (((rows[row].low >> nibble) & 1U) != 0) set(out.low.bits[nibble]);
    }
  }
  return out;
}

template <class... Nibbles>
constexpr std::uint16_t set_of(Nibbles... nibbles) {
  return static_cast<std::uint16_t>((0U | ... | (1U << static_cast<unsigned>(nibbles))));
}
constexpr std::uint16_t kAny = 0xFFFF;

constexpr Tables kLower = tables({
    {0xD0, set_of(0xB), kAny},            // а..п
    {0xD1, set_of(0x8), kAny},            // р..я
    {0xD1, set_of(0x9), set_of(1, 6)},    // ё і
    {0xD2, set_of(0x9), set_of(3, 0xB)},  // ғ қ
    {0xD2, set_of(0xA), set_of(3, 0xF)},  // ң ү
    {0xD2, set_of(0xB), set_of(1, 0xB)},  // ұ һ
    {0xD3, set_of(0x9, 0xA), set_of(9)},  // ә ө
});
constexpr Tables kUpper = tables({
    {0xD0, set_of(0x9, 0xA), kAny},       // А..Я
    {0xD0, set_of(0x8), set_of(1, 6)},    // Ё І
    {0xD2, set_of(0x9), set_of(2, 0xA)},  // Ғ Қ
    {0xD2, set_of(0xA), set_of(2, 0xE)},  // Ң Ү
    {0xD2, set_of(0xB), set_of(0, 0xA)},  // Ұ Һ
    {0xD3, set_of(0x9, 0xA), set_of(8)},  // Ә Ө
    {0xD0, set_of(0x9), set_of(8)},       // И once more, a sign of damage
});
constexpr std::uint8_t kCapitalI = 1U << 6U;

// ASCII characters by their low half, a bit for each high half: with kHighBit any set is two
// lookups.
template <class IsIn>
constexpr Table ascii_set(IsIn is_in) {
  Table out;
  for (unsigned c = 0; c < 0x80; ++c)
    if (is_in(c))
      out.bits[c & 15U] = static_cast<std::uint8_t>(out.bits[c & 15U] | (1U << (c >> 4U)));
  return out;
}
constexpr bool is_letter(unsigned c) { return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z'; }
constexpr Table kHighBit = {{1, 2, 4, 8, 16, 32, 64, 128}};
constexpr Table kLetter = ascii_set(is_letter);
constexpr Table kGap = ascii_set([](unsigned c) {
  return !is_letter(c) && (c < '0' || c > '9') && c != '_' && c != '#' && c != '@';
});
constexpr Table kJoiner = ascii_set([](unsigned c) { return c == '-' || c == '\'' || c == '`'; });

// Where characters begin, by what they are.
struct Masks {
  std::uint64_t ascii;
  std::uint64_t ascii_letter;
  std::uint64_t question;
  std::uint64_t lower;
  std::uint64_t upper;
  std::uint64_t capital_i;
  std::uint64_t gap1;  // gaps by their bytes
  std::uint64_t gap2;
  std::uint64_t gap3;
  std::uint64_t joiner;  // gaps that may join what stands before them: hyphens, apostrophes
};

// Bits moved to the bytes behind, those of the block before among them.
class Moved {
 public:
  HWY_INLINE std::uint64_t operator()(std::uint64_t bits, int by = 1) noexcept {
    const std::uint64_t moved = (bits << by) | before_;
    before_ = bits >> (64 - by);
    return moved;
  }

 private:
  std::uint64_t before_ = 0;
};

// What one block hands on to the next.
struct Carry {
  Moved second_letter, second_gap2, second_gap3, third_gap3;
  Moved word, run, ascii_letter, letter, question, beyond_ascii, lower, upper;
  std::uint64_t odd = 0;
};

// Returns whether the block is suspect.
HWY_INLINE bool take(const Masks& m, Carry& carry, LetterScan::Block& block) noexcept {
  const std::uint64_t first = m.lower | m.upper;
  const std::uint64_t letters = first | carry.second_letter(first);
  const std::uint64_t gaps = m.gap1 | m.gap2 | carry.second_gap2(m.gap2) | m.gap3 |
                             carry.second_gap3(m.gap3) | carry.third_gap3(m.gap3, 2);
  const std::uint64_t words = ~gaps;
  const std::uint64_t runs = words | (m.joiner & carry.word(words));
  const std::uint64_t begins = runs & ~carry.run(runs);
  const std::uint64_t odd = (runs & ~letters) | (m.upper & ~begins);
  // Adding the odd bytes of a run to the run carries out of its end.
  std::uint64_t sum = 0;
  const bool over = __builtin_add_overflow(runs, odd, &sum);
  const bool over_again = __builtin_add_overflow(sum, carry.odd, &sum);
  carry.odd = over || over_again ? 1 : 0;
  block = {runs, sum & ~runs};
  // Signs of damage made of known characters; rather more than damage.h has, never less.
  const std::uint64_t mixed =
      (carry.ascii_letter(m.ascii_letter) & first) | (m.ascii_letter & carry.letter(letters));
  const std::uint64_t asked =
      (carry.question(m.question) & first) | (m.question & carry.beyond_ascii(~m.ascii));
  const std::uint64_t misread =
      ((m.gap2 | m.gap3) & carry.upper(m.upper, 2)) | (m.gap3 & carry.lower(m.lower, 2));
  const std::uint64_t unknown = ~(letters | gaps | m.ascii);
  return (unknown | m.capital_i | mixed | asked | misread) != 0;
}

// What stands in three bytes, one place at a time, for processors without vectors.
inline bool is_in(const Tables& t, unsigned first, unsigned second) noexcept {
  const unsigned lead = first - 0xD0U < 4 ? first - 0xD0U : 15U;
  return (t.lead.bits[lead] & t.high.bits[second >> 4U] & t.low.bits[second & 15U]) != 0;
}
inline bool is_in(const Table& ascii, unsigned first) noexcept {
  return (kHighBit.bits[first >> 4U] & ascii.bits[first & 15U]) != 0;
}
inline Masks masks_of(const std::uint8_t* p) noexcept {
  Masks m{};
  for (unsigned i = 0; i < LetterScan::kBlockBytes; ++i) {
    const unsigned first = p[i];
    const unsigned second = p[i + 1];
    const unsigned third = p[i + 2];
    const auto set = [&](bool is, std::uint64_t& bits) { bits |= std::uint64_t{is} << i; };
    set(first < 0x80, m.ascii);
    set(is_in(kLetter, first), m.ascii_letter);
    set(is_in(kGap, first), m.gap1);
    set(first == '?', m.question);
    set(is_in(kLower, first, second), m.lower);
    set(is_in(kUpper, first, second), m.upper);
    set(first == 0xD0 && second == 0x98, m.capital_i);
    set(first == 0xC2 && (second == 0xA0 || second == 0xAB || second == 0xBB), m.gap2);
    const bool punctuation = first == 0xE2 && second == 0x80;
    set(punctuation && third - 0x90U < 0x17U && third != 0xA1, m.gap3);
    const bool joiner3 = third - 0x90U < 4U || third - 0x98U < 2U;
    set(is_in(kJoiner, first) || (punctuation && joiner3), m.joiner);
  }
  return m;
}

}  // namespace izde::internal::letter_scan
#endif

HWY_BEFORE_NAMESPACE();
namespace izde::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR
HWY_INLINE letter_scan::Masks masks_of(const std::uint8_t* HWY_RESTRICT p) {
  return letter_scan::masks_of(p);
}
#else
using Bytes = hn::CappedTag<std::uint8_t, 64>;
using Vector = hn::Vec<Bytes>;
using Mask = hn::Mask<Bytes>;

HWY_INLINE Vector look_up(Bytes d, const letter_scan::Table& table, Vector index) {
  return hn::TableLookupBytes(hn::LoadDup128(d, table.bits), index);
}

HWY_INLINE Mask is_below(Bytes d, Vector v, unsigned low, unsigned count) {
  const auto from = hn::Sub(v, hn::Set(d, static_cast<std::uint8_t>(low)));
  return hn::Lt(from, hn::Set(d, static_cast<std::uint8_t>(count)));
}

HWY_INLINE Mask is(Bytes d, Vector v, unsigned byte) {
  return hn::Eq(v, hn::Set(d, static_cast<std::uint8_t>(byte)));
}

// Classifies the characters that begin at `p`; their bits go to bit `at` and on.
HWY_INLINE void masks_at(Bytes d, const std::uint8_t* HWY_RESTRICT p, letter_scan::Masks& m,
                         std::size_t at) {
  const auto store = [&](Mask mask, std::uint64_t& bits) {
    hn::StoreMaskBits(d, mask, reinterpret_cast<std::uint8_t*>(&bits) + at / 8);
  };
  const auto first = hn::LoadU(d, p);
  const auto second = hn::LoadU(d, p + 1);
  const auto third = hn::LoadU(d, p + 2);
  const auto half = hn::Set(d, 0x0F);

  const auto first_low = hn::And(first, half);
  const auto high_bit = look_up(d, letter_scan::kHighBit, hn::ShiftRight<4>(first));
  const auto ascii = [&](const letter_scan::Table& set) {
    return hn::Ne(hn::And(high_bit, look_up(d, set, first_low)), hn::Zero(d));
  };
  store(hn::Lt(first, hn::Set(d, 0x80)), m.ascii);
  store(ascii(letter_scan::kLetter), m.ascii_letter);
  store(ascii(letter_scan::kGap), m.gap1);
  store(is(d, first, '?'), m.question);

  // Leads D0 to D3 as 0 to 3, all other bytes as 15, where the tables are empty.
  const auto lead = hn::Min(hn::Sub(first, hn::Set(d, 0xD0)), half);
  const auto high = hn::ShiftRight<4>(second);
  const auto low = hn::And(second, half);
  const auto letters = [&](const letter_scan::Tables& t) {
    return hn::And(look_up(d, t.lead, lead),
                   hn::And(look_up(d, t.high, high), look_up(d, t.low, low)));
  };
  const auto upper = letters(letter_scan::kUpper);
  store(hn::Ne(letters(letter_scan::kLower), hn::Zero(d)), m.lower);
  store(hn::Ne(upper, hn::Zero(d)), m.upper);
  store(hn::Gt(upper, hn::Set(d, letter_scan::kCapitalI - 1)), m.capital_i);

  // no-break space « »
  const auto quotes = hn::Or(is(d, second, 0xA0), hn::Or(is(d, second, 0xAB), is(d, second, 0xBB)));
  store(hn::And(is(d, first, 0xC2), quotes), m.gap2);

  // U+2010 to U+2026 without ‡, which is a sign of damage
  const auto punctuation = hn::And(is(d, first, 0xE2), is(d, second, 0x80));
  const auto gap3 = hn::AndNot(is(d, third, 0xA1), is_below(d, third, 0x90, 0x17));
  store(hn::And(punctuation, gap3), m.gap3);
  const auto joiner3 = hn::Or(is_below(d, third, 0x90, 4), is_below(d, third, 0x98, 2));
  store(hn::Or(ascii(letter_scan::kJoiner), hn::And(punctuation, joiner3)), m.joiner);
}

HWY_INLINE letter_scan::Masks masks_of(const std::uint8_t* HWY_RESTRICT p) {
  const Bytes d;
  letter_scan::Masks masks;
  for (std::size_t at = 0; at < LetterScan::kBlockBytes; at += hn::Lanes(d))
    masks_at(d, p + at, masks, at);
  return masks;
}
#endif

// Writes `size / 64 + 1` blocks, and a bit for each to `suspects`. Returns whether there are none.
bool scan_blocks(const std::uint8_t* HWY_RESTRICT text, std::size_t size,
                 LetterScan::Block* HWY_RESTRICT blocks, std::uint64_t* HWY_RESTRICT suspects) {
  constexpr std::size_t kBlock = LetterScan::kBlockBytes;
  constexpr std::size_t kBehind = 2;
  letter_scan::Carry carry;
  std::uint8_t edge[kBlock + kBehind];
  std::uint64_t any = 0;
  for (std::size_t i = 0; i <= size / kBlock; ++i) {
    const std::uint8_t* p = text + i * kBlock;
    if (i * kBlock + sizeof edge > size) {  // work on a copy with blanks behind
      const std::size_t left = size - i * kBlock;
      std::memset(edge, ' ', sizeof edge);
      std::memcpy(edge, p, left < sizeof edge ? left : sizeof edge);
      p = edge;
    }
    const std::uint64_t suspect = letter_scan::take(masks_of(p), carry, blocks[i]) ? 1 : 0;
    suspects[i >> 6U] |= suspect << (i & 63U);
    any |= suspect;
  }
  return any == 0;
}

// By groups that write past the last place: some idle writes cost less than a branch that cannot be
// foretold.
std::size_t find_edges(const LetterScan::Block* HWY_RESTRICT blocks, std::size_t begin,
                       std::size_t end, bool inside, std::uint32_t* HWY_RESTRICT out) {
  constexpr int kGroup = 12;
  std::uint64_t carry = inside ? 1 : 0;
  std::uint32_t* to = out;
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint64_t runs = blocks[i].runs;
    std::uint64_t edges = runs ^ ((runs << 1U) | carry);
    carry = runs >> 63U;
    const auto base = static_cast<std::uint32_t>(i * LetterScan::kBlockBytes);
    std::uint32_t* const next = to + std::popcount(edges);
    while (edges != 0) {
      for (int k = 0; k < kGroup; ++k) {
        *to++ = base + static_cast<std::uint32_t>(std::countr_zero(edges));
        edges &= edges - 1;
      }
    }
    to = next;
  }
  return static_cast<std::size_t>(to - out);
}

}  // namespace izde::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace izde::internal {

HWY_EXPORT(scan_blocks);
HWY_EXPORT(find_edges);

void LetterScan::scan(std::string_view text) {
  const std::size_t count = text.size() / kBlockBytes + 1;
  blocks_.resize(count);
  suspects_.assign((count + 63) / 64, 0);
  clean_ = HWY_DYNAMIC_DISPATCH(scan_blocks)(reinterpret_cast<const std::uint8_t*>(text.data()),
                                             text.size(), blocks_.data(), suspects_.data());
}

std::size_t LetterScan::edges(std::size_t begin, std::size_t end, bool inside,
                              std::uint32_t* out) const noexcept {
  return HWY_DYNAMIC_DISPATCH(find_edges)(blocks_.data(), begin, end, inside, out);
}

}  // namespace izde::internal
#endif
