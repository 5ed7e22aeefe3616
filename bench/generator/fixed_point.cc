#include "fixed_point.h"

#include <array>
#include <bit>

namespace izde::bench {
namespace {

std::uint64_t square_root(std::uint64_t n) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= n) root += bit;
  }
  return root;
}

/// 2^(1/2), 2^(1/4), 2^(1/8), ... with 31 bits after the point.
const std::array<std::uint64_t, 32>& powers() {
  static const auto table = [] {
    std::array<std::uint64_t, 32> result{};
    std::uint64_t previous = std::uint64_t{2} << 31;
    for (std::uint64_t& value : result) {
      value = square_root(previous << 31);
      previous = value;
    }
    return result;
  }();
  return table;
}

}  // namespace

Fixed log2(std::uint64_t n) noexcept {
  const int whole = 63 - std::countl_zero(n);
  // The mantissa in [1, 2) with 31 bits after the point; squaring it yields one bit of the
  // logarithm.
  std::uint64_t mantissa = whole >= 31 ? n >> (whole - 31) : n << (31 - whole);
  Fixed result = Fixed{whole} << 32;
  for (int bit = 31; bit >= 0; --bit) {
    mantissa = (mantissa * mantissa) >> 31;
    if (mantissa >= std::uint64_t{2} << 31) {
      mantissa >>= 1;
      result |= Fixed{1} << bit;
    }
  }
  return result;
}

std::uint64_t exp2(Fixed x) noexcept {
  const std::int64_t whole = x >> 32;
  if (whole < -32) return 0;
  const auto fraction = static_cast<std::uint32_t>(x);
  std::uint64_t value = std::uint64_t{1} << 31;
  for (unsigned i = 0; i < 32; ++i) {
    if ((fraction >> (31 - i)) & 1U) value = (value * powers()[i]) >> 31;
  }
  const std::int64_t shift = whole + 1;  // `value` has 31 bits after the point, a Fixed has 32
  return shift >= 0 ? value << shift : value >> -shift;
}

std::uint32_t log_normal(Fixed log2_median, Fixed sigma, Random& random) noexcept {
  std::int64_t sum = 0;
  for (int i = 0; i < 3; ++i) {
    const std::uint64_t bits = random.next();
    for (int part = 0; part < 64; part += 16)
      sum += static_cast<std::int64_t>((bits >> part) & 0xFFFFU);
  }
  const std::int64_t z = sum - std::int64_t{6} * 65536;  // 16 bits after the point
  return static_cast<std::uint32_t>(exp2(log2_median + ((sigma >> 16) * z)) >> 32);
}

}  // namespace izde::bench
