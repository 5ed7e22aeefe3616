#include "izde/document.h"

#include <algorithm>
#include <fmt/format.h>

namespace izde {

Document& Document::set(std::string_view name, std::string_view value) {
  const std::string kept(value);  // `value` may be one of those that go
  std::erase_if(values_, [name](const auto& each) { return each.first == name; });
  values_.emplace_back(name, kept);
  return *this;
}

Document& Document::add(std::string_view name, std::string_view value) {
  values_.emplace_back(name, value);
  return *this;
}

// The fewest digits that are read as the same number, whatever the locale.
std::string Document::written_float(double value) { return fmt::format("{}", value); }

std::string_view Document::get(std::string_view name) const noexcept {
  for (const auto& [each, value] : values_)
    if (each == name) return value;
  return {};
}

}  // namespace izde
