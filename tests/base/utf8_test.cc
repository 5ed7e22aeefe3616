#include "base/utf8.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <unicode/utf8.h>

#include <gtest/gtest.h>

namespace izde::internal {
namespace {

/// The oracle: ICU's own walk.
std::size_t valid_prefix_by_icu(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    const std::int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c < 0) return static_cast<std::size_t>(begin);
  }
  return text.size();
}

/// Valid UTF-8 mostly, of one to four bytes, with a broken byte now and then.
std::string random_text(std::mt19937& random, std::size_t code_points) {
  constexpr char32_t kRanges[][2] = {{0x20, 0x7E},     {0x400, 0x4FF},   {0x80, 0x7FF},
                                     {0x2010, 0x2122}, {0xE000, 0xFFFD}, {0x10000, 0x10FFFF}};
  std::string text;
  for (std::size_t i = 0; i < code_points; ++i) {
    const auto& range = kRanges[random() % std::size(kRanges)];
    append_code_point(text, range[0] + static_cast<char32_t>(random() % (range[1] - range[0] + 1)));
  }
  if (random() % 2 == 0 && !text.empty())
    text[random() % text.size()] = static_cast<char>(random());
  if (random() % 4 == 0 && !text.empty()) text.resize(random() % text.size());
  return text;
}

TEST(Utf8, EveryScalarValueSurvives) {
  for (char32_t c = 0; c <= 0x10FFFF; c = c == 0xD7FF ? 0xE000 : c + 1) {
    char bytes[4];
    const std::size_t length = write_code_point(c, bytes);
    const CodePoint read = read_code_point(bytes, bytes + length);
    ASSERT_TRUE(read.valid && read.value == c && read.length == length)
        << std::hex << static_cast<unsigned>(c);
    ASSERT_EQ(valid_utf8_prefix({bytes, length}), length);
  }
}

TEST(Utf8, ReplacesMaximalSubparts) {
  // The example of Unicode 15, 3.9, table 3-11 and the text before it.
  std::string out;
  const std::string_view damaged = "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64";
  EXPECT_EQ(append_valid_utf8(damaged, out), 9U);
  EXPECT_EQ(out, "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
  out.clear();
  EXPECT_EQ(append_valid_utf8("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", out), 8U);
  EXPECT_EQ(out, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA");
  out.clear();
  EXPECT_EQ(append_valid_utf8("\xED\xA0\x80\xF4\x91\x92\x93\xFF", out), 8U);
  EXPECT_EQ(append_valid_utf8("қазақ", out), 0U);
}

TEST(Utf8, PrefixAgreesWithIcu) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 20000; ++round) {
    const std::string text = random_text(random, random() % 200);
    const std::size_t skip = text.empty() ? 0 : random() % std::min<std::size_t>(text.size(), 70);
    const std::string_view view = std::string_view(text).substr(skip);
    ASSERT_EQ(valid_utf8_prefix(view), valid_prefix_by_icu(view)) << "round " << round;
  }
}

TEST(Utf8, PrefixAgreesWithIcuAtEveryPlaceOfADamage) {
  std::string text;
  while (text.size() < 200) text += "aқ€😀";
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const int byte :
         {0x00, 0x41, 0x80, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFF}) {
      std::string damaged = text;
      damaged[at] = static_cast<char>(byte);
      ASSERT_EQ(valid_utf8_prefix(damaged), valid_prefix_by_icu(damaged)) << at << " " << byte;
      ASSERT_EQ(valid_utf8_prefix(std::string_view(text).substr(0, at)),
                valid_prefix_by_icu(std::string_view(text).substr(0, at)));
    }
}

TEST(Utf8, GivesCodePoints) {
  EXPECT_EQ(code_points_of("a\xD2\x9B\xF0\x9F\x98\x80"), U"aқ😀");
  EXPECT_EQ(code_points_of("\xE2\x80x\xFF"), U"\uFFFDx\uFFFD");
  EXPECT_EQ(code_points_of(""), U"");
}

TEST(Utf8, StepsBack) {
  const std::string_view text = "aқ€😀";
  EXPECT_EQ(code_point_before(text, text.size()), 6U);
  EXPECT_EQ(code_point_before(text, 6), 3U);
  EXPECT_EQ(code_point_before(text, 3), 1U);
  EXPECT_EQ(code_point_before(text, 1), 0U);
}

}  // namespace
}  // namespace izde::internal
