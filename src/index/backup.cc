#include "index/backup.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/error.h"

#include "index/dictionary_file.h"
#include "index/manifest.h"
#include "store/file_format.h"

namespace izde::internal {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{8} << 20;

using OpenFiles = std::map<std::string, std::shared_ptr<const InputFile>>;

/// The files of one moment, all open: whatever a writer removes, they keep their bytes.
struct Moment {
  std::uint64_t generation = 0;
  OpenFiles commits;  ///< Manifests: the newest one, and those kept by name.
  OpenFiles others;
};

void open_segments(const Directory& from, const Manifest& manifest, OpenFiles& files) {
  std::vector<std::string> names;
  for (const SegmentInfo& segment : manifest.segments) append_files(segment, names);
  for (std::string& name : names)
    if (!files.contains(name)) files.emplace(name, from.open(name));
}

Moment open_moment(const Directory& from, const Manifest& manifest) {
  Moment moment;
  moment.generation = manifest.generation;
  const std::string newest = manifest_name(manifest.generation);
  moment.commits.emplace(newest, from.open(newest));
  open_segments(from, manifest, moment.others);
  for (const std::string& name : list_commits(from).snapshots) {
    const std::string file = snapshot_file_name(name);
    moment.commits.emplace(file, from.open(file));
    open_segments(from, read_snapshot(from, name), moment.others);
  }
  try {
    moment.others.emplace(kDictionaryName, from.open(kDictionaryName));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) throw;
  }
  return moment;
}

bool same_names(const CommitNames& a, const CommitNames& b) {
  return a.generations == b.generations && a.snapshots == b.snapshots;
}

// A writer removes the files of what it replaces: when one has gone, the commits are others by now.
Moment open_latest_moment(const Directory& from) {
  for (;;) {
    const CommitNames before = list_commits(from);
    const std::optional<Manifest> manifest = read_manifest(from);
    if (!manifest)
      throw Error(ErrorCode::kNotFound, fmt::format("{}: there is no index in it", from.name()));
    try {
      return open_moment(from, *manifest);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kNotFound) throw;
      if (!same_names(before, list_commits(from))) continue;
      throw Error(
          ErrorCode::kCorruption,
          fmt::format("{}: a file that a commit names is missing: {}", from.name(), error.what()));
    }
  }
}

/// Writes a copy of the file, and compares its checksum.
void copy(const InputFile& file, Directory& to, const std::string& name) {
  FramedInput framed;
  framed.bytes = file.bytes();
  if (framed.bytes.size() < kFileHeaderBytes + kFileFooterBytes)
    throw Error(ErrorCode::kCorruption, fmt::format("{}: {} bytes are no file of an index",
                                                    file.name(), framed.bytes.size()));
  framed.file = std::shared_ptr<const InputFile>(std::shared_ptr<void>(), &file);
  framed.content_end = framed.bytes.size() - kFileFooterBytes;
  verify_checksum(framed);
  const std::unique_ptr<OutputFile> out = to.create(name);
  for (std::string_view left = framed.bytes; !left.empty();
       left.remove_prefix(std::min(kPieceBytes, left.size())))
    out->append(left.substr(0, kPieceBytes));
  out->close();
}

void remove_copies(Directory& to, const Moment& moment) noexcept {
  try {
    for (const OpenFiles* const files : {&moment.commits, &moment.others})
      for (const auto& [name, file] : *files) {
        to.remove(name + ".tmp");
        to.remove(name);
      }
    to.sync();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the first error is thrown
  }
}

// All that a commit names is durable before the commit has its name; the newest commit, without
// which there is no index, comes last.
BackupReport copy_all(const Moment& moment, Directory& to) {
  BackupReport report;
  report.generation = moment.generation;
  report.snapshots = moment.commits.size() - 1;
  report.files = moment.commits.size() + moment.others.size();
  std::vector<std::string> written;
  const auto copy_as = [&](const auto& each, std::string name) {
    report.bytes += each.second->bytes().size();
    copy(*each.second, to, name);
    written.push_back(std::move(name));
  };
  for (const auto& each : moment.others) copy_as(each, each.first);
  for (const auto& each : moment.commits) copy_as(each, each.first + ".tmp");
  to.sync_files(written);
  to.sync();
  const std::string newest = manifest_name(moment.generation);
  for (const auto& [name, file] : moment.commits)
    if (name != newest) to.rename(name + ".tmp", name);
  to.sync();
  to.rename(newest + ".tmp", newest);
  to.sync();
  return report;
}

}  // namespace

BackupReport back_up(const Directory& from, Directory& to) {
  const auto require_empty = [&to] {
    for (const std::string& name : to.list())
      if (name != kLockName)
        throw Error(ErrorCode::kAlreadyExists,
                    fmt::format("{}: it is not empty: it has \"{}\"", to.name(), name));
  };
  const Moment moment = open_latest_moment(from);
  require_empty();
  const auto lock = to.lock(kLockName);
  require_empty();
  try {
    return copy_all(moment, to);
  } catch (...) {
    remove_copies(to, moment);
    throw;
  }
}

}  // namespace izde::internal
