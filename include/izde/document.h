#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/export.h"

namespace izde {

/// What is indexed and found as one: named values. A name may come several times.
///
/// Values are UTF-8. Other bytes are kept as given when stored; a text field indexes them as
/// U+FFFD, a keyword as they are.
class IZDE_EXPORT Document {
 public:
  /// Makes `value` the only value of `name`. Returns the document itself, so that calls can be
  /// chained.
  Document& set(std::string_view name, std::string_view value);

  /// Adds one more value of `name`.
  Document& add(std::string_view name, std::string_view value);

  /// The values in the order they came.
  const std::vector<std::pair<std::string, std::string>>& values() const noexcept {
    return values_;
  }

  /// Returns the first value of `name`, or an empty view. Lives until the document is changed.
  std::string_view get(std::string_view name) const noexcept;

  /// Removes all values, keeps the memory.
  void clear() noexcept { values_.clear(); }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace izde
