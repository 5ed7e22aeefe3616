#pragma once

#include <cstddef>
#include <cstdint>
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
  /// So many bytes behind an allocation can be read; what they hold is undefined.
  static constexpr std::size_t kReadableBehind = 32;

  Arena() = default;
  ~Arena() { clear(); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

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
    return pages_[address >> kPageBits] + (address & (kPageBytes - 1));
  }
  const char* at(Address address) const noexcept {
    return pages_[address >> kPageBits] + (address & (kPageBytes - 1));
  }

  /// Memory held, in bytes.
  std::size_t bytes() const noexcept { return bytes_; }

  void clear() noexcept;

 private:
  /// Memory of some pages that follow one another.
  struct Region {
    char* memory;
    std::size_t bytes;
  };

  void add_page();
  void add_region();

  std::vector<Region> regions_;
  std::vector<char*> pages_;
  std::size_t bytes_ = 0;
  std::size_t unused_pages_ = 0;   ///< Of the last region.
  std::size_t used_ = kPageBytes;  ///< Of the last page.
};

}  // namespace izde::internal
