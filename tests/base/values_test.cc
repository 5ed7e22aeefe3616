#include "base/values.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "base/date.h"
#include "base/random.h"

namespace izde::internal {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::optional<std::int64_t> date(std::string_view text) {
  return parse_value(FieldType::kDate, text);
}

std::optional<ValueRange> values(FieldType type, std::string_view text) {
  return parse_values(type, text);
}

TEST(Values, IntegersAreReadHoweverTheyAreWritten) {
  EXPECT_EQ(parse_integer("2024"), 2024);
  EXPECT_EQ(parse_integer("+5"), 5);
  EXPECT_EQ(parse_integer("-7"), -7);
  EXPECT_EQ(parse_integer("-0"), 0);
  EXPECT_EQ(parse_integer("007"), 7);
  EXPECT_EQ(parse_integer("5.0"), 5);
  EXPECT_EQ(parse_integer("5."), 5);
  EXPECT_EQ(parse_integer("2.77E2"), 277);
  EXPECT_EQ(parse_integer("2e3"), 2000);
  EXPECT_EQ(parse_integer("1200e-2"), 12);
  EXPECT_EQ(parse_integer("0.00012e5"), 12);
  EXPECT_EQ(parse_integer("0e99999999999999999999"), 0);
  EXPECT_EQ(parse_integer("9223372036854775807"), kMost);
  EXPECT_EQ(parse_integer("-9223372036854775808"), kLeast);
  EXPECT_EQ(parse_integer("9.223372036854775807e18"), kMost);
  for (const char* text : {"",
                           "-",
                           "+",
                           ".",
                           "e5",
                           "1e",
                           "1e+",
                           "5x",
                           " 5",
                           "5 ",
                           "1,000",
                           "0x10",
                           "1_000",
                           "--5",
                           "5.5",
                           "1e-1",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "9223372036854775807.5",
                           "1e19",
                           "1e99999999999999999999",
                           "1e-99999999999999999999",
                           "inf",
                           "nan",
                           "true",
                           "٣"})
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  EXPECT_EQ(parse_integer(std::string_view("5\0", 2)), std::nullopt);
}

TEST(Values, FloatsAreReadToTheNearestDouble) {
  EXPECT_EQ(parse_float("2.77"), 2.77);
  EXPECT_EQ(parse_float("2.77E0"), 2.77);
  EXPECT_EQ(parse_float("-.5"), -0.5);
  EXPECT_EQ(parse_float("+1e3"), 1000.0);
  EXPECT_EQ(parse_float("1e308"), 1e308);
  EXPECT_EQ(parse_float("5e-324"), 5e-324);
  EXPECT_EQ(parse_float("1e-400"), 0.0);
  EXPECT_EQ(parse_float("-1e-400"), 0.0);
  EXPECT_EQ(parse_float("inf"), kInfinity);
  EXPECT_EQ(parse_float("-Infinity"), -kInfinity);
  EXPECT_EQ(parse_float("+INF"), kInfinity);
  for (const char* text : {"", "-", ".", "nan", "NaN", "-nan", "infinit", "1e999", "-1e999",
                           "0x1p3", "1,5", "1.5.2", "5f", " 1", "1 ", "e1"})
    EXPECT_EQ(parse_float(text), std::nullopt) << text;
}

TEST(Values, FloatsKeepTheirOrderAndComeBack) {
  Random random(1);
  std::vector<double> numbers = {0.0,  5e-324, -5e-324, 1.0,       -1.0,
                                 2.77, 1e308,  -1e308,  kInfinity, -kInfinity};
  for (int i = 0; i < 1000; ++i) {
    const auto number = std::bit_cast<double>(std::uint64_t{random()} << 32 | random());
    if (!std::isnan(number)) numbers.push_back(number);
  }
  for (const double a : numbers) {
    EXPECT_EQ(float_of_value(value_of_float(a)), a);
    const auto read = parse_float(fmt::format("{}", a));
    ASSERT_TRUE(read) << a;
    EXPECT_EQ(value_of_float(*read), value_of_float(a));
    for (const double b : numbers) EXPECT_EQ(value_of_float(a) < value_of_float(b), a < b);
  }
  EXPECT_EQ(value_of_float(-0.0), value_of_float(0.0));
  EXPECT_FALSE(std::signbit(float_of_value(value_of_float(-0.0))));
}

TEST(Values, BooleansAreReadInThreeLanguages) {
  for (const char* text : {"true", "TRUE", "Yes", "1", "иә", "Иә", "ДА"})
    EXPECT_EQ(parse_boolean(text), true) << text;
  for (const char* text : {"false", "False", "no", "0", "жоқ", "ЖОҚ", "нет"})
    EXPECT_EQ(parse_boolean(text), false) << text;
  for (const char* text : {"", "tRUE", "2", "y", "on", "true ", "жок"})
    EXPECT_EQ(parse_boolean(text), std::nullopt) << text;
}

TEST(Values, DatesAreSecondsInUtc) {
  EXPECT_EQ(date("1970-01-01"), 0);
  EXPECT_EQ(date("1969-12-31T23:59:59Z"), -1);
  EXPECT_EQ(date("0000-01-01"), -62167219200);
  EXPECT_EQ(date("9999-12-31T23:59:59Z"), 253402300799);
  EXPECT_EQ(date("2024-05-01T10:30:00Z"), 1714559400);
  EXPECT_EQ(date("2024-05-01T10:30"), 1714559400);
  EXPECT_EQ(date("2024-05-01 10:30:05"), 1714559405);
  EXPECT_EQ(date("2024-05-01t10:30:05z"), 1714559405);
  EXPECT_EQ(date("2024-05-01T10:30:05.987654"), 1714559405);
  EXPECT_EQ(date("2024-05-01T10:30:05,9Z"), 1714559405);
  EXPECT_EQ(date("2024-05-01T02:30:00+05:00"), date("2024-04-30T21:30:00Z"));
  EXPECT_EQ(date("2024-05-01T02:30:00+0530"), date("2024-04-30T21:00:00Z"));
  EXPECT_EQ(date("2024-12-31T20:00:00-05"), date("2025-01-01T01:00:00Z"));
  EXPECT_EQ(date("2024-02-28T24:00:00Z"), date("2024-02-29"));
  EXPECT_EQ(date("2016-12-31T23:59:60Z"), date("2017-01-01"));
}

TEST(Values, WhatIsNoDateIsRefused) {
  for (const char* text : {"",
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
    EXPECT_EQ(date(text), std::nullopt) << text;
  EXPECT_EQ(date(std::string_view("2024-05-01\0", 11)), std::nullopt);
  EXPECT_EQ(date(std::string_view("2024-02-30\0", 11)), std::nullopt);
}

/// From the first second of one date to the last of another.
ValueRange between(std::string_view first, std::string_view last) {
  return {*date(first), *date(last)};
}

TEST(Values, PartsOfDatesAreAllOfTheirSeconds) {
  const auto range = [](std::string_view text) { return values(FieldType::kDate, text); };
  EXPECT_EQ(range("2024"), between("2024-01-01", "2024-12-31T23:59:59"));
  EXPECT_EQ(range("2024-02"), between("2024-02-01", "2024-02-29T23:59:59"));
  EXPECT_EQ(range("2023-12"), between("2023-12-01", "2023-12-31T23:59:59"));
  EXPECT_EQ(range("2024-05-01"), between("2024-05-01", "2024-05-01T23:59:59"));
  EXPECT_EQ(range("2024-05-01T10"), between("2024-05-01T10:00", "2024-05-01T10:59:59"));
  EXPECT_EQ(range("2024-05-01T10:30+05:00"), between("2024-05-01T05:30", "2024-05-01T05:30:59"));
  EXPECT_EQ(range("2024-05-01T10:30:15"), between("2024-05-01T10:30:15", "2024-05-01T10:30:15"));
  EXPECT_EQ(range("9999"), between("9999-01-01", "9999-12-31T23:59:59"));
  for (const char* text : {"", "202", "2024-", "2024-1", "2024-05-", "2024-05-1", "2024-05-01T1",
                           "2024Z", "2024-13", "May"})
    EXPECT_EQ(range(text), std::nullopt) << text;
}

TEST(Values, BeginningsOfDatesAreThoseThatBeginSo) {
  EXPECT_EQ(parse_date_prefix(""), between("0000-01-01", "9999-12-31T23:59:59"));
  EXPECT_EQ(parse_date_prefix("202"), between("2020-01-01", "2029-12-31T23:59:59"));
  EXPECT_EQ(parse_date_prefix("2024"), values(FieldType::kDate, "2024"));
  EXPECT_EQ(parse_date_prefix("2024-"), values(FieldType::kDate, "2024"));
  EXPECT_EQ(parse_date_prefix("2024-0"), between("2024-01-01", "2024-09-30T23:59:59"));
  EXPECT_EQ(parse_date_prefix("2024-1"), between("2024-10-01", "2024-12-31T23:59:59"));
  EXPECT_EQ(parse_date_prefix("2023-02-2"), between("2023-02-20", "2023-02-28T23:59:59"));
  EXPECT_EQ(parse_date_prefix("2024-05-01T2"), between("2024-05-01T20:00", "2024-05-01T23:59:59"));
  EXPECT_EQ(parse_date_prefix("2024-05-01 10:3"),
            between("2024-05-01T10:30", "2024-05-01T10:39:59"));
  EXPECT_EQ(parse_date_prefix("2024-05-01T10:30:15Z"),
            between("2024-05-01T10:30:15", "2024-05-01T10:30:15"));
  for (const char* text : {"2024-2", "2024-13", "2023-02-3", "2024-05-01T3", "2024-05-01T10:7"}) {
    const auto found = parse_date_prefix(text);
    ASSERT_TRUE(found) << text;
    EXPECT_TRUE(found->empty()) << text;
  }
  for (const char* text : {"x", "2024x", "2024-05-01T10:30:15+", "2024-05-01T10:30:15Zx", "24-"})
    EXPECT_EQ(parse_date_prefix(text), std::nullopt) << text;
}

ValueRange range_of(FieldType type, std::optional<std::string_view> low, bool includes_low,
                    std::optional<std::string_view> high, bool includes_high) {
  const auto range = parse_range(type, {low, includes_low}, {high, includes_high});
  EXPECT_TRUE(range);
  return range.value_or(ValueRange{});
}

TEST(Values, RangesTakeTheirBoundsInOrNot) {
  constexpr auto kInteger = FieldType::kInteger;
  EXPECT_EQ(range_of(kInteger, "3", true, "5", true), (ValueRange{3, 5}));
  EXPECT_EQ(range_of(kInteger, "3", false, "5", false), (ValueRange{4, 4}));
  EXPECT_EQ(range_of(kInteger, "2.5", true, "5.5", true), (ValueRange{3, 5}));
  EXPECT_EQ(range_of(kInteger, "2.5", false, "5.5", false), (ValueRange{3, 5}));
  EXPECT_EQ(range_of(kInteger, "-2.5", true, "-0.5", false), (ValueRange{-2, -1}));
  EXPECT_EQ(range_of(kInteger, {}, true, "5", true), (ValueRange{kLeast, 5}));
  EXPECT_EQ(range_of(kInteger, "5", true, {}, true), (ValueRange{5, kMost}));
  EXPECT_EQ(range_of(kInteger, "-1e30", true, "1e30", false), (ValueRange{kLeast, kMost}));
  EXPECT_TRUE(range_of(kInteger, "1e30", true, {}, true).empty());
  EXPECT_TRUE(range_of(kInteger, {}, true, "-1e30", true).empty());
  EXPECT_TRUE(range_of(kInteger, "9223372036854775807", false, {}, true).empty());
  EXPECT_TRUE(range_of(kInteger, {}, true, "-9223372036854775808", false).empty());
  EXPECT_TRUE(range_of(kInteger, "5", true, "3", true).empty());
  EXPECT_EQ(range_of(FieldType::kDate, "2024-05", true, "2024-06", true),
            between("2024-05-01", "2024-06-30T23:59:59"));
  EXPECT_EQ(range_of(FieldType::kDate, "2024-05", false, "2024-07", false),
            between("2024-06-01", "2024-06-30T23:59:59"));
  const auto infinite = value_of_float(kInfinity);
  EXPECT_EQ(range_of(FieldType::kFloat, "1e999", true, "inf", true),
            (ValueRange{infinite, infinite}));
  EXPECT_EQ(range_of(FieldType::kFloat, "-1e999", false, "1e999", true),
            (ValueRange{-infinite + 1, infinite - 1}));
  EXPECT_EQ(range_of(FieldType::kBoolean, "true", true, {}, true), (ValueRange{1, kMost}));
  EXPECT_EQ(parse_range(kInteger, {"x", true}, {"5", true}), std::nullopt);
  EXPECT_EQ(parse_range(kInteger, {"5", true}, {"x", true}), std::nullopt);
}

}  // namespace
}  // namespace izde::internal
