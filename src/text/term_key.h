#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"

namespace izde::internal {

/// A short run of bytes as tables look it up, a word or a term: its hash, its first bytes, and its
/// shape, which tells apart tokens of the same bytes that were cut differently.
class TermKey {
 public:
  static constexpr std::size_t kHeadBytes = 32;
  using Head = std::array<std::uint64_t, kHeadBytes / 8>;

  TermKey() = default;

  TermKey(std::string_view text, std::size_t begin, std::size_t size,
          std::uint32_t shape) noexcept {
    set(text, begin, size, shape);
  }
  explicit TermKey(std::string_view term) noexcept { set(term, 0, term.size(), 0); }

  /// Becomes the key of the bytes [begin, begin + size) of `text`, which must outlive it. The same
  /// bytes give the same key wherever they stand.
  void set(std::string_view text, std::size_t begin, std::size_t size,
           std::uint32_t shape) noexcept {
    bytes_ = text.data() + begin;
    size_ = static_cast<std::uint32_t>(size);
    shape_ = shape;
    if (begin + kHeadBytes <= text.size() && size <= kHeadBytes)
      load_masked();
    else  // at the end of the text, or a long word
      load_inside();
    hash_ = size <= kHeadBytes ? hash_of_head() : hash64(view());
  }

  std::string_view view() const noexcept { return {bytes_, size_}; }
  const Head& head() const noexcept { return head_; }  ///< The first bytes, zeros behind them.
  std::uint32_t shape() const noexcept { return shape_; }
  std::uint64_t hash() const noexcept { return hash_; }

  /// Whether the bytes of the key stand at `at`, of which kHeadBytes can be read in any case.
  bool stands_at(const char* at) const noexcept {
    const std::uint8_t* const mask = mask_of(size_);
    std::uint64_t differ = 0;
    for (std::size_t i = 0; i < head_.size(); ++i)
      differ |= (load(at + 8 * i) & load(mask + 8 * i)) ^ head_[i];
    return differ == 0 && (size_ <= kHeadBytes || std::memcmp(at, bytes_, size_) == 0);
  }

 private:
  // Ones for the first `size` bytes, zeros behind.
  static const std::uint8_t* mask_of(std::size_t size) noexcept {
    static constexpr std::array<std::uint8_t, 2 * kHeadBytes> kOnesThenZeros = [] {
      std::array<std::uint8_t, 2 * kHeadBytes> ones{};
      for (std::size_t i = 0; i < kHeadBytes; ++i) ones[i] = 0xFF;
      return ones;
    }();
    return kOnesThenZeros.data() + kHeadBytes - (size < kHeadBytes ? size : kHeadBytes);
  }

  // Loads past the end of the spelling and masks what is behind: no branch on its length. By words,
  // since what is read by words must be written by words (a processor cannot forward the halves of
  // a wider store).
  void load_masked() noexcept {
    const std::uint8_t* const mask = mask_of(size_);
    const auto word = [&](std::size_t i) { return load(bytes_ + 8 * i) & load(mask + 8 * i); };
    const std::uint64_t a = word(0);
    const std::uint64_t b = word(1);
    const std::uint64_t c = word(2);
    const std::uint64_t d = word(3);
    head_ = {a, b, c, d};
  }

  // Loads no byte behind the spelling, but some of it twice.
  void load_inside() noexcept {
    head_ = {};
    const std::size_t size = size_ < kHeadBytes ? size_ : kHeadBytes;
    std::size_t at = 0;
    for (; at + 8 <= size; at += 8) head_[at / 8] = load_le<std::uint64_t>(bytes_ + at);
    if (at == size) return;
    if (size > 8) {
      head_[at / 8] = load_le<std::uint64_t>(bytes_ + size - 8) >> (8 * (at + 8 - size));
    } else if (size >= 4) {
      head_[0] = load_le<std::uint32_t>(bytes_) |
                 std::uint64_t{load_le<std::uint32_t>(bytes_ + size - 4)} << (8 * (size - 4));
    } else {
      for (; at < size; ++at)
        head_[0] |= std::uint64_t{static_cast<unsigned char>(bytes_[at])} << (8 * at);
    }
  }

  // Two folded products. The constants hold bytes that no UTF-8 has, so that no text makes a factor
  // zero.
  std::uint64_t hash_of_head() const noexcept {
    return fold(head_[0] ^ 0xF8B1'C3D5'97E1'6A2BU, head_[1] ^ 0xFD4A'83F7'2C59'B61DU) ^
           fold(head_[2] ^ 0xFE9D'4B16'8A37'C5E3U, head_[3] ^ 0xFB62'D8A1'5F0E'3497U);
  }
  static std::uint64_t load(const char* from) noexcept { return load_le<std::uint64_t>(from); }
  static std::uint64_t load(const std::uint8_t* from) noexcept {
    return load(reinterpret_cast<const char*>(from));
  }
  static std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
  }

  Head head_{};
  std::uint64_t hash_ = 0;
  const char* bytes_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t shape_ = 0;
};

}  // namespace izde::internal
