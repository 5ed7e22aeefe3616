#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <utility>

#include "search/clause.h"

namespace izde::internal {

/// Where the clauses of a query stand. A clause has room for the blocks of its term: asking for it
/// anew for every word of a query costs as much as decoding a block, and it is cold.
class ClauseMemory {
 public:
  /// A clause made here must be gone before clear().
  template <class T, class... Arguments>
  ClausePtr make(Arguments&&... arguments) {
    void* const place = memory_.allocate(sizeof(T), alignof(T));
    return ClausePtr(new (place) T(std::forward<Arguments>(arguments)...));
  }
  /// Takes back what was handed out. Keeps memory for some ten terms.
  void clear() noexcept { memory_.release(); }

 private:
  static constexpr std::size_t kKeptBytes = std::size_t{64} << 10;

  const std::unique_ptr<std::byte[]> kept_{new std::byte[kKeptBytes]};  // sets nothing
  std::pmr::monotonic_buffer_resource memory_{kept_.get(), kKeptBytes};
};

}  // namespace izde::internal
