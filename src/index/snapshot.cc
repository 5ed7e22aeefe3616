#include "index/snapshot.h"

#include <fmt/format.h>
#include <utility>

#include "izde/error.h"

namespace izde::internal {
namespace {

std::shared_ptr<const SegmentReader> open_segment(const Directory& directory,
                                                  const SegmentInfo& info,
                                                  const Snapshot* previous) {
  if (previous != nullptr)
    for (const auto& segment : previous->segments)
      if (segment->info().id == info.id && segment->info().name == info.name) return segment;
  return std::make_shared<SegmentReader>(directory, info);
}

}  // namespace

std::shared_ptr<const Snapshot> open_snapshot(const Directory& directory, Manifest manifest,
                                              const Analyzer& analyzer, const Snapshot* previous) {
  auto snapshot = std::make_shared<Snapshot>(Snapshot{std::move(manifest), analyzer, {}, {}, 0});
  for (const SegmentInfo& info : snapshot->manifest.segments) {
    snapshot->segments.push_back(open_segment(directory, info, previous));
    snapshot->doc_bases.push_back(snapshot->doc_count);
    snapshot->doc_count += info.doc_count;
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
