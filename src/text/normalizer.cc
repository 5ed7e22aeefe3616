#include "text/normalizer.h"

#include <cstddef>
#include <string_view>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace izde::internal {
namespace {

#include "text/folding_data.inc"

constexpr UChar32 kGrave = 0x300;
constexpr UChar32 kAcute = 0x301;
constexpr UChar32 kDotAbove = 0x307;
constexpr UChar32 kDiaeresis = 0x308;
constexpr UChar32 kCyrillicIe = 0x435;
// Unicode's stream-safe limit (UAX #15): more marks on one letter mean nothing and cost quadratic
// time.
constexpr int kMaxMarks = 30;

bool is_cyrillic_vowel(UChar32 c) noexcept {
  constexpr std::u16string_view kVowels = u"аеиоуыэюяәөұүіє";
  return c < 0x10000 && kVowels.find(static_cast<char16_t>(c)) != std::u16string_view::npos;
}

bool is_dropped_mark(UChar32 mark, UChar32 base) noexcept {
  if (mark == kGrave || mark == kAcute) return is_cyrillic_vowel(base);
  if (mark == kDiaeresis) return base == kCyrillicIe;
  return mark == kDotAbove && base == 'i';  // what others make of İ
}

UChar32 folded(UChar32 c) noexcept {
  switch (c) {
    case '`':
    case 0xB4:    // ´
    case 0x2BB:   // ʻ
    case 0x2BC:   // ʼ
    case 0x2018:  // ‘
    case 0x2019:  // ’
    case 0xFF07:
      return '\'';
    case 0x2010:  // hyphens and dashes that a token can hold: before an ending
    case 0x2011:
    case 0x2012:
    case 0x2013:
      return '-';
    default:
      break;
  }
  if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) return '0' + u_charDigitValue(c);
  return u_foldCase(c, U_FOLD_CASE_DEFAULT);
}

const icu::Normalizer2& composer() {
  UErrorCode status = U_ZERO_ERROR;
  return *icu::Normalizer2::getNFCInstance(status);
}

const icu::Normalizer2& decomposer() {
  UErrorCode status = U_ZERO_ERROR;
  return *icu::Normalizer2::getNFDInstance(status);
}

// Drops the marks past the limit, so that what follows is linear.
icu::UnicodeString stream_safe(std::string_view text) {
  const icu::UnicodeString source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  icu::UnicodeString safe;
  int marks = 0;
  for (std::int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 c = source.char32At(i);
    marks = u_getCombiningClass(c) == 0 ? 0 : marks + 1;
    if (marks <= kMaxMarks) safe.append(c);
  }
  return safe;
}

icu::UnicodeString fold_decomposed(const icu::UnicodeString& source) {
  icu::UnicodeString result;
  UChar32 base = 0;
  for (std::int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 original = source.char32At(i);
    if (u_hasBinaryProperty(original, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) continue;
    const UChar32 c = folded(original);
    if (u_getCombiningClass(c) == 0) {
      base = c;
    } else if (is_dropped_mark(c, base)) {
      continue;
    }
    result.append(c);
  }
  return result;
}

// Appends what stands at `at` to `write` if it needs no neighbours. Returns bytes read, 0 if it
// does.
std::size_t copy_plain(std::string_view text, std::size_t at, char*& write) noexcept {
  const auto first = static_cast<unsigned char>(text[at]);
  std::size_t length = 1;
  unsigned value = first;
  if (first >= 0x80) {
    if (first >= 0xE0 || at + 1 >= text.size()) return 0;
    value = ((first & 0x1FU) << 6U) | (static_cast<unsigned char>(text[at + 1]) & 0x3FU);
    length = 2;
  }
  const unsigned to = kFolding[value];
  if (to == 0) return 0;
  if (to < 0x80) {
    *write++ = static_cast<char>(to);
  } else {
    *write++ = static_cast<char>(0xC0U | (to >> 6U));
    *write++ = static_cast<char>(0x80U | (to & 0x3FU));
  }
  return length;
}

}  // namespace

const std::uint16_t* const kFoldingDirect = kFolding;

void normalize_with_icu(std::string_view text, std::string& out) {
  out.clear();
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = decomposer().normalize(stream_safe(text), status);
  composer().normalize(fold_decomposed(decomposed), status).toUTF8String(out);
}

void normalize(std::string_view text, std::string& out) {
  out.resize(text.size());  // no folding below U+0800 takes more bytes than it has
  char* write = out.data();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t read = copy_plain(text, at, write);
    if (read == 0) return normalize_with_icu(text, out);
    at += read;
  }
  out.resize(static_cast<std::size_t>(write - out.data()));
}

}  // namespace izde::internal
