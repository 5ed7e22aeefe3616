#include "json_values.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

namespace izde::cli {

namespace json = boost::json;

json::string json_text(std::string_view text) {
  const std::string valid = decode(text).text;
  return json::string(valid.data(), valid.size());
}

json::value json_explanation(const Explanation& explanation) {
  json::array parts;
  for (const Explanation& part : explanation.parts) parts.push_back(json_explanation(part));
  return json::object{{"value", explanation.value},
                      {"what", json_text(explanation.what)},
                      {"parts", std::move(parts)}};
}

json::value json_passage(const Passage& passage) {
  json::array marks;
  for (const Passage::Span& mark : passage.marks) {
    marks.push_back(json::array{mark.begin, mark.end});
  }
  return json::object{
      {"text", json_text(passage.text)}, {"offset", passage.offset}, {"marks", std::move(marks)}};
}

namespace {

template <typename T>
std::optional<T> number_of(std::string_view text) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

json::value json_value(std::string_view text, FieldType type) {
  if (type == FieldType::kInteger) {
    if (const auto number = number_of<std::int64_t>(text)) return *number;
  } else if (type == FieldType::kFloat) {
    const auto number = number_of<double>(text);
    if (number && std::isfinite(*number)) return *number;
  } else if (type == FieldType::kBoolean && (text == "true" || text == "false")) {
    return text == "true";
  }
  return json_text(text);
}

void append(std::string& out, const json::value& value) {
  if (const json::array* const array = value.if_array()) {
    const char* before = "[";
    for (const json::value& each : *array) {
      out += std::exchange(before, ",");
      append(out, each);
    }
    out += array->empty() ? "[]" : "]";
  } else if (const json::object* const object = value.if_object()) {
    const char* before = "{";
    for (const auto& [name, each] : *object) {
      out += std::exchange(before, ",");
      out += json::serialize(json::string(name)) + ":";
      append(out, each);
    }
    out += object->empty() ? "{}" : "}";
  } else if (const double* const number = value.if_double()) {
    out += std::isfinite(*number) ? fmt::format("{}", *number) : "null";
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

json::value json_document(const Document& document, const Schema& schema) {
  json::object fields;
  for (const auto& [name, text] : document.values()) {
    const Field* const field = schema.find(name);
    const FieldType type = field == nullptr ? FieldType::kText : field->type;
    json::value& value = fields[json_text(name)];
    if (value.is_null()) {
      value = json_value(text, type);
    } else if (!value.is_array()) {
      value = json::array{std::move(value), json_value(text, type)};
    } else {
      value.get_array().push_back(json_value(text, type));
    }
  }
  return fields;
}

std::string serialized(const json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

json::value json_diagnostic(const Diagnostic& diagnostic) {
  return json::object{{"offset", diagnostic.offset},
                      {"length", diagnostic.length},
                      {"message", json_text(diagnostic.message)}};
}

}  // namespace izde::cli
