#include "codec/decimal.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/values.h"
#include "codec/columns_format.h"

namespace izde::internal {
namespace {

constexpr double kMostWhole = 9007199254740992.0;  // 2^53

// Powers of ten up to 10^22 are doubles, so that a quotient by one is rounded once.
constexpr std::array<double, kMostDecimals + 1> kPowers = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

bool is_whole_with(double number, unsigned decimals) noexcept {
  const double whole = std::nearbyint(number * kPowers[decimals]);
  return std::abs(whole) <= kMostWhole && whole / kPowers[decimals] == number;
}

}  // namespace

std::optional<unsigned> common_decimals(std::span<const std::int64_t> values) noexcept {
  unsigned decimals = 0;
  for (const std::int64_t value : values) {
    const double number = float_of_value(value);
    while (!is_whole_with(number, decimals))
      if (++decimals > kMostDecimals) return std::nullopt;
  }
  // With more places than it needs, a value may have become too large.
  const bool fits = std::all_of(values.begin(), values.end(), [decimals](std::int64_t value) {
    return is_whole_with(float_of_value(value), decimals);
  });
  return fits ? std::optional(decimals) : std::nullopt;
}

std::int64_t to_decimal(std::int64_t value, unsigned decimals) noexcept {
  return static_cast<std::int64_t>(std::nearbyint(float_of_value(value) * kPowers[decimals]));
}

std::int64_t from_decimal(std::int64_t whole, unsigned decimals) noexcept {
  return value_of_float(static_cast<double>(whole) / kPowers[decimals]);
}

}  // namespace izde::internal
