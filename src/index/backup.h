#pragma once

#include "izde/maintenance.h"

#include "store/directory.h"

namespace izde::internal {

/// What backup_index() does, between directories. Throws: Error{kNotFound} when `from` has no
/// commit, {kAlreadyExists} when `to` has a file other than a lock, {kCorruption}, {kIoError},
/// {kLocked} when another backup goes to `to`.
BackupReport back_up(const Directory& from, Directory& to);

}  // namespace izde::internal
