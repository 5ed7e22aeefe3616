#include "base/bytes.h"

#include <fmt/format.h>

#include "izde/error.h"

namespace izde::internal {

void throw_corruption(std::string_view file, std::uint64_t offset, std::string_view what) {
  throw Error(ErrorCode::kCorruption, fmt::format("{}: at byte {}: {}", file, offset, what));
}

void ByteReader::fail_short(std::uint64_t count) const {
  fail(fmt::format("{} bytes wanted, {} left", count, remaining()));
}

std::uint64_t ByteReader::long_varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint64_t byte = u8();
    if (shift == 63 && byte > 1) break;
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  fail("number over 64 bits");
}

}  // namespace izde::internal
