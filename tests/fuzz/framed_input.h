#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "izde/error.h"

#include "base/bytes.h"
#include "codec/patch_checksums.h"
#include "store/file_format.h"

namespace izde::internal {

inline constexpr FileId kFuzzId = {1};

/// Bytes from a fuzzer as the whole content of a framed file. A frame around them, so that
/// mutations reach the reader.
inline std::string framed(const std::uint8_t* data, std::size_t size, std::string_view format,
                          std::uint32_t version) {
  const auto directory = make_memory_directory();
  FramedOutput file(*directory, "f", format, version, kFuzzId);
  file.append({reinterpret_cast<const char*>(data), size});
  file.finish();
  return std::string(directory->open("f")->bytes());
}

inline void put(Directory& directory, const std::string& name, const std::string& bytes) {
  const auto file = directory.create(name);
  file->append(bytes);
  file->close();
}

/// Runs `read`; only Error{kCorruption} may come out of it.
template <typename Read>
void expect_corruption_at_most(const Read& read) {
  try {
    read();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kCorruption) throw;
  }
}

}  // namespace izde::internal
