#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "izde/document.h"

#include "index/snapshot.h"
#include "reliability/workload.h"
#include "store/directory.h"

namespace izde::internal {

/// What a directory must hold.
struct Expected {
  std::vector<Numbers> kept;             ///< The commits that are kept, oldest first.
  std::map<std::string, Numbers> named;  ///< The snapshots.
  std::set<std::string> unsure;          ///< Of them, those that may be there or not.
};

/// Compares directories with the model: everything that an index holds, term by term.
///
/// Segments are immutable. One whose files stand at the same places in memory as before is not
/// compared again.
class IndexCheck {
 public:
  /// `documents` may grow, and must outlive the object.
  explicit IndexCheck(const std::vector<Document>& documents) : documents_(&documents) {}

  /// Documents may stand in any order from here on.
  void ignore_order() noexcept { is_ordered_ = false; }

  /// Returns what is wrong with a directory that must be as `before` or as `after`, whole; nothing
  /// when it is right. All other commits that it has must be whole too.
  std::string difference(const Directory& directory, const Expected& before, const Expected& after);
  std::string difference(const Directory& directory, const Expected& expected) {
    return difference(directory, expected, expected);
  }
  /// The same of one snapshot.
  std::string difference(const Directory& directory, const Snapshot& snapshot,
                         const Numbers& expected);

 private:
  struct Segment {
    Numbers numbers;                                      // of its documents, deleted ones too
    std::vector<std::shared_ptr<const InputFile>> files;  // so that their memory stays theirs
  };

  Numbers live(const Directory& directory, const Snapshot& snapshot);
  const Numbers& numbers_of(const Directory& directory, const SegmentReader& segment,
                            const Schema& schema);
  std::vector<Numbers> commits(const Directory& directory);
  std::string named_difference(const Directory& directory, const Expected& before,
                               const Expected& after);

  const std::vector<Document>* documents_;
  bool is_ordered_ = true;
  std::map<std::vector<const char*>, Segment> segments_;
};

/// Returns the files of the directory that no commit and no snapshot of it needs, and commits
/// beyond those expected; nothing when there are none.
std::string leftovers(const Directory& directory, const Expected& expected);

}  // namespace izde::internal
