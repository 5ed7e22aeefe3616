#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "izde/schema.h"

// Values of number, date and boolean fields: from text to the integers that columns keep, which
// order as the values do.
namespace izde::internal {

/// Values from `low` to `high`, both included; none when low > high.
struct ValueRange {
  std::int64_t low = 0;
  std::int64_t high = -1;

  bool empty() const noexcept { return low > high; }
  friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

/// Whether fields of this type are searched by column values (and not by terms).
constexpr bool has_number_values(FieldType type) noexcept {
  return type != FieldType::kText && type != FieldType::kKeyword;
}

/// A whole number in decimal: `2024`, `+5`, `-7`, and what JSON may write for one, `5.0`, `2e3`.
/// Nothing for others, and outside of int64.
std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// A decimal number: `2.77`, `-1`, `+.5`, `2.77E0`; `inf` and `infinity` in any case. The nearest
/// double; too small for one is 0, too large is nothing; so is `nan`.
std::optional<double> parse_float(std::string_view text) noexcept;

/// `true`, `yes`, `1`, `иә`, `да`, and `false`, `no`, `0`, `жоқ`, `нет`, in small letters,
/// capitals, or with one capital in front.
std::optional<bool> parse_boolean(std::string_view text) noexcept;

/// The integer that stands for a double, in the order of doubles; -0.0 is 0.0. \pre no NaN
std::int64_t value_of_float(double number) noexcept;
/// What value_of_float() was made of.
double float_of_value(std::int64_t value) noexcept;

/// The value of `text` in a field of `type` as its column keeps it, nothing when `text` is no value
/// of the type: integers themselves, floats by value_of_float(), dates in seconds since 1970 in
/// UTC, booleans as 0 and 1. \pre has_number_values(type)
std::optional<std::int64_t> parse_value(FieldType type, std::string_view text) noexcept;

/// The values that `text` means in a query: one value; of a date that is not written out (`2024`,
/// `2024-05`, `2024-05-01`, `2024-05-01T10`, `2024-05-01T10:30`) all seconds of it. In an integer
/// field any decimal number can be asked for; a broken one is the empty range. Nothing when `text`
/// is nothing of the kind. \pre has_number_values(type)
std::optional<ValueRange> parse_values(FieldType type, std::string_view text) noexcept;

/// The dates that are written with `prefix` in front (`2024-0`: January to September of 2024);
/// empty when there are none. Nothing when `prefix` is no beginning of a date.
std::optional<ValueRange> parse_date_prefix(std::string_view prefix) noexcept;

/// One end of a range that a query asks for. No text: open.
struct TypedBound {
  std::optional<std::string_view> text;
  bool included = true;
};

/// The values between two bounds, each any that parse_values() reads: `[2024-05 TO 2024-06]` ends
/// with the last second of June, `{2024-05 TO *]` begins with June. In an integer field bounds may
/// be broken or beyond int64. Nothing when a bound cannot be read. \pre has_number_values(type)
std::optional<ValueRange> parse_range(FieldType type, const TypedBound& low,
                                      const TypedBound& high) noexcept;

}  // namespace izde::internal
