#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/doc_id.h"
#include "store/file_format.h"

namespace izde::internal {

inline constexpr std::string_view kLengthsFormat = "lengths";
inline constexpr std::uint32_t kLengthsVersion = 1;

/// Lengths of one text field in tokens, exact, by document: fixed width of 1, 2 or 4 bytes, read in
/// place.
class LengthsReader {
 public:
  LengthsReader(const void* data, unsigned width_bytes, std::uint32_t /*doc_count*/) noexcept
      : data_(static_cast<const char*>(data)), width_bytes_(width_bytes) {}
  /// \pre doc < doc_count
  std::uint32_t operator[](DocId doc) const noexcept {
    if (width_bytes_ == 1) return static_cast<unsigned char>(data_[doc]);
    if (width_bytes_ == 2) return load_le<std::uint16_t>(data_ + std::size_t{2} * doc);
    return load_le<std::uint32_t>(data_ + std::size_t{4} * doc);
  }
  /// Writes the lengths of `count` documents to `out`.
  void gather(const DocId* docs, std::size_t count, std::uint32_t* out) const noexcept {
    if (width_bytes_ == 1) {
      const auto* const data = reinterpret_cast<const unsigned char*>(data_);
      for (std::size_t i = 0; i < count; ++i) out[i] = data[docs[i]];
    } else if (width_bytes_ == 2) {
      for (std::size_t i = 0; i < count; ++i)
        out[i] = load_le<std::uint16_t>(data_ + std::size_t{2} * docs[i]);
    } else {
      for (std::size_t i = 0; i < count; ++i)
        out[i] = load_le<std::uint32_t>(data_ + std::size_t{4} * docs[i]);
    }
  }

 private:
  const char* data_;
  unsigned width_bytes_;
};

/// The lengths file of a segment: docs/format/lengths.md. Opening reads O(fields). Any thread.
class LengthsFile {
 public:
  /// Throws: Error{kCorruption}, {kNotFound}, {kVersionTooOld}, {kVersionTooNew}, {kIoError}.
  LengthsFile(const Directory& directory, const std::string& name, const FileId& id,
              std::uint32_t doc_count);

  /// Null when the file has none of the field.
  const LengthsReader* find(std::uint32_t field) const noexcept;
  /// Numbers of the fields it has, rising.
  std::vector<std::uint32_t> fields() const;
  const FramedInput& file() const noexcept { return file_; }

 private:
  struct Entry {
    std::uint32_t field;
    LengthsReader lengths;
  };

  FramedInput file_;
  std::vector<Entry> entries_;
};

}  // namespace izde::internal
