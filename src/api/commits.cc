#include "api/commits.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "izde/error.h"

namespace izde::internal {
namespace {

/// The manifest, unless a writer has let go of it or of its segments since the directory was
/// listed, which had `files`.
template <typename Read>
std::optional<Manifest> read_kept(const std::set<std::string>& files, const Read& read) {
  try {
    Manifest manifest = read();
    std::vector<std::string> wanted;
    for (const SegmentInfo& segment : manifest.segments) append_files(segment, wanted);
    const auto is_there = [&files](const std::string& name) { return files.contains(name); };
    if (!std::all_of(wanted.begin(), wanted.end(), is_there)) return std::nullopt;
    return manifest;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) throw;
    return std::nullopt;
  }
}

CommitInfo info_of(const Manifest& manifest) {
  CommitInfo info;
  info.generation = manifest.generation;
  info.segments = manifest.segments.size();
  for (const SegmentInfo& segment : manifest.segments) info.documents += segment.live_count();
  return info;
}

}  // namespace

std::vector<CommitInfo> commits_of(const Directory& directory) {
  const CommitNames names = list_commits(directory);
  const std::vector<std::string> list = directory.list();
  const std::set<std::string> files(list.begin(), list.end());
  std::map<std::uint64_t, CommitInfo> commits;
  for (const std::uint64_t generation : names.generations)
    if (const auto manifest = read_kept(files, [&] { return read_commit(directory, generation); }))
      commits.emplace(generation, info_of(*manifest));
  for (const std::string& name : names.snapshots)
    if (const auto manifest = read_kept(files, [&] { return read_snapshot(directory, name); }))
      commits.emplace(manifest->generation, info_of(*manifest)).first->second.names.push_back(name);
  std::vector<CommitInfo> sorted;
  for (auto& [generation, info] : commits) sorted.push_back(std::move(info));
  return sorted;
}

Manifest find_commit(const Directory& directory, std::uint64_t generation) {
  const CommitNames names = list_commits(directory);
  if (std::binary_search(names.generations.begin(), names.generations.end(), generation))
    return read_commit(directory, generation);
  for (const std::string& name : names.snapshots)
    if (Manifest manifest = read_snapshot(directory, name); manifest.generation == generation)
      return manifest;
  throw Error(ErrorCode::kNotFound,
              fmt::format("{}: commit {} is not kept", directory.name(), generation));
}

Manifest find_commit(const Directory& directory, std::string_view name) {
  if (!is_snapshot_name(name))
    throw Error(ErrorCode::kNotFound, fmt::format("{}: there is no snapshot \"{}\"",
                                                  directory.name(), name.substr(0, 64)));
  try {
    return read_snapshot(directory, name);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) throw;
    throw Error(ErrorCode::kNotFound,
                fmt::format("{}: there is no snapshot \"{}\"", directory.name(), name));
  }
}

}  // namespace izde::internal
