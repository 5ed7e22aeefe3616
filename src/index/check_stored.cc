#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>
#include <vector>

#include "izde/error.h"

#include "base/values.h"
#include "index/check_segment.h"
#include "index/inverter.h"

namespace izde::internal {
namespace {

class StoredCheck {
 public:
  explicit StoredCheck(CheckedSegment& segment) : segment_(segment) {
    const auto& fields = segment.schema.fields();
    for (std::uint32_t field = 0; field < fields.size(); ++field)
      if (segment.columns && fields[field].options.stored && fields[field].options.column &&
          fields[field].type != FieldType::kText && !segment.uncounted.contains(field))
        compared_.push_back(field);
  }

  void run() {
    const StoredReader& stored = *segment_.stored;
    if (stored.doc_count() != segment_.info.doc_count)
      return segment_.damage(".stored", fmt::format("values of {} documents, {} are wanted",
                                                    stored.doc_count(), segment_.info.doc_count));
    for (std::uint32_t block = 0; block < stored.block_count(); ++block) try {
        stored.read_block(block, [this](DocId doc, std::vector<StoredValue>&& values) {
          if (const std::string wrong = check_document(doc, values); !wrong.empty())
            segment_.damage(".stored", fmt::format("document {}: {}", doc, wrong));
        });
      } catch (const Error& error) {
        segment_.damage(error, ".stored");
      }
  }

 private:
  std::string check_document(DocId doc, const std::vector<StoredValue>& values);
  std::string compare(DocId doc, std::uint32_t field);

  CheckedSegment& segment_;
  std::vector<std::uint32_t> compared_;  ///< Fields that are stored and have a column.
  std::map<std::uint32_t, std::vector<std::int64_t>> numbers_;
  std::map<std::uint32_t, std::vector<std::string>> keywords_;
};

std::string StoredCheck::check_document(DocId doc, const std::vector<StoredValue>& values) {
  const auto& fields = segment_.schema.fields();
  numbers_.clear();
  keywords_.clear();
  for (const StoredValue& value : values) {
    if (value.field >= fields.size() || !fields[value.field].options.stored)
      return fmt::format("a value of field {}, which stores none", value.field);
    const FieldType type = fields[value.field].type;
    if (type == FieldType::kKeyword) {
      if (value.value.size() > kMostTermBytes) return "a keyword that is too long";
      keywords_[value.field].push_back(value.value);
    } else if (type != FieldType::kText) {
      const auto number = parse_value(type, value.value);
      if (!number) return fmt::format("a value of field {} that is none of its type", value.field);
      numbers_[value.field].push_back(*number);
    }
  }
  for (const std::uint32_t field : compared_)
    if (std::string wrong = compare(doc, field); !wrong.empty()) return wrong;
  return {};
}

// \pre the document's values of the field are gathered
std::string StoredCheck::compare(DocId doc, std::uint32_t field) {
  const ColumnReader* const column = segment_.columns->find(field);
  const std::uint32_t row = column == nullptr ? ColumnReader::kNoRow : column->row_of(doc);
  ColumnReader::Places places{0, 0};
  if (row != ColumnReader::kNoRow) places = column->places(row);
  std::vector<std::int64_t>& numbers = numbers_[field];
  std::vector<std::string>& keywords = keywords_[field];
  std::sort(numbers.begin(), numbers.end());
  std::sort(keywords.begin(), keywords.end());
  keywords.erase(std::unique(keywords.begin(), keywords.end()), keywords.end());
  bool same = places.end - places.begin == numbers.size() + keywords.size();
  for (std::size_t i = 0; same && i < numbers.size(); ++i)
    same = column->value(column->code(places.begin + i)) == numbers[i];
  for (std::size_t i = 0; same && i < keywords.size(); ++i)
    same = column->keyword(column->code(places.begin + i)) == keywords[i];
  return same ? "" : fmt::format("the values of field {} are not those of its column", field);
}

}  // namespace

void check_stored(CheckedSegment& segment) {
  if (segment.stored) StoredCheck(segment).run();
}

}  // namespace izde::internal
