#include "index/segment_writer.h"

#include <algorithm>
#include <utility>

namespace izde::internal {
namespace {

/// Adds the figures of fields that have a column and no terms.
void add_sums(const ColumnsBuilder& columns, std::vector<FieldSums>& sums) {
  const auto by_field = [](const FieldSums& a, const FieldSums& b) { return a.field < b.field; };
  for (const auto& [field, rows] : columns.rows()) {
    const FieldSums column{field, rows, 0};
    const auto at = std::lower_bound(sums.begin(), sums.end(), column, by_field);
    if (at == sums.end() || at->field != field) sums.insert(at, column);
  }
}

}  // namespace

SegmentWriter::SegmentWriter(Directory& directory, std::string name)
    : directory_(&directory),
      name_(std::move(name)),
      id_(random_file_id()),
      stored_(directory, name_ + ".stored", id_) {}

SegmentInfo SegmentWriter::finish(const Schema& schema) {
  SegmentInfo info{name_, id_, doc_count(), stored_.finish(), inverter_.sums()};
  add_sums(columns_, info.fields);
  TermsWriter terms(*directory_, name_ + ".terms", id_);
  PostingsWriter postings(*directory_, name_ + ".postings", name_ + ".positions", id_,
                          info.doc_count);
  LengthsWriter lengths(*directory_, name_ + ".lengths", id_, info.doc_count);
  inverter_.write(schema, terms, postings, lengths);
  ColumnsWriter columns(*directory_, name_ + ".columns", id_, info.doc_count);
  columns_.write(columns);
  info.bytes += terms.finish() + postings.finish() + lengths.finish() + columns.finish();
  return info;
}

}  // namespace izde::internal
