#include "izde/schema.h"

#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "izde/error.h"

#include "base/utf8.h"
#include "index/schema_union.h"

namespace izde {
namespace {

constexpr std::size_t kMostNameBytes = 255;
constexpr std::string_view kSyntax = ":()\"+-^*?~[]";

/// What is wrong with a field's name; empty when nothing is.
std::string_view fault_of(std::string_view name) noexcept {
  if (name.empty()) return "it is empty";
  if (name.size() > kMostNameBytes) return "it has more than 255 bytes";
  if (name.front() == '_') return "it begins with '_'";
  for (const char c : name)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F')
      return "it has a blank or a control character";
  if (name.find_first_of(kSyntax) != std::string_view::npos)
    return "it has a character of the query language, one of :()\"+-^*?~[]";
  if (!internal::is_valid_utf8(name)) return "it is no UTF-8";
  return {};
}

}  // namespace

std::string_view to_string(FieldType type) noexcept {
  switch (type) {
    case FieldType::kText:
      return "text";
    case FieldType::kKeyword:
      return "keyword";
    case FieldType::kDate:
      return "date";
    case FieldType::kInteger:
      return "integer";
    case FieldType::kFloat:
      return "float";
    case FieldType::kBoolean:
      return "boolean";
  }
  return "unknown";
}

Schema& Schema::text(std::string_view name, FieldOptions options) {
  return add({std::string(name), FieldType::kText, options});
}

Schema& Schema::keyword(std::string_view name, FieldOptions options) {
  return add({std::string(name), FieldType::kKeyword, options});
}

Schema& Schema::date(std::string_view name, FieldOptions options) {
  return add({std::string(name), FieldType::kDate, options});
}

Schema& Schema::integer(std::string_view name, FieldOptions options) {
  return add({std::string(name), FieldType::kInteger, options});
}

Schema& Schema::floating(std::string_view name, FieldOptions options) {
  return add({std::string(name), FieldType::kFloat, options});
}

Schema& Schema::boolean(std::string_view name, FieldOptions options) {
  return add({std::string(name), FieldType::kBoolean, options});
}

Schema& Schema::add(Field field) {
  const std::string_view fault = fault_of(field.name);
  if (!fault.empty())
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("field name \"{}\": {}", field.name, fault));
  if (find(field.name) != nullptr)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("field \"{}\": it is in the schema already", field.name));
  if (!(field.options.boost > 0.0F) || !std::isfinite(field.options.boost))
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("field \"{}\": boost {} is not above 0 and finite", field.name,
                            field.options.boost));
  if (fields_.size() == internal::kMostFields)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("field \"{}\": a schema has at most {} fields", field.name,
                            internal::kMostFields));
  fields_.push_back(std::move(field));
  return *this;
}

Schema& Schema::dynamic(bool on) {
  dynamic_ = on;
  return *this;
}

const Field* Schema::find(std::string_view name) const noexcept {
  for (const Field& field : fields_)
    if (field.name == name) return &field;
  return nullptr;
}

namespace internal {

Schema unite_schemas(const Schema& stored, const Schema& wanted) {
  Schema united;
  united.dynamic(wanted.is_dynamic());
  for (Field field : stored.fields()) {
    if (const Field* const other = wanted.find(field.name)) {
      if (other->type != field.type)
        throw Error(ErrorCode::kInvalidArgument,
                    fmt::format("field \"{}\" is {} in the index, {} in the schema given",
                                field.name, to_string(field.type), to_string(other->type)));
      field.options.boost = other->options.boost;
    }
    united.add(std::move(field));
  }
  for (const Field& field : wanted.fields())
    if (stored.find(field.name) == nullptr) united.add(field);
  return united;
}

bool same_fields(const Schema& a, const Schema& b) noexcept {
  if (a.is_dynamic() != b.is_dynamic() || a.fields().size() != b.fields().size()) return false;
  for (std::size_t i = 0; i < a.fields().size(); ++i)
    if (a.fields()[i].name != b.fields()[i].name || a.fields()[i].type != b.fields()[i].type)
      return false;
  return true;
}

}  // namespace internal
}  // namespace izde
