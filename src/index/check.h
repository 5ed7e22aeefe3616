#pragma once

#include <functional>

#include "izde/maintenance.h"

#include "index/findings.h"
#include "index/manifest.h"
#include "index/text_analysis.h"
#include "store/directory.h"

namespace izde::internal {

/// The analysis of an index, to compare stored texts with; null when there is none to compare with,
/// which it then reports.
using AnalysisFinder = std::function<AnalysisMaker(const Manifest& manifest, Findings& findings)>;

/// What check_index() does, in a directory: docs/design/check.md. Texts are analysed again where
/// `find_analysis` is not null. Throws: Error{kIoError}.
CheckReport check_directory(const Directory& directory, const CheckOptions& options,
                            const AnalysisFinder& find_analysis);

}  // namespace izde::internal
