#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "index/manifest.h"
#include "store/directory.h"

namespace izde::internal {

/// The commits whose files the writer of a directory keeps. One thread at a time.
class KeptCommits {
 public:
  /// Finds those that the directory has, whatever their number.
  void load(const Directory& directory);
  /// A new commit, the newest. Of older ones those go that are not among the last `keep`; what a
  /// merge made of a commit stands in its place.
  void add(const Manifest& manifest, std::size_t keep);
  void add_snapshot(std::string_view name, const Manifest& manifest);
  void remove_snapshot(std::string_view name) { snapshots_.erase(std::string(name)); }
  bool has_snapshot(std::string_view name) const { return snapshots_.contains(std::string(name)); }

  /// Files that must stay.
  std::set<std::string> files() const;
  /// Whether a commit could not be read, so that it is unknown which segments it needs.
  bool is_unsure() const noexcept;
  /// Lets go of commits that are not among the last `keep`.
  void keep_last(std::size_t keep);

 private:
  struct Commit {
    std::uint64_t origin;
    bool is_read;
    std::vector<std::string> files;  ///< Its own first.
  };
  static Commit commit_of(const Manifest& manifest, std::string file);

  std::map<std::uint64_t, Commit> commits_;
  std::map<std::string, Commit> snapshots_;
};

}  // namespace izde::internal
