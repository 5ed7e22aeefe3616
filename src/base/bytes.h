#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

namespace izde::internal {

/// Returns the unsigned integer whose little-endian bytes stand at `from`; no alignment needed.
template <typename T>
T load_le(const char* from) noexcept {
  static_assert(std::is_unsigned_v<T>);
  T value;
  std::memcpy(&value, from, sizeof value);
  if constexpr (std::endian::native == std::endian::big) {
    T swapped = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      swapped = static_cast<T>(swapped | ((value >> (8 * i)) & 0xFFU) << (8 * (sizeof(T) - 1 - i)));
    value = swapped;
  }
  return value;
}

/// Writes `value` to `to` as little-endian bytes.
template <typename T>
void store_le(char* to, T value) noexcept {
  static_assert(std::is_unsigned_v<T>);
  for (std::size_t i = 0; i < sizeof(T); ++i) to[i] = static_cast<char>(value >> (8 * i));
}

/// Appends `value` to `out` as little-endian bytes.
template <typename T>
void append_le(std::string& out, T value) {
  char bytes[sizeof(T)];
  store_le(bytes, value);
  out.append(bytes, sizeof(T));
}

/// Throws Error{kCorruption} "FILE: at byte OFFSET: WHAT".
[[noreturn]] void throw_corruption(std::string_view file, std::uint64_t offset,
                                   std::string_view what);

/// Reads a range of a file's bytes from front to back and trusts none: whatever would leave the
/// range throws Error{kCorruption} naming the file and the offset.
///
/// A value that does not own the bytes or the name.
class ByteReader {
 public:
  /// \pre begin <= end <= file.size()
  ByteReader(std::string_view file, std::size_t begin, std::size_t end,
             const std::string& name) noexcept
      : begin_(file.data()), at_(file.data() + begin), end_(file.data() + end), name_(&name) {}

  std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  std::size_t remaining() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  const char* data() const noexcept { return at_; }

  std::uint8_t u8() { return fixed<std::uint8_t>(); }
  std::uint16_t u16() { return fixed<std::uint16_t>(); }
  std::uint32_t u32() { return fixed<std::uint32_t>(); }
  std::uint64_t u64() { return fixed<std::uint64_t>(); }

  /// A number of at most 32 bits, 7 bits a byte, lowest first (docs/format/file.md).
  std::uint32_t varint32() {
    if (at_ < end_ && static_cast<unsigned char>(*at_) < 0x80)
      return static_cast<unsigned char>(*at_++);
    const std::uint64_t value = long_varint();
    if (value > std::numeric_limits<std::uint32_t>::max()) fail("number over 32 bits");
    return static_cast<std::uint32_t>(value);
  }
  std::uint64_t varint64() {
    if (at_ < end_ && static_cast<unsigned char>(*at_) < 0x80)
      return static_cast<unsigned char>(*at_++);
    return long_varint();
  }

  std::string_view bytes(std::uint64_t count) {
    need(count);
    const std::string_view taken(at_, static_cast<std::size_t>(count));
    at_ += count;
    return taken;
  }
  void skip(std::uint64_t count) {
    need(count);
    at_ += count;
  }

  [[noreturn]] void fail(std::string_view what) const { throw_corruption(*name_, offset(), what); }

 private:
  template <typename T>
  T fixed() {
    need(sizeof(T));
    const T value = load_le<T>(at_);
    at_ += sizeof(T);
    return value;
  }
  void need(std::uint64_t count) const {
    if (count > remaining()) fail_short(count);
  }
  [[noreturn]] void fail_short(std::uint64_t count) const;
  std::uint64_t long_varint();

  const char* begin_;
  const char* at_;
  const char* end_;
  const std::string* name_;
};

}  // namespace izde::internal
