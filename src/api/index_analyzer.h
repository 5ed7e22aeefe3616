#pragma once

#include <string_view>

#include "izde/analyzer.h"

#include "store/directory.h"

namespace izde::internal {

/// The analyzer that an index was made with, from the definition in its manifest and the user
/// dictionary beside it. Throws: Error{kInvalidArgument}, {kVersionTooOld}, {kVersionTooNew} when
/// this build does not have it, {kCorruption} when the dictionary is not the one it was made with,
/// {kIoError}. All name the index.
Analyzer stored_analyzer(const Directory& directory, std::string_view definition);

/// Throws Error{kCorruption} unless the index keeps `dictionary`, if it has entries; {kIoError}.
void require_dictionary(const Directory& directory, const UserDictionary& dictionary);

/// Throws Error{kInvalidArgument} when the definitions differ: what differs, and what to do.
void require_same_analyzer(const Directory& directory, std::string_view stored,
                           std::string_view wanted);

}  // namespace izde::internal
