#include "base/large_memory.h"

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <cstdint>
#include <sys/mman.h>
#define IZDE_LARGE_PAGES 1
#endif

namespace izde::internal {

#ifdef IZDE_LARGE_PAGES

namespace {

constexpr std::size_t kPage = std::size_t{64} << 10;  // of whatever system, or some of them

std::size_t round_up(std::size_t bytes) noexcept { return (bytes + kPage - 1) / kPage * kPage; }

}  // namespace

// Straight from the system: an allocator keeps what is freed, and between blocks that must begin at
// a large page it keeps a third as much again as is used.
void* allocate_large(std::size_t bytes) {
  if (bytes < kLargePage) return ::operator new(bytes);
  const std::size_t size = round_up(bytes);
  if (size < bytes || size + kLargePage < size) throw std::bad_alloc();
  void* const all = ::mmap(nullptr, size + kLargePage, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<char*>(all);
  const std::size_t before = kLargePage - reinterpret_cast<std::uintptr_t>(begin) % kLargePage;
  char* const memory = begin + before;
  ::munmap(begin, before);
  if (before < kLargePage) ::munmap(memory + size, kLargePage - before);
  // Whole large pages only. Advice: where it is not taken, all works as before.
  ::madvise(memory, bytes - bytes % kLargePage, MADV_HUGEPAGE);
  return memory;
}

void free_large(void* memory, std::size_t bytes) noexcept {
  if (bytes < kLargePage)
    ::operator delete(memory);
  else
    ::munmap(memory, round_up(bytes));
}

#else

void* allocate_large(std::size_t bytes) { return ::operator new(bytes); }

void free_large(void* memory, std::size_t /*bytes*/) noexcept { ::operator delete(memory); }

#endif

}  // namespace izde::internal
