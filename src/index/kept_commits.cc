#include "index/kept_commits.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "izde/error.h"

namespace izde::internal {
namespace {

constexpr std::uint64_t kNoOrigin = std::numeric_limits<std::uint64_t>::max();

}  // namespace

KeptCommits::Commit KeptCommits::commit_of(const Manifest& manifest, std::string file) {
  Commit commit{manifest.origin, true, {std::move(file)}};
  for (const SegmentInfo& segment : manifest.segments) append_files(segment, commit.files);
  return commit;
}

// A commit that cannot be read stays as it is, and with it all segments: whoever mends it may need
// them.
void KeptCommits::load(const Directory& directory) {
  commits_.clear();
  snapshots_.clear();
  const CommitNames names = list_commits(directory);
  const auto read = [](auto& kept, const auto& key, const std::string& file, auto&& manifest) {
    try {
      kept.insert_or_assign(key, commit_of(manifest(), file));
    } catch (const Error&) {
      kept.insert_or_assign(key, Commit{kNoOrigin, false, {file}});
    }
  };
  for (const std::uint64_t generation : names.generations)
    read(commits_, generation, manifest_name(generation),
         [&] { return read_commit(directory, generation); });
  for (const std::string& name : names.snapshots)
    read(snapshots_, name, snapshot_file_name(name),
         [&, &snapshot = name] { return read_snapshot(directory, snapshot); });
}

void KeptCommits::add(const Manifest& manifest, std::size_t keep) {
  commits_.insert_or_assign(manifest.generation,
                            commit_of(manifest, manifest_name(manifest.generation)));
  keep_last(keep);
}

void KeptCommits::add_snapshot(std::string_view name, const Manifest& manifest) {
  snapshots_.insert_or_assign(std::string(name), commit_of(manifest, snapshot_file_name(name)));
}

void KeptCommits::keep_last(std::size_t keep) {
  std::size_t kept = 0;
  std::uint64_t origin = kNoOrigin;
  for (auto at = commits_.end(); at != commits_.begin();) {
    --at;
    if (at->first >= origin || kept == keep) {  // merges have put another in its place, or too old
      at = commits_.erase(at);
    } else {
      origin = at->second.origin;
      ++kept;
    }
  }
}

bool KeptCommits::is_unsure() const noexcept {
  const auto is_unread = [](const auto& kept) { return !kept.second.is_read; };
  return std::any_of(commits_.begin(), commits_.end(), is_unread) ||
         std::any_of(snapshots_.begin(), snapshots_.end(), is_unread);
}

std::set<std::string> KeptCommits::files() const {
  std::set<std::string> files;
  for (const auto& [generation, commit] : commits_)
    files.insert(commit.files.begin(), commit.files.end());
  for (const auto& [name, commit] : snapshots_)
    files.insert(commit.files.begin(), commit.files.end());
  return files;
}

}  // namespace izde::internal
