#pragma once

#include <cstdint>
#include <random>

namespace izde::internal {

/// Numbers of 32 bits from a seed, the same everywhere.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

}  // namespace izde::internal
