#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/export.h"

namespace izde {

/// How the values of a field are treated.
enum class FieldType : std::uint8_t {
  kText = 0,     ///< Analysed; words, phrases and prefixes are found, scored by BM25.
  kKeyword = 1,  ///< Taken whole, byte for byte; found by equality, prefix and range.
  kDate = 2,     ///< ISO 8601 (`2024-05-01`, `2024-05-01T10:30:00Z`), to the second, years 0000 to
              ///< 9999, no zone is UTC; found by equality (`2024-05`: any of that month) and range.
  kInteger = 3,  ///< 64 bits, signed: `2024`, `-7`, also `5.0` and `2e3`; by equality and range.
  kFloat = 4,    ///< Double: `2.77`, `-1e-3`, `inf`; no NaN, -0.0 is 0.0; by equality and range.
  kBoolean = 5,  ///< `true`, `yes`, `1`, `иә`, `да` or `false`, `no`, `0`, `жоқ`, `нет`.
};

/// Returns "text", "keyword", "date", "integer", "float" or "boolean".
IZDE_EXPORT std::string_view to_string(FieldType type) noexcept;

/// Settings of one field.
struct FieldOptions {
  /// Weight of a match in this field among the searched text fields, > 0. Can be changed whenever
  /// an index is opened.
  float boost = 1.0F;
  /// Whether hits can give the value back. Off saves the space; passages then cannot be shown.
  bool stored = true;
  /// Whether words that begin alike (`оқушы`, `оқулық`) may be found for each other, below those
  /// with the same stem; see SearchOptions::family_weight. Off saves a tenth of the index; for
  /// fields of names and codes. Of text fields; an index keeps it as it was made.
  bool families = true;
  /// Whether the values stand in a column: what range queries and sorting read, and all that
  /// numbers, dates and booleans are found by. Off, a keyword is found by equality and prefix
  /// alone, and a number, date or boolean not at all. Costs a few bits to 8 bytes a value; for
  /// keywords also each different value once. Of all but text fields; an index keeps it as it was
  /// made.
  bool column = true;
};

/// One field of a schema.
struct Field {
  std::string name;
  FieldType type = FieldType::kText;
  FieldOptions options;
};

/// The fields of an index, in the order they were named. A document may have several values of any.
///
/// Example: Schema{}.text("title", {.boost
/// = 2.0F}).text("body").keyword("source").date("published")
///
/// A field name has 1 to 255 bytes of UTF-8, no control character, blank, or any of `:()"+-^*?~[]`,
/// and does not start with '_'. A schema has at most 1024 fields.
/// Copies freely; one thread at a time while it is being built.
class IZDE_EXPORT Schema {
 public:
  /// Adds a field. Throws Error{kInvalidArgument} for a bad name, a name that is there already, or
  /// a bad boost; {kResourceExhausted} for one field too many.
  Schema& text(std::string_view name, FieldOptions options = {});
  Schema& keyword(std::string_view name, FieldOptions options = {});
  Schema& date(std::string_view name, FieldOptions options = {});
  Schema& integer(std::string_view name, FieldOptions options = {});
  Schema& floating(std::string_view name, FieldOptions options = {});
  Schema& boolean(std::string_view name, FieldOptions options = {});
  Schema& add(Field field);

  /// Lets documents bring fields that the schema does not name: each becomes a text field when
  /// first met. Off (the default), such a document is refused.
  Schema& dynamic(bool on = true);

  const std::vector<Field>& fields() const& noexcept { return fields_; }
  /// Of a schema that is going: `for (const Field& field : index.schema().fields())` is safe.
  std::vector<Field> fields() && noexcept { return std::move(fields_); }
  bool is_dynamic() const noexcept { return dynamic_; }

  /// Returns the field of that name, or nullptr. The pointer lives until the schema is changed.
  const Field* find(std::string_view name) const noexcept;

 private:
  std::vector<Field> fields_;
  bool dynamic_ = false;
};

}  // namespace izde
