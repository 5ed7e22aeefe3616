#include "izde/decode.h"

#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "izde/error.h"

namespace izde {
namespace {

TEST(Decode, Utf8IsValidatedAndCounted) {
  const DecodedText clean = decode("қазақ тілі");
  EXPECT_EQ(clean.text, "қазақ тілі");
  EXPECT_EQ(clean.encoding, "UTF-8");
  EXPECT_EQ(clean.replaced_bytes, 0U);
  const DecodedText damaged = decode("қа\xD2 за\xFFқ\xE2\x82");
  EXPECT_EQ(damaged.text, "қа\uFFFD за\uFFFDқ\uFFFD");
  EXPECT_EQ(damaged.replaced_bytes, 4U);
  EXPECT_EQ(decode("\xEF\xBB\xBFқаз").text, "қаз");
  EXPECT_EQ(decode("").text, "");
}

TEST(Decode, KazakhCodePages) {
  const DecodedText kz =
      decode("\x8D\xE0\xE7\xE0\x9D \xBC\xBA\x9D\xBE\xB4\xA2\xBF\x9E\xB3", "KZ-1048");
  EXPECT_EQ(kz.text, "Қазақ әғқңөұүһі");
  EXPECT_EQ(kz.encoding, "KZ-1048");
  const DecodedText pt =
      decode("\x8D\xE0\xE7\xE0\x9D \xBA\x83\x9D\x9C\xB5\xB1\x89\x9E\xB3", "ptcp154");
  EXPECT_EQ(pt.text, "Қазақ әғқңөұүһі");
  EXPECT_EQ(pt.encoding, "PT154");
  EXPECT_EQ(decode("a\x98z", "KZ-1048").text, "a\uFFFDz");
  EXPECT_EQ(decode("a\x98z", "KZ-1048").replaced_bytes, 1U);
}

/// The bytes of 80..FF that `encoding` reads otherwise than ICU's windows-1251.
std::set<int> differences(std::string_view encoding) {
  std::set<int> bytes;
  for (int byte = 0x80; byte < 0x100; ++byte) {
    const char c = static_cast<char>(byte);
    if (decode({&c, 1}, encoding).text != decode({&c, 1}, "windows-1251").text) bytes.insert(byte);
  }
  return bytes;
}

TEST(Decode, KazakhCodePagesAgreeWithWindows1251ButForTheirLetters) {
  const std::set<int> kz = {0x8D, 0x8E, 0x98, 0x9D, 0x9E, 0xA1, 0xA2, 0xA3, 0xA5,
                            0xAA, 0xAF, 0xB4, 0xBA, 0xBC, 0xBD, 0xBE, 0xBF};
  EXPECT_EQ(differences("KZ-1048"), kz);
  const std::set<int> pt = {0x80, 0x81, 0x82, 0x83, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8B,
                            0x8C, 0x8D, 0x8E, 0x8F, 0x90, 0x98, 0x99, 0x9A, 0x9B, 0x9C,
                            0x9D, 0x9E, 0x9F, 0xA1, 0xA2, 0xA4, 0xA5, 0xA6, 0xAA, 0xAD,
                            0xAF, 0xB1, 0xB4, 0xB5, 0xBA, 0xBD, 0xBE, 0xBF};
  for (const int byte : differences("PT154")) EXPECT_TRUE(pt.contains(byte)) << std::hex << byte;
  for (int byte = 0xC0; byte < 0x100; ++byte) EXPECT_FALSE(differences("PT154").contains(byte));
}

TEST(Decode, Utf16InAnyOrder) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(decode("\x9B\x04\x30\x04"sv, "UTF-16LE").text, "қа");
  EXPECT_EQ(decode("\x04\x9B\x04\x30"sv, "utf-16be").text, "қа");
  EXPECT_EQ(decode("\xFE\xFF\x04\x9B"sv, "UTF-16").text, "қ");
  EXPECT_EQ(decode("\xFE\xFF\x04\x9B"sv, "UTF-16").encoding, "UTF-16BE");
  EXPECT_EQ(decode("\xFF\xFE\x9B\x04"sv, "UTF-16").text, "қ");
  EXPECT_EQ(decode("\x9B\x04"sv, "UTF-16").text, "қ");
  EXPECT_EQ(decode("\x3D\xD8\x00\xDE"sv, "UTF-16LE").text, "😀");
  const DecodedText damaged = decode("\x00\xD8\x30\x04\x41"sv, "UTF-16LE");
  EXPECT_EQ(damaged.text, "\uFFFDа\uFFFD");
  EXPECT_EQ(damaged.replaced_bytes, 3U);
}

TEST(Decode, EveryConverterOfIcu) {
  EXPECT_EQ(decode("\xCA\xE0\xE7\xE0\xF5", "windows-1251").text, "Казах");
  EXPECT_EQ(decode("\xCA\xE0\xE7\xE0\xF5", "CP1251").encoding, "windows-1251");
  EXPECT_EQ(decode("\x8A\xA0\xA7\xA0\xE5", "cp866").text, "Казах");
  EXPECT_EQ(decode("\xEB\xC1\xDA\xC1\xC8", "KOI8-R").text, "Казах");
  EXPECT_EQ(decode("caf\xE9", "latin1").text, "café");
  const DecodedText damaged = decode("\x82\xA0\x82", "Shift_JIS");
  EXPECT_EQ(damaged.text, "あ\uFFFD");
  EXPECT_EQ(damaged.replaced_bytes, 1U);
}

TEST(Decode, KnowsNamesHoweverWritten) {
  for (const std::string_view name :
       {"UTF-8", "utf8", "Utf_8", "utf 8", "UTF-16", "KZ-1048", "kz1048", "STRK1048-2002", "RK1048",
        "PT154", "PTCP154", "cp154", "windows-1251", "Windows 1251", "CP1251", "cp866", "IBM866",
        "koi8-r", "ISO-8859-5"})
    EXPECT_TRUE(is_known_encoding(name)) << name;
  for (const std::string_view name :
       {"", "no-such-encoding", "utf-9", "-", "windows-1251,x", "a\nb"})
    EXPECT_FALSE(is_known_encoding(name)) << name;
  EXPECT_FALSE(is_known_encoding(std::string(5000, 'x')));
}

TEST(Decode, AnUnknownEncodingIsAClearError) {
  try {
    decode("x", "martian");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_NE(std::string_view(error.what()).find("'martian'"), std::string_view::npos);
  }
}

TEST(Decode, AnyBytesInAnyEncoding) {
  std::string bytes;
  for (int round = 0; round < 3; ++round)
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte * (2 * round + 1));
  for (const std::string_view name : {"UTF-8", "UTF-16", "UTF-16BE", "KZ-1048", "PT154", "cp866",
                                      "koi8-r", "GB18030", "ISO-2022-JP", "UTF-7", "UTF-32"}) {
    const DecodedText out = decode(bytes, name);
    EXPECT_EQ(decode(out.text).replaced_bytes, 0U) << name << " gave invalid UTF-8";
  }
}

}  // namespace
}  // namespace izde
