#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/export.h"

namespace izde {

/// A number or a truth value: all types of them but those of letters.
template <typename T>
concept PlainNumber = std::floating_point<T> ||
    (std::integral<T> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
     !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>);

/// What is indexed and found as one: named values. A name may come several times.
///
/// A value is a text, whatever its field's type: numbers, dates and booleans are written as
/// FieldType says. set() and add() of a number write it, so that the same number is read back.
/// Values are UTF-8. Other bytes are kept as given when stored; a text field indexes them as
/// U+FFFD, a keyword as they are.
class IZDE_EXPORT Document {
 public:
  /// Makes `value` the only value of `name`. Returns the document itself, so that calls can be
  /// chained.
  Document& set(std::string_view name, std::string_view value);

  /// Adds one more value of `name`.
  Document& add(std::string_view name, std::string_view value);

  template <PlainNumber T>
  Document& set(std::string_view name, T value) {
    return set(name, std::string_view(written(value)));
  }
  template <PlainNumber T>
  Document& add(std::string_view name, T value) {
    return add(name, std::string_view(written(value)));
  }

  /// The values in the order they came.
  const std::vector<std::pair<std::string, std::string>>& values() const noexcept {
    return values_;
  }

  /// Returns the first value of `name`, or an empty view. Lives until the document is changed.
  std::string_view get(std::string_view name) const noexcept;

  /// Removes all values, keeps the memory.
  void clear() noexcept { values_.clear(); }

 private:
  template <typename T>
  static std::string written(T value) {
    if constexpr (std::same_as<T, bool>)
      return value ? "true" : "false";
    else if constexpr (std::floating_point<T>)
      return written_float(static_cast<double>(value));
    else
      return std::to_string(value);
  }
  static std::string written_float(double value);

  std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace izde
