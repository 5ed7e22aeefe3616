#include "json_values.h"

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

json::value json_document(const Document& document) {
  json::object fields;
  for (const auto& [name, text] : document.values()) {
    json::value& value = fields[json_text(name)];
    if (value.is_null()) {
      value = json_text(text);
    } else if (value.is_string()) {
      value = json::array{std::move(value), json_text(text)};
    } else {
      value.get_array().push_back(json_text(text));
    }
  }
  return fields;
}

json::value json_diagnostic(const Diagnostic& diagnostic) {
  return json::object{{"offset", diagnostic.offset},
                      {"length", diagnostic.length},
                      {"message", json_text(diagnostic.message)}};
}

}  // namespace izde::cli
