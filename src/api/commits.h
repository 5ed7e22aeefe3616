#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "izde/index.h"

#include "index/manifest.h"
#include "store/directory.h"

namespace izde::internal {

/// What Index::commits() returns.
std::vector<CommitInfo> commits_of(const Directory& directory);

/// The manifest of a commit that is kept. Throws: Error{kNotFound}, and as read_commit().
Manifest find_commit(const Directory& directory, std::uint64_t generation);
Manifest find_commit(const Directory& directory, std::string_view name);

}  // namespace izde::internal
