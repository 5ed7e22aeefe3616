#include "izde/version.h"

namespace izde {

std::string_view version() noexcept { return IZDE_VERSION; }

}  // namespace izde
