#pragma once

#include <cstdint>

#include "random.h"

namespace izde::bench {

/// Numbers with 32 bits after the point. Logarithm and power are integer arithmetic, so that the
/// collections are bit-identical whatever the C library, compiler and processor.
using Fixed = std::int64_t;

constexpr Fixed kFixedOne = Fixed{1} << 32;

/// The Fixed nearest to `value` / 1000.
constexpr Fixed from_thousandths(std::int64_t value) noexcept { return value * kFixedOne / 1000; }

/// log2(n), n > 0.
Fixed log2(std::uint64_t n) noexcept;

/// 2^x as a Fixed, rounded down; x < 30. 0 for x below -32.
std::uint64_t exp2(Fixed x) noexcept;

/// A draw from the log-normal distribution, rounded down: exp2(log2(median) + sigma * z). `sigma`
/// is in powers of two (that of the natural logarithm divided by ln 2); z is a sum of 12 uniforms,
/// near enough to normal.
std::uint32_t log_normal(Fixed log2_median, Fixed sigma, Random& random) noexcept;

}  // namespace izde::bench
