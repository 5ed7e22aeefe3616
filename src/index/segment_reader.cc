#include "index/segment_reader.h"

#include <fmt/format.h>

#include "base/bytes.h"

namespace izde::internal {
namespace {

template <typename Visit>
void for_each_file(const TermsReader& terms, const PostingsReader& postings,
                   const LengthsFile& lengths, const ColumnsFile& columns,
                   const StoredReader& stored, const Visit& visit) {
  visit(terms.file());
  visit(postings.postings_file());
  visit(postings.positions_file());
  visit(lengths.file());
  visit(columns.file());
  visit(stored.file());
}

}  // namespace

SegmentReader::SegmentReader(const Directory& directory, const SegmentInfo& info)
    : info_(info),
      terms_(directory, info.name + ".terms", info.id),
      postings_(directory, info.name + ".postings", info.name + ".positions", info.id,
                info.doc_count),
      lengths_(directory, info.name + ".lengths", info.id, info.doc_count),
      columns_(directory, info.name + ".columns", info.id, info.doc_count),
      stored_(directory, info.name + ".stored", info.id) {
  if (stored_.doc_count() != info.doc_count)
    throw_corruption(stored_.file().file->name(), stored_.file().content_end,
                     fmt::format("values of {} documents found, of {} wanted", stored_.doc_count(),
                                 info.doc_count));
  for_each_file(terms_, postings_, lengths_, columns_, stored_, [](const FramedInput& file) {
    if (file.bytes.size() <= kCheckedAtOnceBytes) verify_checksum(file);
  });
}

void SegmentReader::verify() const {
  for_each_file(terms_, postings_, lengths_, columns_, stored_, verify_checksum);
}

}  // namespace izde::internal
