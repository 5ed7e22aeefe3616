#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
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
  std::uint64_t bytes = 0;        ///< Sum of its files.
  std::vector<FieldSums> fields;  ///< Of all its documents, deleted ones too.
  std::uint32_t deleted = 0;      ///< Documents that are no more.
  std::uint64_t deletes = 0;      ///< Number of the file that names them, when there are any.
  FileId deletes_id{};

  std::uint32_t live_count() const noexcept { return doc_count - deleted; }
};

/// One commit: all that an index is, but for the content of its segments. docs/format/manifest.md
struct Manifest {
  std::uint64_t generation = 0;
  /// Number of the commit that first had these documents: itself, or the one that merges have made
  /// others of up to this one.
  std::uint64_t origin = 0;
  std::uint64_t next_segment = 0;  ///< Number for the next segment's name.
  Schema schema;                   ///< A field's place is its number for ever.
  std::string analyzer;            ///< Analyzer::definition().
  std::vector<SegmentInfo> segments;
};

/// The files of a segment are its name and one of these.
inline constexpr std::array<std::string_view, 6> kSegmentExtensions = {
    ".terms", ".postings", ".positions", ".lengths", ".columns", ".stored"};

/// Extension of a file of deletes.
inline constexpr std::string_view kDeletesExtension = ".deletes";

/// Name of the file whose lock the writer holds.
inline const std::string kLockName = "lock";

/// Returns the name of segment number `number`.
std::string segment_name(std::uint64_t number);

/// Returns the name of the file that has the segment's deletes. \pre segment.deleted > 0
std::string deletes_name(const SegmentInfo& segment);

/// Appends the names of the segment's files, that of its deletes too.
void append_files(const SegmentInfo& segment, std::vector<std::string>& names);

/// Returns the name of commit number `generation`.
std::string manifest_name(std::uint64_t generation);

/// Returns the name of the file that keeps a commit under a name of its own.
std::string snapshot_file_name(std::string_view name);

/// Whether a commit may be kept under this name: 1 to 64 of the characters a-z, A-Z, 0-9, '_', '-'.
bool is_snapshot_name(std::string_view name) noexcept;

/// Whether a file of this name belongs to an index: a manifest, finished or not, a file of a
/// segment, the user dictionary, the lock.
bool is_index_file(std::string_view name) noexcept;

/// Reads the newest manifest. Nothing when there is none at all. Throws: Error{kCorruption} when
/// the newest cannot be read: an older one never replaces it silently.
std::optional<Manifest> read_manifest(const Directory& directory);

/// Reads manifest number `generation`, or what snapshot_file_name() names. Throws:
/// Error{kNotFound}, {kCorruption}, {kVersionTooOld}, {kVersionTooNew}, {kIoError}.
Manifest read_commit(const Directory& directory, std::uint64_t generation);
Manifest read_snapshot(const Directory& directory, std::string_view name);

/// The commits that a directory has.
struct CommitNames {
  std::vector<std::uint64_t> generations;  ///< Of manifests, rising.
  std::vector<std::string> snapshots;      ///< Names that commits are kept under, sorted.
};
CommitNames list_commits(const Directory& directory);

/// Writes `manifest.N` by the commit protocol, in two steps: temporary file and its sync; rename
/// and sync of the folder. The files of the segments must be durable before the second. After an
/// exception undo_manifest() is due.
void prepare_manifest(Directory& directory, const Manifest& manifest);
void finish_manifest(Directory& directory, std::uint64_t generation);
void write_manifest(Directory& directory, const Manifest& manifest);  ///< Both.

/// Removes what prepare_manifest() and finish_manifest() left behind. Returns whether it is gone
/// for good: when it is not, the manifest may come back with the next power cut, and its segments
/// must stay.
bool undo_manifest(Directory& directory, std::uint64_t generation) noexcept;

/// Keeps the commit under a name, durably. Throws: Error{kIoError}; the name is then there or not.
void write_snapshot(Directory& directory, const Manifest& manifest, std::string_view name);

/// Removes what a write_snapshot() that failed left behind. Returns whether it is gone for good.
bool undo_snapshot(Directory& directory, std::string_view name) noexcept;

/// Removes the files of an index that are not in `keep`, but for the lock, the user dictionary, and
/// the files of segments for which `is_building` says so. With `keep_segments` no file of a segment
/// goes. A file that cannot be removed stays until the next call. Only the holder of the lock may
/// call it.
void remove_unreferenced(Directory& directory, const std::set<std::string>& keep,
                         bool keep_segments,
                         const std::function<bool(std::string_view)>& is_building) noexcept;

}  // namespace izde::internal
