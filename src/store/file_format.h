#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "store/directory.h"

namespace izde::internal {

/// Identifies a segment, or a manifest: 16 random bytes. A file of another one is never taken for
/// its own.
using FileId = std::array<std::uint8_t, 16>;

FileId random_file_id();

inline constexpr std::size_t kFileHeaderBytes = 40;
inline constexpr std::size_t kFileFooterBytes = 24;

/// Writes the frame that every file of an index has (docs/format/file.md) around the content.
///
/// Header: magic "izdeidx\n", format name (8 bytes, zero padded), version u32, flags u32 (0), id 16
/// bytes. Footer: total file length u64, XXH3-64 of all bytes before it u64, magic "izdefoot".
class FramedOutput {
 public:
  /// `format` has at most 8 bytes. Throws: Error{kAlreadyExists}, {kIoError}.
  FramedOutput(Directory& directory, const std::string& name, std::string_view format,
               std::uint32_t version, const FileId& id);
  ~FramedOutput();
  void append(std::string_view bytes);
  /// Offset of the next byte, counted from the file's beginning (kFileHeaderBytes at first).
  std::uint64_t offset() const noexcept;
  /// Writes the footer and closes; Directory::sync_files() is left to do. Returns the file's size
  /// in bytes.
  std::uint64_t finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A framed file that was opened and whose frame is right: magic, format, version, id, length. The
/// checksum of the content is only compared by verify_checksum().
struct FramedInput {
  std::shared_ptr<const InputFile> file;
  FileId id{};
  std::uint32_t version = 0;
  std::string_view bytes;  ///< The whole file. Content is [kFileHeaderBytes, content_end).
  std::size_t content_end = 0;
};

/// Throws: Error{kNotFound}, {kCorruption} naming file, offset, found and wanted,
/// {kVersionTooNew}/{kVersionTooOld} when the version is outside [min_version, max_version]. `id`
/// may be null: any is accepted.
FramedInput open_framed(const Directory& directory, const std::string& name,
                        std::string_view format, std::uint32_t min_version,
                        std::uint32_t max_version, const FileId* id);

/// Throws: Error{kCorruption}. Cost: reads the whole file.
void verify_checksum(const FramedInput& input);

}  // namespace izde::internal
