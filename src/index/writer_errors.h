#pragma once

#include <fmt/format.h>
#include <new>
#include <string_view>

#include "izde/error.h"

namespace izde::internal {

/// Throws again what was caught, with memory that ran out as an Error.
[[noreturn]] inline void rethrow(std::string_view what) {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kResourceExhausted, fmt::format("no memory for {}", what));
  }
}

}  // namespace izde::internal
