#include "index/date.h"

#include <string>

#include <gtest/gtest.h>

namespace izde::internal {
namespace {

TEST(Date, DaysStayAsTheyAre) {
  for (const char* day : {"2024-05-01", "0000-01-01", "9999-12-31", "2024-02-29", "2000-02-29"})
    EXPECT_EQ(canonical_date(day), day);
}

TEST(Date, MomentsAreGivenInUtc) {
  EXPECT_EQ(canonical_date("2024-05-01T10:30:00Z"), "2024-05-01T10:30:00Z");
  EXPECT_EQ(canonical_date("2024-05-01T10:30"), "2024-05-01T10:30:00Z");
  EXPECT_EQ(canonical_date("2024-05-01 10:30:05"), "2024-05-01T10:30:05Z");
  EXPECT_EQ(canonical_date("2024-05-01t10:30:05z"), "2024-05-01T10:30:05Z");
  EXPECT_EQ(canonical_date("2024-05-01T10:30:05.987654"), "2024-05-01T10:30:05Z");
  EXPECT_EQ(canonical_date("2024-05-01T10:30:05,9Z"), "2024-05-01T10:30:05Z");
  EXPECT_EQ(canonical_date("2024-05-01T02:30:00+05:00"), "2024-04-30T21:30:00Z");
  EXPECT_EQ(canonical_date("2024-05-01T02:30:00+0530"), "2024-04-30T21:00:00Z");
  EXPECT_EQ(canonical_date("2024-12-31T20:00:00-05"), "2025-01-01T01:00:00Z");
  EXPECT_EQ(canonical_date("2024-02-28T24:00:00Z"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(canonical_date("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z");
  EXPECT_EQ(canonical_date("1969-12-31T23:59:59Z"), "1969-12-31T23:59:59Z");
}

TEST(Date, WhatIsNoDateIsRefused) {
  for (const char* value : {"",
                            "2024",
                            "2024-05",
                            "2024-5-1",
                            "20240501",
                            "2024-13-01",
                            "2024-00-01",
                            "2024-02-30",
                            "2023-02-29",
                            "1900-02-29",
                            "2024-05-01T",
                            "2024-05-01Z",
                            "2024-05-01T10",
                            "2024-05-01T10:3",
                            "2024-05-01T25:00",
                            "2024-05-01T24:01",
                            "2024-05-01T10:60",
                            "2024-05-01T10:30:61",
                            "2024-05-01T10:30:00.",
                            "2024-05-01T10:30:00+",
                            "2024-05-01T10:30:00+24:00",
                            "2024-05-01T10:30:00+05:60",
                            "2024-05-01T10:30:00Z ",
                            " 2024-05-01",
                            "2024-05-01x",
                            "-024-05-01",
                            "yesterday",
                            "9999-12-31T23:00:00-05:00",
                            "0000-01-01T01:00:00+05:00"})
    EXPECT_EQ(canonical_date(value), std::nullopt) << value;
  EXPECT_EQ(canonical_date(std::string("2024-05-01\0", 11)), std::nullopt);
}

TEST(Date, EveryCutOfAMomentIsHandled) {
  const std::string moment = "2024-05-01T10:30:05.25+05:30";
  for (std::size_t length = 0; length < moment.size(); ++length)
    if (const auto date = canonical_date(moment.substr(0, length))) {
      EXPECT_TRUE(date->starts_with("2024-05-01"));
    }
}

}  // namespace
}  // namespace izde::internal
