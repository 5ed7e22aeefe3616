#pragma once

#include <cstddef>

#include "izde/schema.h"

namespace izde::internal {

/// Fields that a schema can have. Lengths take memory for each document and text field of a
/// segment, so that documents that each bring a field of their own must end somewhere.
inline constexpr std::size_t kMostFields = 1024;

/// Returns the schema of an index that holds `stored` and is opened with `wanted`: the stored
/// fields with their numbers, storing, families and columns, then the new ones; boosts and
/// dynamic() as wanted. Throws: Error{kInvalidArgument} naming a field whose types differ.
Schema unite_schemas(const Schema& stored, const Schema& wanted);

/// Whether both have the same fields in the same order and are dynamic alike; boosts do not count.
bool same_fields(const Schema& a, const Schema& b) noexcept;

}  // namespace izde::internal
