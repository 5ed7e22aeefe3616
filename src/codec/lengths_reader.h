#pragma once

#include <cstdint>

#include "base/doc_id.h"

namespace izde::internal {

/// Lengths of one text field in tokens, exact, by document: fixed width of 1, 2 or 4 bytes, read in place.
class LengthsReader {
 public:
  LengthsReader(const void* data, unsigned width_bytes, std::uint32_t doc_count) noexcept;
  /// \pre doc < doc_count
  std::uint32_t operator[](DocId doc) const noexcept;

 private:
  const void* data_;
  unsigned width_bytes_;
};

}  // namespace izde::internal
