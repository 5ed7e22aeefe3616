#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace izde::internal {

/// How much of a random test is run: the environment variable's number, else `normal`, or an
/// eighth of it, at least one, in builds with sanitizers or without optimisation.
inline std::uint32_t scaled(const char* variable, std::uint32_t normal) {
  if (const char* const value = std::getenv(variable); value != nullptr)
    return static_cast<std::uint32_t>(std::stoul(value));
#ifdef IZDE_SLOW_BUILD
  return normal < 8 ? 1 : normal / 8;
#else
  return normal;
#endif
}

/// Of operations to be tried one by one, one in so many is.
#ifdef IZDE_SLOW_BUILD
inline constexpr std::uint64_t kStride = 8;
#else
inline constexpr std::uint64_t kStride = 1;
#endif

}  // namespace izde::internal
