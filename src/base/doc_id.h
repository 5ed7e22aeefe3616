#pragma once

#include <cstdint>

namespace izde::internal {

/// Number of a document in its segment, from 0.
using DocId = std::uint32_t;

/// What a cursor stands on after its last document.
inline constexpr DocId kNoMoreDocs = 0xFFFFFFFF;

}  // namespace izde::internal
