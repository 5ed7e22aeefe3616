#pragma once

#include "izde/error.h"

namespace izde::testing {

/// The Error that `call` throws; one with kUnavailable and "nothing thrown" when it returns.
template <typename Call>
Error error_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::kUnavailable, "nothing thrown"};
}

}  // namespace izde::testing
