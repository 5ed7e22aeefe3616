#pragma once

#include <string_view>

#include "izde/export.h"

namespace izde {

/// Version of the library that is linked, e.g. "0.1.0".
IZDE_EXPORT std::string_view version() noexcept;

}  // namespace izde
