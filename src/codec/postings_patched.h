#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/bitpack_kernels.h"

namespace izde::internal {

class ByteReader;

// Up to 256 numbers packed with a width that most of them fit; the others, the patches, have their
// high bits, at most eight, behind: docs/format/postings.md.

/// \pre count <= kPackedBlock
void append_patched(std::string& out, const std::uint32_t* numbers, std::size_t count);

/// Where the parts of such numbers stand.
struct Patched {
  unsigned width = 0;
  std::size_t patches = 0;
  const char* packed = nullptr;
  const char* places = nullptr;  ///< Their high bits stand behind the places.

  /// Whether all numbers are 0.
  bool is_zero() const noexcept { return width == 0 && patches == 0; }
};

/// Reads over `count` numbers. Throws Error{kCorruption} when their parts break their bounds.
/// \pre count <= kPackedBlock
Patched read_patched(ByteReader& in, std::size_t count);

/// Writes the numbers; there must be room for kPackedBlock + kBlockPadding of them.
void unpack_patched(const Patched& from, std::size_t count, const BlockKernels& kernels,
                    std::uint32_t* numbers) noexcept;

}  // namespace izde::internal
