#include "base/values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/date.h"

namespace izde::internal {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view kDigits = "0123456789";

/// Where a typed number lies among the values of a field: on those in [low, high], between two when
/// low > high, or outside of all.
struct Place {
  std::int64_t low = 0;
  std::int64_t high = 0;
  int beyond = 0;  ///< -1 below all values, 1 above all.
};

/// A decimal number taken apart, as text: sign, digits without the point, power of ten behind them.
struct Decimal {
  bool negative = false;
  std::string_view whole, fraction;
  std::int64_t exponent = 0;
  bool is_zero = false;

  /// Digits before the point when it is written out; at most 0: below 1.
  std::int64_t magnitude() const noexcept {
    const std::size_t zeros = whole.find_first_not_of('0');
    if (zeros != std::string_view::npos)
      return static_cast<std::int64_t>(whole.size() - zeros) + exponent;
    return exponent - static_cast<std::int64_t>(fraction.find_first_not_of('0'));
  }
};

std::string_view take_digits(std::string_view& rest) noexcept {
  const std::string_view digits = rest.substr(0, rest.find_first_not_of(kDigits));
  rest.remove_prefix(digits.size());
  return digits;
}

/// The power behind 'e'; far beyond any double when it has many digits.
std::optional<std::int64_t> take_exponent(std::string_view& rest) noexcept {
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const std::string_view digits = take_digits(rest);
  if (digits.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : digits) value = std::min(value * 10 + (digit - '0'), kFar);
  return negative ? -value : value;
}

std::optional<Decimal> parse_decimal(std::string_view text) noexcept {
  Decimal decimal;
  decimal.negative = text.starts_with('-');
  if (decimal.negative || text.starts_with('+')) text.remove_prefix(1);
  decimal.whole = take_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    decimal.fraction = take_digits(text);
  }
  if (decimal.whole.empty() && decimal.fraction.empty()) return std::nullopt;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    const auto exponent = take_exponent(text);
    if (!exponent) return std::nullopt;
    decimal.exponent = *exponent;
  }
  if (!text.empty()) return std::nullopt;
  decimal.is_zero = decimal.whole.find_first_not_of('0') == std::string_view::npos &&
                    decimal.fraction.find_first_not_of('0') == std::string_view::npos;
  return decimal;
}

/// Among all integers. The magnitude of a number within int64 is at most 19, so that few digits
/// have to be looked at, however the number is written.
Place place_of_integer(const Decimal& decimal) noexcept {
  if (decimal.is_zero) return {0, 0, 0};
  const Place outside{0, -1, decimal.negative ? -1 : 1};
  const std::int64_t magnitude = decimal.magnitude();
  if (magnitude > 19) return outside;
  const auto digit_at =
      [&](std::int64_t place) noexcept -> unsigned {  // from the first that counts
    const std::size_t zeros = std::min(decimal.whole.find_first_not_of('0'), decimal.whole.size());
    std::size_t at = zeros + static_cast<std::size_t>(place);
    if (zeros == decimal.whole.size()) at += decimal.fraction.find_first_not_of('0');
    if (at < decimal.whole.size()) return static_cast<unsigned>(decimal.whole[at] - '0');
    at -= decimal.whole.size();
    return at < decimal.fraction.size() ? static_cast<unsigned>(decimal.fraction[at] - '0') : 0;
  };
  std::uint64_t whole = 0;  // 19 digits fit
  for (std::int64_t i = 0; i < magnitude; ++i) whole = whole * 10 + digit_at(i);
  const auto digits = static_cast<std::int64_t>(decimal.whole.size() + decimal.fraction.size());
  bool is_broken = false;
  for (std::int64_t i = std::max<std::int64_t>(magnitude, 0); i < digits && !is_broken; ++i)
    is_broken = digit_at(i) != 0;
  const std::uint64_t most = static_cast<std::uint64_t>(kMost) + (decimal.negative ? 1 : 0);
  if (whole > most || (whole == most && is_broken)) return outside;
  const auto value = static_cast<std::int64_t>(decimal.negative ? 0 - whole : whole);
  if (!is_broken) return {value, value, 0};
  return decimal.negative ? Place{value, value - 1, 0} : Place{value + 1, value, 0};
}

std::optional<Place> place_of_integer(std::string_view text) noexcept {
  const auto decimal = parse_decimal(text);
  if (!decimal) return std::nullopt;
  return place_of_integer(*decimal);
}

bool is_infinity(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 2> kNames = {"inf", "infinity"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return std::equal(name.begin(), name.end(), text.begin(), text.end(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
  });
}

/// A double, or an infinity for a number that is too large for one, which `is_exact` tells from an
/// infinity that was written.
struct ParsedFloat {
  double number = 0;
  bool too_large = false;
};

std::optional<ParsedFloat> read_float(std::string_view text) noexcept {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const bool negative = text.starts_with('-');
  const std::string_view rest = negative || text.starts_with('+') ? text.substr(1) : text;
  if (is_infinity(rest)) return ParsedFloat{negative ? -kInfinity : kInfinity};
  const auto decimal = parse_decimal(text);
  if (!decimal) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error == std::errc::result_out_of_range) {
    if (decimal->is_zero || decimal->magnitude() <= 0) return ParsedFloat{0};
    return ParsedFloat{negative ? -kInfinity : kInfinity, true};
  }
  if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
  return ParsedFloat{negative ? -number : number};
}

std::optional<Place> place_of_float(std::string_view text) noexcept {
  const auto read = read_float(text);
  if (!read) return std::nullopt;
  const std::int64_t value = value_of_float(read->number);
  if (!read->too_large) return Place{value, value, 0};
  // Between the greatest double and infinity.
  return read->number > 0 ? Place{value, value - 1, 0} : Place{value + 1, value, 0};
}

std::optional<Place> place_of(FieldType type, std::string_view text) noexcept {
  switch (type) {
    case FieldType::kInteger:
      return place_of_integer(text);
    case FieldType::kFloat:
      return place_of_float(text);
    case FieldType::kBoolean:
      if (const auto value = parse_boolean(text)) return Place{*value ? 1 : 0, *value ? 1 : 0, 0};
      return std::nullopt;
    case FieldType::kDate:
      if (const auto found = parse_partial_date(text)) return Place{found->first, found->last, 0};
      return std::nullopt;
    case FieldType::kText:
    case FieldType::kKeyword:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
  const auto place = place_of_integer(text);
  if (!place || place->beyond != 0 || place->low != place->high) return std::nullopt;
  return place->low;
}

std::optional<double> parse_float(std::string_view text) noexcept {
  const auto read = read_float(text);
  if (!read || read->too_large) return std::nullopt;
  return read->number;
}

std::optional<bool> parse_boolean(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 13> kTrue = {
      "true", "True", "TRUE", "yes", "Yes", "YES", "1", "иә", "Иә", "ИӘ", "да", "Да", "ДА"};
  constexpr std::array<std::string_view, 13> kFalse = {
      "false", "False", "FALSE", "no", "No", "NO", "0", "жоқ", "Жоқ", "ЖОҚ", "нет", "Нет", "НЕТ"};
  if (std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), text) != kFalse.end()) return false;
  return std::nullopt;
}

// Negative doubles order by their magnitude falling. Negating that instead of flipping its bits
// keeps its trailing zeros, which columns leave out, and makes -0.0 and 0.0 one.
std::int64_t value_of_float(double number) noexcept {
  const auto bits = std::bit_cast<std::int64_t>(number);
  return bits >= 0 ? bits : -(bits & kMost);
}

double float_of_value(std::int64_t value) noexcept {
  if (value >= 0) return std::bit_cast<double>(value);
  return -std::bit_cast<double>(static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(value)));
}

std::optional<std::int64_t> parse_value(FieldType type, std::string_view text) noexcept {
  switch (type) {
    case FieldType::kInteger:
      return parse_integer(text);
    case FieldType::kFloat:
      if (const auto number = parse_float(text)) return value_of_float(*number);
      return std::nullopt;
    case FieldType::kDate:
      return parse_date(text);
    case FieldType::kBoolean:
      if (const auto value = parse_boolean(text)) return *value ? 1 : 0;
      return std::nullopt;
    case FieldType::kText:
    case FieldType::kKeyword:
      break;
  }
  return std::nullopt;
}

std::optional<ValueRange> parse_values(FieldType type, std::string_view text) noexcept {
  const auto place = place_of(type, text);
  if (!place) return std::nullopt;
  if (place->beyond != 0) return ValueRange{};
  return ValueRange{place->low, place->high};
}

std::optional<ValueRange> parse_date_prefix(std::string_view prefix) noexcept {
  const auto found = parse_date_beginning(prefix);
  if (!found) return std::nullopt;
  return ValueRange{found->first, found->last};
}

std::optional<ValueRange> parse_range(FieldType type, const TypedBound& low,
                                      const TypedBound& high) noexcept {
  ValueRange range{kLeast, kMost};
  bool is_empty = false;
  if (low.text) {
    const auto place = place_of(type, *low.text);
    if (!place) return std::nullopt;
    is_empty = place->beyond > 0 || (!low.included && place->high == kMost);
    if (place->beyond == 0 && !is_empty) range.low = low.included ? place->low : place->high + 1;
  }
  if (high.text) {
    const auto place = place_of(type, *high.text);
    if (!place) return std::nullopt;
    is_empty = is_empty || place->beyond < 0 || (!high.included && place->low == kLeast);
    if (place->beyond == 0 && !is_empty) range.high = high.included ? place->high : place->low - 1;
  }
  return is_empty || range.empty() ? ValueRange{} : range;
}

}  // namespace izde::internal
