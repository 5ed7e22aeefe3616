#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace izde::internal {

/// The least number of decimal places, at most kMostDecimals, with which all of `values`
/// (value_of_float()s) can be written as whole numbers below 2^53; nothing when there is none. Such
/// a whole number divided by the power of ten is the nearest double of the decimal number, so that
/// the way there and back changes nothing.
std::optional<unsigned> common_decimals(std::span<const std::int64_t> values) noexcept;

/// The whole number for a value with `decimals` places. \pre common_decimals() allows it
std::int64_t to_decimal(std::int64_t value, unsigned decimals) noexcept;

/// The value (of value_of_float()) of a whole number with `decimals` places.
/// \pre decimals <= kMostDecimals
std::int64_t from_decimal(std::int64_t whole, unsigned decimals) noexcept;

}  // namespace izde::internal
