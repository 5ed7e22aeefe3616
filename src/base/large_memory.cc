#include "base/large_memory.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace izde::internal {

void* allocate_large(std::size_t bytes) {
  if (bytes < kLargePage) return ::operator new(bytes);
  void* const memory = ::operator new (bytes, std::align_val_t{kLargePage});
#ifdef __linux__
  // Whole large pages only. Advice: where it is not taken, all works as before.
  ::madvise(memory, bytes - bytes % kLargePage, MADV_HUGEPAGE);
#endif
  return memory;
}

void free_large(void* memory, std::size_t bytes) noexcept {
  if (bytes < kLargePage)
    ::operator delete(memory);
  else
    ::operator delete (memory, std::align_val_t{kLargePage});
}

}  // namespace izde::internal
