#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace izde::internal {

/// Memory that is handed out by 32-bit address and freed all at once.
///
/// An allocation never moves and never crosses a page. One thread at a time.
class Arena {
 public:
  using Address = std::uint32_t;
  static constexpr unsigned kPageBits = 16;
  static constexpr std::size_t kPageBytes = std::size_t{1} << kPageBits;

  /// Returns the address of `bytes` bytes, a multiple of 4. Their content is undefined.
  /// \pre 0 < bytes <= kPageBytes. Throws: Error{kResourceExhausted} past 4 GiB.
  Address allocate(std::size_t bytes) {
    bytes = (bytes + 3) & ~std::size_t{3};
    if (bytes > kPageBytes - used_) add_page();
    const auto address = static_cast<Address>(((pages_.size() - 1) << kPageBits) + used_);
    used_ += bytes;
    return address;
  }

  char* at(Address address) noexcept {
    return pages_[address >> kPageBits].get() + (address & (kPageBytes - 1));
  }
  const char* at(Address address) const noexcept {
    return pages_[address >> kPageBits].get() + (address & (kPageBytes - 1));
  }

  /// Memory held, in bytes.
  std::size_t bytes() const noexcept { return pages_.size() * kPageBytes; }

  void clear() noexcept;

 private:
  void add_page();

  std::vector<std::unique_ptr<char[]>> pages_;
  std::size_t used_ = kPageBytes;  ///< Of the last page.
};

}  // namespace izde::internal
