#include "query/layout.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.h"

namespace izde::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(OtherLayouts, LatinKeysAreKazakhOrRussian) {
  EXPECT_THAT(other_layouts("0fpf0").readings, Contains("қазақ"));
  EXPECT_THAT(other_layouts("-vsh").readings, Contains("өмыр"));
  EXPECT_THAT(other_layouts("-v3h").readings, Contains("өмір"));
  EXPECT_THAT(other_layouts("2ktv").readings, Contains("әлем"));
  EXPECT_THAT(other_layouts("@ktv").readings, Contains("әлем"));
  EXPECT_THAT(other_layouts("ufg9hfn").readings, Contains("гапұрат"));
  EXPECT_THAT(other_layouts("ghbdtn").readings, ElementsAre("привет"));
  EXPECT_THAT(other_layouts("GHBDTN").readings, ElementsAre("привет"));
  EXPECT_THAT(other_layouts("k.,jdm").readings, ElementsAre("любовь"));
  EXPECT_THAT(other_layouts("`krf").readings, Contains("ёлка"));
  EXPECT_THAT(other_layouts("]fpfr").readings, Contains("қазак"));
}

TEST(OtherLayouts, DigitsInsideCyrillicAreKazakhLetters) {
  const OtherLayouts found = other_layouts("0аза0ты4");
  EXPECT_THAT(found.readings, ElementsAre("қазақтың"));
  EXPECT_TRUE(found.digit_row);
  EXPECT_THAT(other_layouts("=8т3рлер").readings, ElementsAre("һүтірлер"));
}

TEST(OtherLayouts, CyrillicKeysAreLatin) {
  EXPECT_THAT(other_layouts("цштвщцы").readings, ElementsAre("windows"));
  EXPECT_THAT(other_layouts("ЩААШСУ").readings, ElementsAre("office"));
  EXPECT_FALSE(other_layouts("цштвщцы").digit_row);
  EXPECT_THAT(other_layouts("жаңа").readings, IsEmpty());  // ж is no letter there
}

TEST(OtherLayouts, WhatIsNoWordHasNoOther) {
  for (const std::string_view chunk : {"", "2024", "12-34", "...", "қaзақ", "қазақ.kz", "日本"})
    EXPECT_THAT(other_layouts(chunk).readings, IsEmpty()) << chunk;
}

TEST(OtherLayouts, AnyBytesGiveShortValidText) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes(random() % 24, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % (round % 2 == 0 ? 128U : 256U));
    const OtherLayouts found = other_layouts(bytes);
    ASSERT_LE(found.readings.size(), 4U);
    for (const std::string& reading : found.readings) {
      ASSERT_TRUE(is_valid_utf8(reading));
      ASSERT_LE(reading.size(), 3 * bytes.size());
    }
  }
}

}  // namespace
}  // namespace izde::internal
