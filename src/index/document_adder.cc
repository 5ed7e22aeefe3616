#include "index/document_adder.h"

#include <fmt/format.h>

#include "izde/error.h"

#include "base/values.h"

namespace izde::internal {
namespace {

constexpr std::size_t kMostValues = 1'000'000;

/// What is wrong with a value that parse_value() does not take.
std::string_view fault_of(FieldType type) noexcept {
  switch (type) {
    case FieldType::kInteger:
      return "no whole number of 64 bits";
    case FieldType::kFloat:
      return "no number that a double can hold";
    case FieldType::kBoolean:
      return "neither true nor false";
    case FieldType::kDate:
      return "no date of the form YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ";
    case FieldType::kText:
    case FieldType::kKeyword:
      break;
  }
  return "no value";
}

}  // namespace

void check_size(const Document& document, const WriterOptions& options) {
  if (document.values().size() > kMostValues)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("a document of {} values, at most {} are allowed",
                            document.values().size(), kMostValues));
  std::size_t bytes = 0;
  for (const auto& [name, value] : document.values()) {
    if (value.size() > options.max_value_bytes)
      throw Error(ErrorCode::kResourceExhausted,
                  fmt::format("field \"{}\": a value of {} bytes, at most {} are allowed", name,
                              value.size(), options.max_value_bytes));
    bytes += name.size() + value.size();
  }
  if (bytes > options.max_document_bytes)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("a document of {} bytes, at most {} are allowed", bytes,
                            options.max_document_bytes));
}

std::optional<Schema> DocumentAdder::check(const FieldTable& fields, const Document& document) {
  checked_.clear();
  std::optional<Schema> widened;
  for (const auto& [name, value] : document.values()) {
    if (const std::optional<std::uint32_t> known = fields.find(name)) {
      checked_.push_back(check_value(*known, fields.schema().fields()[*known], value));
      continue;
    }
    if (!fields.schema().is_dynamic())
      throw Error(ErrorCode::kInvalidArgument,
                  fmt::format("field \"{}\": the schema does not have it", name));
    if (!widened) widened = fields.schema();
    if (widened->find(name) == nullptr) widened->text(name);
    const auto number = static_cast<std::uint32_t>(widened->find(name) - widened->fields().data());
    checked_.push_back({number, value, 0});
  }
  return widened;
}

DocumentAdder::Checked DocumentAdder::check_value(std::uint32_t number, const Field& field,
                                                  std::string_view value) {
  if (field.type == FieldType::kKeyword && value.size() > kMostTermBytes)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("field \"{}\": a keyword of {} bytes, at most {} are allowed",
                            field.name, value.size(), kMostTermBytes));
  if (!has_number_values(field.type)) return {number, value, 0};
  const std::optional<std::int64_t> parsed = parse_value(field.type, value);
  if (!parsed)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("field \"{}\": \"{}\" is {}", field.name, value.substr(0, 64),
                            fault_of(field.type)));
  return {number, value, *parsed};
}

void DocumentAdder::add_checked(const Schema& schema, SegmentWriter& segment) {
  for (const Checked& each : checked_) {
    const Field& field = schema.fields()[each.field];
    if (field.options.stored) segment.stored().add(each.field, each.value);
    switch (field.type) {
      case FieldType::kText: {
        const AnalysedText text = analyse_(each.value);
        segment.inverter().add_words(each.field, text.source, text.bare);
        segment.inverter().add_text(each.field, text.tokens, text.words, field.options.families);
        break;
      }
      case FieldType::kKeyword:
        segment.inverter().add_keyword(each.field, each.value);
        if (field.options.column)
          segment.columns().add_keyword(each.field, segment.doc_count(), each.value);
        break;
      case FieldType::kDate:
      case FieldType::kInteger:
      case FieldType::kFloat:
      case FieldType::kBoolean:
        if (field.options.column)
          segment.columns().add_number(each.field, segment.doc_count(), each.number,
                                       field.type == FieldType::kFloat);
        break;
    }
  }
  segment.end_document();
}

}  // namespace izde::internal
