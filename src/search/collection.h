#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "izde/schema.h"

#include "index/snapshot.h"
#include "query/plan.h"

namespace izde::internal {

/// Statistics of a snapshot that scores need, summed over its segments, so that a score does not
/// depend on how documents are spread over them.
class Collection {
 public:
  /// `schema`: that of the snapshot with the caller's boosts, and fields that no commit has yet
  /// behind it.
  Collection(std::shared_ptr<const Snapshot> snapshot, Schema schema);

  const Snapshot& snapshot() const noexcept { return *snapshot_; }
  const Schema& schema() const noexcept { return schema_; }
  std::uint32_t doc_count() const noexcept { return snapshot_->doc_count; }

  /// Average over all documents of the sum of boosted lengths of the fields; 0 when none of them is
  /// a text field.
  double average_length(const FieldWeights& fields) const;

  /// Raised to the power `power`.
  double idf(std::uint64_t doc_freq, double power) const noexcept;
  /// Sum over the phrase's words.
  double idf(const PhraseGroup& phrase, double power) const noexcept;

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  Schema schema_;
  std::vector<std::uint64_t> tokens_;  // by field; 0 for what is no text field
};

}  // namespace izde::internal
