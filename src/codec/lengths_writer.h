#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "store/file_format.h"

namespace izde::internal {

/// Writes the lengths file of a segment, one field after the other.
class LengthsWriter {
 public:
  LengthsWriter(Directory& directory, const std::string& name, const FileId& id,
                std::uint32_t doc_count);
  /// \pre fields rise; there is a length for each document.
  void add(std::uint32_t field, std::span<const std::uint32_t> lengths);
  /// Returns the file's size in bytes.
  std::uint64_t finish() { return file_.finish(); }

 private:
  FramedOutput file_;
};

}  // namespace izde::internal
