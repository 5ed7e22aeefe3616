#include "base/arena.h"

#include "izde/error.h"

namespace izde::internal {

void Arena::add_page() {
  if (pages_.size() == std::size_t{1} << (32 - kPageBits))
    throw Error(ErrorCode::kResourceExhausted, "one segment's terms and postings take over 4 GiB");
  pages_.emplace_back(new char[kPageBytes]);  // not make_unique: it would zero the page
  used_ = 0;
}

void Arena::clear() noexcept {
  pages_.clear();
  used_ = kPageBytes;
}

}  // namespace izde::internal
