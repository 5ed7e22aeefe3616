#include "search/collection.h"

#include <cmath>
#include <utility>

#include "search/bm25.h"

namespace izde::internal {

Collection::Collection(std::shared_ptr<const Snapshot> snapshot, Schema schema)
    : snapshot_(std::move(snapshot)), schema_(std::move(schema)) {
  const auto& fields = schema_.fields();
  tokens_.resize(fields.size());
  for (const SegmentInfo& segment : snapshot_->manifest.segments) {
    for (const FieldSums& sums : segment.fields) {
      if (sums.field < fields.size() && fields[sums.field].type == FieldType::kText)
        tokens_[sums.field] += sums.token_count;
    }
  }
}

double Collection::average_length(const FieldWeights& fields) const {
  double sum = 0;
  for (const FieldWeight& field : fields) {
    if (field.field < tokens_.size())
      sum += field.boost * static_cast<double>(tokens_[field.field]);
  }
  return doc_count() == 0 ? 0 : sum / doc_count();
}

double Collection::idf(std::uint64_t doc_freq, double power) const noexcept {
  const double idf = bm25_idf(doc_count(), static_cast<double>(doc_freq));
  return power == 1 ? idf : std::pow(idf, power);
}

double Collection::idf(const PhraseGroup& phrase, double power) const noexcept {
  double sum = 0;
  for (const PhraseSlot& slot : phrase.slots) sum += idf(slot.doc_freq, power);
  return sum;
}

}  // namespace izde::internal
