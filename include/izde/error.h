#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "izde/export.h"

namespace izde {

/// What went wrong, for a program to act on. The message is for people.
enum class ErrorCode {
  kInvalidArgument,  ///< The caller broke a documented rule (an unknown field, a value of the wrong
                     ///< type).
  kNotFound,         ///< A file, folder or index that should exist does not.
  kAlreadyExists,    ///< Something stands where a new thing should be made.
  kIoError,          ///< The operating system refused: rights, a full disk, a device error.
  kCorruption,       ///< Bytes on disk are not what was written.
  kVersionTooOld,    ///< The file was written by a version that this one no longer reads.
  kVersionTooNew,    ///< The file was written by a newer version than this one.
  kLocked,           ///< Another writer holds the index.
  kResourceExhausted,  ///< A documented limit was reached.
  kUnavailable,        ///< The object cannot be used any more (a writer after close).
};

/// Returns the code's name as written in messages: "invalid argument", "corruption", ...
IZDE_EXPORT std::string_view to_string(ErrorCode code) noexcept;

/// The one exception type that izde throws. `what()` is "code: message"; the message names the
/// file, the offset, what was found and what was allowed, where they apply.
///
/// What a person types as a query and what a document holds as text never throw.
class IZDE_EXPORT Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message);

  ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

}  // namespace izde
