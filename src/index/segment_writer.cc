#include "index/segment_writer.h"

#include <utility>

namespace izde::internal {

SegmentWriter::SegmentWriter(Directory& directory, std::string name)
    : directory_(&directory),
      name_(std::move(name)),
      id_(random_file_id()),
      stored_(directory, name_ + ".stored", id_) {}

SegmentInfo SegmentWriter::finish(const Schema& schema) {
  SegmentInfo info{name_, id_, doc_count(), stored_.finish(), inverter_.sums()};
  TermsWriter terms(*directory_, name_ + ".terms", id_);
  PostingsWriter postings(*directory_, name_ + ".postings", name_ + ".positions", id_,
                          info.doc_count);
  LengthsWriter lengths(*directory_, name_ + ".lengths", id_, info.doc_count);
  inverter_.write(schema, terms, postings, lengths);
  info.bytes += terms.finish() + postings.finish() + lengths.finish();
  return info;
}

}  // namespace izde::internal
