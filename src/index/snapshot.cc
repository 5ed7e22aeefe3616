#include "index/snapshot.h"

#include <fmt/format.h>
#include <optional>
#include <utility>

#include "izde/error.h"

namespace izde::internal {
namespace {

/// The place of the segment in `snapshot`, if it has it.
std::optional<std::size_t> find(const Snapshot* snapshot, const SegmentInfo& info) {
  if (snapshot == nullptr) return std::nullopt;
  for (std::size_t i = 0; i < snapshot->segments.size(); ++i) {
    const SegmentInfo& open = snapshot->segments[i]->info();
    if (open.id == info.id && open.name == info.name) return i;
  }
  return std::nullopt;
}

bool same_deletes(const SegmentInfo& a, const SegmentInfo& b) noexcept {
  return a.deleted == b.deleted && a.deletes == b.deletes && a.deletes_id == b.deletes_id;
}

}  // namespace

DeletedDocsPtr open_deletes(const Directory& directory, const SegmentInfo& info) {
  if (info.deleted == 0) return nullptr;
  return read_deletes(directory, deletes_name(info), info.deletes_id, info.doc_count, info.deleted);
}

void Snapshot::add(std::shared_ptr<const SegmentReader> segment, DeletedDocsPtr deletes) {
  doc_bases.push_back(doc_count);
  doc_count += segment->doc_count();
  deleted_count += count_of(deletes);
  segments.push_back(std::move(segment));
  deleted.push_back(std::move(deletes));
}

std::shared_ptr<const Snapshot> open_snapshot(const Directory& directory, Manifest manifest,
                                              const Analyzer& analyzer, const Snapshot* previous) {
  auto snapshot = std::make_shared<Snapshot>(std::move(manifest), analyzer);
  for (const SegmentInfo& info : snapshot->manifest.segments) {
    const auto at = find(previous, info);
    const bool has_deletes = at && same_deletes(previous->manifest.segments[*at], info);
    snapshot->add(at ? previous->segments[*at] : std::make_shared<SegmentReader>(directory, info),
                  has_deletes ? previous->deleted[*at] : open_deletes(directory, info));
  }
  return snapshot;
}

std::shared_ptr<const Snapshot> open_latest(const Directory& directory, const Analyzer& analyzer,
                                            const std::shared_ptr<const Snapshot>& previous) {
  std::optional<Manifest> manifest = read_manifest(directory);
  for (;;) {
    if (!manifest) return nullptr;
    const std::uint64_t generation = manifest->generation;
    if (previous != nullptr && previous->manifest.generation == generation) return previous;
    try {
      return open_snapshot(directory, *std::move(manifest), analyzer, previous.get());
    } catch (const Error& error) {
      const bool missing = error.code() == ErrorCode::kNotFound;
      if (!missing && error.code() != ErrorCode::kCorruption) throw;
      manifest = read_manifest(directory);
      if (!manifest || manifest->generation != generation) continue;  // it was replaced meanwhile
      if (!missing) throw;
      throw Error(ErrorCode::kCorruption,
                  fmt::format("{}: a file that commit {} names is missing: {}", directory.name(),
                              generation, error.what()));
    }
  }
}

}  // namespace izde::internal
