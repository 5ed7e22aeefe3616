#include "text/normalizer.h"

#include <random>
#include <string>
#include <string_view>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <vector>

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace izde::internal {
namespace {

std::string normalized(std::string_view text) {
  std::string out;
  normalize(text, out);
  return out;
}

std::string normalized_with_icu(std::string_view text) {
  std::string out;
  normalize_with_icu(text, out);
  return out;
}

/// NFC of the case-folded NFD, by ICU's own functions: what normalize() departs from only as
/// documented.
std::string oracle(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const icu::UnicodeString decomposed =
      icu::Normalizer2::getNFDInstance(status)->normalize(wide, status);
  icu::UnicodeString folded;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1))
    folded.append(u_foldCase(decomposed.char32At(i), U_FOLD_CASE_DEFAULT));
  std::string out;
  icu::Normalizer2::getNFCInstance(status)->normalize(folded, status).toUTF8String(out);
  EXPECT_TRUE(U_SUCCESS(status));
  return out;
}

/// Whether normalize() treats `c` or what it decomposes to in a way of its own
/// (docs/design/analyzer.md).
bool departs(UChar32 c) {
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return true;
  if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER && c > 0x7F) return true;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString decomposed =
      icu::Normalizer2::getNFDInstance(status)->normalize(icu::UnicodeString(c), status);
  const std::u16string_view own = u"\u0300\u0301\u0307\u0308`´ʻʼ‘’＇‐‑‒–";
  for (std::int32_t i = 0; i < decomposed.length(); ++i)
    if (own.find(decomposed[i]) != std::u16string_view::npos) return true;
  return false;
}

TEST(Normalizer, FoldsCase) {
  EXPECT_EQ(normalized("ҚАЗАҚСТАН Әлем Үй Өзен Ұл Ің Һ"), "қазақстан әлем үй өзен ұл ің һ");
  EXPECT_EQ(normalized("ÀÉ Straße ΣΊΣΥΦΟΣ"), "àé straße σίσυφοσ");
  EXPECT_EQ(normalized("Iİıi"), "iiıi");  // no locale: I is i, ı stays a letter of its own
  EXPECT_EQ(normalized("i\u0307I\u0307"), "ii");
}

TEST(Normalizer, ComposesLettersAndDropsStress) {
  EXPECT_EQ(normalized("и\u0306 Е\u0308 у\u0306"), "й е ў");
  EXPECT_EQ(normalized("Ёлка ё ѐ ѝ"), "елка е е и");
  EXPECT_EQ(normalized("за\u0301мок Қаза\u0301қ"), "замок қазақ");
  EXPECT_EQ(normalized("Á ǵ ń qaza\u0301q \u04A3\u0301"), "á ǵ ń qazáq ң\u0301");
}

TEST(Normalizer, DropsIgnorableCharacters) {
  EXPECT_EQ(normalized("жыл\u00ADдар қа\u200Bла \uFEFFсөз\u200D \u2060"), "жылдар қала сөз ");
  EXPECT_EQ(normalized("\u00AD\u200B"), "");
}

TEST(Normalizer, UnifiesDigitsAndApostrophes) {
  EXPECT_EQ(normalized("١٢ ۳۴ １２ 5"), "12 34 12 5");
  EXPECT_EQ(normalized("a’b a‘b aʼb a`b a´b a'b"), "a'b a'b a'b a'b a'b a'b");
  EXPECT_EQ(normalized("5–ші 5‑ші"), "5-ші 5-ші");
}

TEST(Normalizer, FastPathGivesWhatIcuGivesForEveryCodePoint) {
  for (char32_t c = 1; c < 0x800; ++c) {
    std::string text;
    append_code_point(text, c);
    ASSERT_EQ(normalized(text), normalized_with_icu(text)) << std::hex << std::uint32_t{c};
    text = "а" + text + "Қ" + text;
    ASSERT_EQ(normalized(text), normalized_with_icu(text)) << std::hex << std::uint32_t{c};
  }
}

std::string random_text(std::mt19937& random, bool with_departures) {
  const std::u32string_view common =
      U"қАзЁІиеi\u0301\u0306\u0308\u0307\u0316\u0345\u00ADÅßſKΩǆ1٣’'-가ᄀ\u1161कि";
  std::string text;
  for (auto n = random() % 12; n > 0; --n) {
    char32_t c = static_cast<char32_t>(random() % 0x30000);
    if (random() % 2 == 0) c = common[random() % common.size()];
    if (c == 0 || (c >= 0xD800 && c < 0xE000)) c = U'қ';
    if (!with_departures && departs(static_cast<UChar32>(c))) continue;
    append_code_point(text, c);
  }
  return text;
}

TEST(Normalizer, IsIcusFoldingAndCompositionWhereNotDocumentedOtherwise) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 30'000; ++i) {
    const std::string text = random_text(random, false);
    ASSERT_EQ(normalized(text), oracle(text)) << ::testing::PrintToString(text);
  }
}

TEST(Normalizer, FormsComeBackUnchanged) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = random_text(random, true);
    const std::string form = normalized(text);
    ASSERT_TRUE(is_valid_utf8(form));
    ASSERT_EQ(form, normalized_with_icu(text)) << ::testing::PrintToString(text);
    ASSERT_EQ(normalized(form), form) << ::testing::PrintToString(text);
    ASSERT_LE(form.size(), 3 * text.size());
  }
}

TEST(Normalizer, KeepsThirtyMarksOnALetterAtMost) {
  std::string text = "q";
  for (int i = 0; i < 100'000; ++i) text += i % 2 == 0 ? "\u0316" : "\u0301";
  EXPECT_LE(normalized(text).size(), 1 + 30 * std::size_t{2});
}

}  // namespace
}  // namespace izde::internal
