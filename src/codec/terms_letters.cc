#include "codec/terms_letters.h"

#include <array>

namespace izde::internal {
namespace {

constexpr unsigned kFirstLead = 0xD0;  // Cyrillic has the leads D0 to D3
constexpr unsigned kLastLead = 0xD3;

constexpr bool is_letter(unsigned code_point) noexcept {
  if (code_point >= 0x410 && code_point <= 0x44F) return true;
  switch (code_point | 1U) {  // Ә Ғ Қ Ң Ө Ұ Ү Һ and small ones, of which the capital is even
    case 0x4D9:
    case 0x493:
    case 0x49B:
    case 0x4A3:
    case 0x4E9:
    case 0x4B1:
    case 0x4AF:
    case 0x4BB:
      return true;
    default:
      break;
  }
  return code_point == 0x401 || code_point == 0x451 || code_point == 0x406 || code_point == 0x456;
}

/// Codes in the order of what they stand for. A code of a gap says that a byte follows as it is:
/// one that begins no letter with its follower, and stands between the same letters.
struct LetterCodes {
  std::uint8_t low = 0;                                     ///< Of bytes below D0.
  std::uint8_t high = 0;                                    ///< Of bytes above D3.
  std::array<std::array<std::uint8_t, 256>, 4> followed{};  ///< By lead and follower.
  std::array<std::uint8_t, 4> alone{};                      ///< Of a lead that ends the term.
  std::array<std::array<char, 2>, 256> letters{};           ///< By code; {0, 0} for that of a gap.
};

constexpr LetterCodes make_codes() noexcept {
  LetterCodes codes;
  unsigned next = 0x80;
  for (unsigned i = 0; i < next; ++i) codes.letters[i] = {static_cast<char>(i), 0};
  codes.low = static_cast<std::uint8_t>(next++);
  for (unsigned lead = kFirstLead; lead <= kLastLead; ++lead) {
    const unsigned row = lead - kFirstLead;
    unsigned gap = next++;
    codes.alone[row] = static_cast<std::uint8_t>(gap);
    for (unsigned follower = 0; follower < 256; ++follower) {
      const bool continues = (follower & 0xC0U) == 0x80;
      if (continues && is_letter((lead & 0x1FU) << 6U | (follower & 0x3FU))) {
        codes.letters[next] = {static_cast<char>(lead), static_cast<char>(follower)};
        codes.followed[row][follower] = static_cast<std::uint8_t>(next++);
        gap = 0;
      } else {
        if (gap == 0) gap = next++;
        codes.followed[row][follower] = static_cast<std::uint8_t>(gap);
      }
    }
  }
  codes.high = static_cast<std::uint8_t>(next);
  return codes;
}

constexpr LetterCodes kCodes = make_codes();
static_assert(kCodes.high > kCodes.alone[3], "more codes than a byte has");

constexpr bool is_gap(unsigned char code) noexcept {
  return code >= 0x80 && kCodes.letters[code][0] == 0;
}

}  // namespace

CodedTerm::CodedTerm(std::string_view term) {
  if (2 * term.size() > small_.size()) large_ = std::make_unique<char[]>(2 * term.size());
  data_ = large_ != nullptr ? large_.get() : small_.data();
  char* to = data_;
  for (std::size_t i = 0; i < term.size(); ++i) {
    const auto byte = static_cast<unsigned char>(term[i]);
    const unsigned row = byte - kFirstLead;
    if (row < kCodes.followed.size()) {
      const bool last = i + 1 == term.size();
      const std::uint8_t code =
          last ? kCodes.alone[row] : kCodes.followed[row][static_cast<unsigned char>(term[i + 1])];
      *to++ = static_cast<char>(code);
      if (is_gap(code))
        *to++ = term[i];
      else
        ++i;
      continue;
    }
    if (byte >= 0x80) *to++ = static_cast<char>(byte < kFirstLead ? kCodes.low : kCodes.high);
    *to++ = term[i];
  }
  size_ = static_cast<std::size_t>(to - data_);
}

std::size_t decode_letters(std::string_view coded, char* out, std::uint32_t* ends) noexcept {
  char* to = out;
  const std::uint32_t before = *ends & ~kOpenEnd;
  bool open = *ends != before;
  for (const char each : coded) {
    const auto code = static_cast<unsigned char>(each);
    if (open || !is_gap(code)) {
      const bool two = !open && code >= 0x80;
      to[0] = two ? kCodes.letters[code][0] : each;
      to[1] = kCodes.letters[code][1];  // written over where it is not wanted
      to += two ? 2 : 1;
      open = false;
    } else {
      open = true;
    }
    *++ends = (before + static_cast<std::uint32_t>(to - out)) | (open ? kOpenEnd : 0);
  }
  return static_cast<std::size_t>(to - out);
}

}  // namespace izde::internal
