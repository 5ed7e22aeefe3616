#include "text/alphabet_letters.h"

namespace izde::internal {
namespace {

constexpr char32_t kPastLatin = 0x250;
constexpr char32_t kFirstArabic = 0x620;
constexpr char32_t kPastArabic = 0x700;

constexpr bool is_latin_letter(char32_t c) noexcept {
  return (c >= U'a' && c <= U'z') || (c >= 0xDF && c < kPastLatin && c != 0xF7);
}

constexpr bool is_arabic_letter(char32_t c) noexcept {
  return (c >= 0x620 && c <= 0x64A && c != 0x640) || (c >= 0x66E && c <= 0x6D3 && c != 0x670) ||
         c == 0x6D5;
}

// Latin letters that come in pairs, the capital first.
constexpr char32_t lower_of_capital(char32_t c) noexcept {
  if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 0x20 : 0;
  if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? 0 : c + 0x20;
  if (c == 0x130) return U'i';
  if (c == 0x18F) return U'ə';
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : 0;
  const bool pairs = (c >= 0x100 && c < 0x138) || (c >= 0x14A && c < 0x178) ||
                     (c >= 0x1F4 && c <= 0x1F5) || (c >= 0x200 && c < 0x234);
  return pairs && c % 2 == 0 ? c + 1 : 0;
}

constexpr char32_t unified(char32_t c) noexcept {
  switch (c) {
    case U'`':
    case 0xB4:
    case 0x2B9:
    case 0x2BC:
    case 0x2018:
    case 0x2019:
    case 0x2032:
      return U'\'';
    case 0x621:  // hamza
      return 0x674;
    case 0x649:  // the two forms of ى
    case 0x6CC:
      return U'ى';
    case 0x643:  // and of ك
    case 0x6A9:
      return U'ك';
    case 0x64A:
      return U'ي';
    case 0x6BE:
      return U'ھ';
    default:
      return c;
  }
}

constexpr SourceSign sign_of(char32_t value) noexcept {
  const char32_t c = unified(value);
  const char32_t lower = lower_of_capital(c);
  const char32_t letter = lower != 0 ? lower : c;
  if (const SourceLetter own = source_letter(letter);
      own != kNoSourceLetter && letter != U'#' && letter != U'*')
    return {own, lower != 0};
  if (is_latin_letter(letter)) return {kForeignLatin, lower != 0};
  if (is_arabic_letter(letter)) return {kForeignArabic, false};
  return {};
}

constexpr auto kLatinSigns = [] {
  std::array<SourceSign, kPastLatin> signs{};
  for (char32_t c = 0; c < kPastLatin; ++c) signs[c] = sign_of(c);
  return signs;
}();

constexpr auto kArabicSigns = [] {
  std::array<SourceSign, kPastArabic - kFirstArabic> signs{};
  for (char32_t c = kFirstArabic; c < kPastArabic; ++c) signs[c - kFirstArabic] = sign_of(c);
  return signs;
}();

}  // namespace

SourceSign source_sign(char32_t value, bool dotless) noexcept {
  if (dotless && value == U'I') return {source_letter(U'ı'), true};
  if (value < kPastLatin) return kLatinSigns[value];
  if (value >= kFirstArabic && value < kPastArabic) return kArabicSigns[value - kFirstArabic];
  return unified(value) == U'\'' ? SourceSign{source_letter(U'\''), false} : SourceSign{};
}

}  // namespace izde::internal
