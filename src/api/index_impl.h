#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "izde/analyzer.h"
#include "izde/index.h"
#include "izde/schema.h"

#include "api/searcher_impl.h"
#include "api/view_source.h"
#include "index/snapshot.h"
#include "store/directory.h"

namespace izde {

struct Index::Impl final : internal::ViewSource {
  Impl(std::shared_ptr<internal::Directory> where, Schema wanted_schema, Analyzer stored_analyzer);

  std::shared_ptr<const Searcher::Impl> latest() override;
  /// A view of a commit that is not the last one. Throws as Index::searcher_of().
  std::shared_ptr<const Searcher::Impl> view_of(internal::Manifest manifest);

  std::shared_ptr<internal::Directory> directory;
  Schema wanted;  // as given to open()
  Analyzer analyzer;
  std::string definition;  // of `analyzer`

  std::mutex mutex;
  std::shared_ptr<const internal::Snapshot> snapshot;  // the last one opened
  std::shared_ptr<const Searcher::Impl> searcher;      // on `snapshot`
};

}  // namespace izde
