#include "base/arena.h"

#include <algorithm>

#include "izde/error.h"

#include "base/large_memory.h"

namespace izde::internal {

void Arena::add_page() {
  if (pages_.size() == std::size_t{1} << (32 - kPageBits))
    throw Error(ErrorCode::kResourceExhausted, "one segment's terms and postings take over 4 GiB");
  if (unused_pages_ == 0) add_region();
  char* const page =
      regions_.back().memory + regions_.back().bytes - kReadableBehind - unused_pages_ * kPageBytes;
  pages_.push_back(page);
  --unused_pages_;
  used_ = 0;
}

// Each as large as all before, up to a large page of the system.
void Arena::add_region() {
  const std::size_t pages = std::clamp(pages_.size(), std::size_t{1}, kLargePage / kPageBytes);
  const std::size_t bytes = pages * kPageBytes + kReadableBehind;
  regions_.reserve(regions_.size() + 1);
  regions_.push_back({static_cast<char*>(allocate_large(bytes)), bytes});
  bytes_ += bytes;
  unused_pages_ = pages;
}

void Arena::clear() noexcept {
  for (const Region& region : regions_) free_large(region.memory, region.bytes);
  regions_.clear();
  pages_.clear();
  bytes_ = 0;
  unused_pages_ = 0;
  used_ = kPageBytes;
}

}  // namespace izde::internal
