#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "izde/schema.h"

namespace izde::internal {

/// A schema whose fields are found by name at once. Immutable; any thread.
class FieldTable {
 public:
  explicit FieldTable(Schema schema) : schema_(std::move(schema)) {
    for (std::uint32_t i = 0; i < schema_.fields().size(); ++i)
      numbers_.emplace(schema_.fields()[i].name, i);
  }

  const Schema& schema() const noexcept { return schema_; }
  std::optional<std::uint32_t> find(std::string_view name) const {
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }

 private:
  /// Looks names up without making a string of them.
  struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };

  Schema schema_;
  std::unordered_map<std::string, std::uint32_t, NameHash, std::equal_to<>> numbers_;
};

}  // namespace izde::internal
