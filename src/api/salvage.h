#pragma once

#include <functional>
#include <string>

#include "izde/document.h"
#include "izde/maintenance.h"

#include "index/findings.h"
#include "index/manifest.h"
#include "store/directory.h"

namespace izde::internal {

/// Finds the commit whose documents salvage_index() takes: the newest that can be read, by number
/// or by name. What is passed over goes to `findings`. Throws: Error{kCorruption} when there is
/// none.
struct SalvageSource {
  std::string file;
  Manifest manifest;
};
SalvageSource find_source(const Directory& directory, Findings& findings);

/// Takes a document; false when it is refused.
using DocumentTaker = std::function<bool(const Document& document)>;

/// Calls `take` for the documents of the commit that live and can be read, in order. What cannot be
/// read goes to `report` and `findings`.
void read_documents(const Directory& directory, const Manifest& manifest, const DocumentTaker& take,
                    SalvageReport& report, Findings& findings);

}  // namespace izde::internal
