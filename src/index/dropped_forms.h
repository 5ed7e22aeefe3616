#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "izde/schema.h"

#include "index/text_analysis.h"

namespace izde::internal {

struct MergeTask;

/// How often each form of the vocabulary of forms (kFormsField) occurs, by its term there.
using FormCounts = std::map<std::string, std::uint64_t, std::less<>>;

/// Counts the forms of the documents of a merge that go: they have no postings, so that the texts
/// are analysed again. Those of fields that are not stored are not found.
///
/// Memory: some 64 MiB, and the different forms. Throws: Error{kCorruption}; MergeStopped.
FormCounts count_dropped_forms(const MergeTask& task, const AnalysisMaker& make_analysis);

}  // namespace izde::internal
