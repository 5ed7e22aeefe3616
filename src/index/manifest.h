#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "izde/schema.h"
#include "store/directory.h"
#include "store/file_format.h"

namespace izde::internal {

/// Figures of one field in one segment.
struct FieldSums {
  std::uint32_t field = 0;       ///< Number: place in the schema.
  std::uint32_t doc_count = 0;   ///< Documents with at least one token (text) or value.
  std::uint64_t token_count = 0; ///< Sum of lengths.
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

/// Reads the newest manifest. Nothing when there is none at all. Throws: Error{kCorruption} when
/// the newest cannot be read: an older one never replaces it silently.
std::optional<Manifest> read_manifest(const Directory& directory);

/// Writes `manifest.N` by the commit protocol (temporary file, sync, rename, sync of the folder).
void write_manifest(Directory& directory, const Manifest& manifest);

}  // namespace izde::internal
