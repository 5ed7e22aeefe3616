#pragma once

#include <memory>

#include "izde/searcher.h"

namespace izde::internal {

/// What a searcher came from, and where a newer view is to be had.
class ViewSource {
 public:
  ViewSource() = default;
  ViewSource(const ViewSource&) = delete;
  ViewSource& operator=(const ViewSource&) = delete;
  virtual ~ViewSource() = default;

  /// Any thread. Throws as Index::searcher() or IndexWriter::searcher().
  virtual std::shared_ptr<const Searcher::Impl> latest() = 0;
};

}  // namespace izde::internal
