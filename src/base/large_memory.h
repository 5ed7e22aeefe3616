#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace izde::internal {

/// Memory for what is large and read at random. From kLargePage bytes on the system is asked to
/// back it by pages of that size where it has them: fewer faults when it is fresh, and addresses
/// that the processor finds without walking its tables of pages.
inline constexpr std::size_t kLargePage = std::size_t{2} << 20;

/// Never nullptr; not cleared. Throws: std::bad_alloc.
void* allocate_large(std::size_t bytes);
/// \pre `memory` is of allocate_large(bytes)
void free_large(void* memory, std::size_t bytes) noexcept;

template <typename T>
class LargeAllocator {
 public:
  using value_type = T;

  LargeAllocator() = default;
  template <typename U>
  LargeAllocator(const LargeAllocator<U>& /*unused*/) noexcept {
  }  // NOLINT(google-explicit-constructor)

  T* allocate(std::size_t count) {
    static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    if (count > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(allocate_large(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept { free_large(memory, count * sizeof(T)); }

  template <typename U>
  bool operator==(const LargeAllocator<U>& /*unused*/) const noexcept {
    return true;
  }
};

template <typename T>
using LargeVector = std::vector<T, LargeAllocator<T>>;

}  // namespace izde::internal
