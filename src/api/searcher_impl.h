#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "izde/searcher.h"

#include "index/snapshot.h"
#include "query/plan.h"
#include "search/collection.h"
#include "search/workspace.h"

namespace izde {

struct Searcher::Impl {
  Impl(std::shared_ptr<const internal::Snapshot> snapshot, Schema schema)
      : collection(std::move(snapshot), std::move(schema)) {}

  internal::Collection collection;
  mutable internal::WorkspacePool workspaces;
};

/// What all hits of one search share.
struct Hit::Context {
  std::shared_ptr<const Searcher::Impl> searcher;
  internal::PlanNode plan;

  /// The stored values of `doc`. The last document read is kept, since calls on one hit come
  /// together.
  std::shared_ptr<const std::vector<internal::StoredValue>> values(std::uint32_t doc) const;

 private:
  mutable std::mutex mutex_;
  mutable std::uint32_t last_doc_ = 0;
  mutable std::shared_ptr<const std::vector<internal::StoredValue>> last_values_;
};

}  // namespace izde
