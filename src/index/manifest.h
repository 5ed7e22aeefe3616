#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "izde/schema.h"

#include "store/directory.h"
#include "store/file_format.h"

namespace izde::internal {

/// Figures of one field in one segment.
struct FieldSums {
  std::uint32_t field = 0;        ///< Number: place in the schema.
  std::uint32_t doc_count = 0;    ///< Documents with at least one token (text) or value.
  std::uint64_t token_count = 0;  ///< Sum of lengths.
};

/// What a commit knows of a segment.
struct SegmentInfo {
  std::string name;  ///< Files are `name.terms`, `name.postings`, ...
  FileId id{};
  std::uint32_t doc_count = 0;
  std::uint64_t bytes = 0;  ///< Sum of its files.
  std::vector<FieldSums> fields;
};

/// One commit: all that an index is, but for the content of its segments. docs/format/manifest.md
struct Manifest {
  std::uint64_t generation = 0;
  std::uint64_t next_segment = 0;  ///< Number for the next segment's name.
  Schema schema;                   ///< A field's place is its number for ever.
  std::string analyzer;            ///< Analyzer::definition().
  std::vector<SegmentInfo> segments;
};

/// The files of a segment are its name and one of these.
inline constexpr std::array<std::string_view, 6> kSegmentExtensions = {
    ".terms", ".postings", ".positions", ".lengths", ".columns", ".stored"};

/// Name of the file whose lock the writer holds.
inline const std::string kLockName = "lock";

/// Returns the name of segment number `number`.
std::string segment_name(std::uint64_t number);

/// Whether a file of this name belongs to an index: a manifest, finished or not, a file of a
/// segment, the user dictionary, the lock.
bool is_index_file(std::string_view name) noexcept;

/// Reads the newest manifest. Nothing when there is none at all. Throws: Error{kCorruption} when
/// the newest cannot be read: an older one never replaces it silently.
std::optional<Manifest> read_manifest(const Directory& directory);

/// Writes `manifest.N` by the commit protocol (temporary file, sync, rename, sync of the folder).
/// The files of the segments must be durable before. After an exception undo_manifest() is due.
void write_manifest(Directory& directory, const Manifest& manifest);

/// Removes what a write_manifest() that failed left behind. Returns whether it is gone for good:
/// when it is not, the manifest may come back with the next power cut, and its segments must stay.
bool undo_manifest(Directory& directory, std::uint64_t generation) noexcept;

/// Removes all manifests but `manifest`, and all files of segments that it does not name. A file
/// that cannot be removed stays until the next call. Segments for which `is_building` says so stay.
/// Only the holder of the lock may call it.
void remove_unreferenced(Directory& directory, const Manifest& manifest,
                         const std::function<bool(std::string_view)>& is_building) noexcept;

}  // namespace izde::internal
