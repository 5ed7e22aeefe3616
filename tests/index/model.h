#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "izde/document.h"
#include "izde/schema.h"

#include "base/doc_id.h"
#include "base/random.h"
#include "index/segment_reader.h"
#include "index/snapshot.h"

namespace izde::internal {

/// What an index of some documents must hold, in plain maps: the oracle.
struct Model {
  using Positions = std::vector<std::uint32_t>;
  using Postings = std::map<DocId, Positions>;

  std::uint32_t doc_count = 0;
  std::map<std::uint32_t, std::map<std::string, Postings>> fields;
  std::map<std::uint32_t, std::vector<std::uint32_t>> lengths;
  std::map<std::uint32_t, FieldSums> sums;
  std::vector<std::vector<StoredValue>> stored;
  std::map<std::uint32_t, std::map<DocId, std::vector<std::int64_t>>> numbers;
  std::map<std::uint32_t, std::map<DocId, std::set<std::string>>> keywords;
  std::map<std::string, std::uint32_t> forms;
};

/// Builds it with the analysis of plain_analysis.h.
Model model_of(std::span<const Document> documents, const Schema& schema);

/// Returns what the segment holds otherwise than the model; empty when nothing. Reads everything.
/// Throws what the readers throw.
std::string difference(const SegmentReader& segment, const Model& model);

/// The same for a whole commit of these documents.
std::string difference(const Snapshot& snapshot, std::span<const Document> documents);

/// The schema of random_document().
Schema test_schema();

/// Words over a small vocabulary, some with Kazakh letters; fields missing, empty or with several
/// values at times.
Document random_document(Random& random);

}  // namespace izde::internal
