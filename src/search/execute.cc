#include "search/execute.h"

#include "search/cursor_factory.h"

namespace izde::internal {

SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     std::size_t limit) {
  const Snapshot& snapshot = collection.snapshot();
  const CursorFactory factory(collection, bm25);
  TopDocs top(limit);
  SearchResult result;
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
    const CursorPtr cursor = factory.make(plan, *snapshot.segments[i]);
    if (cursor == nullptr) continue;
    const std::uint32_t base = snapshot.doc_bases[i];
    for (DocId doc = cursor->doc(); doc != kNoMoreDocs; doc = cursor->next()) {
      if (!cursor->confirm()) continue;
      ++result.total;
      if (limit > 0) top.add(cursor->score(), base + doc);
    }
  }
  result.best = top.take();
  return result;
}

}  // namespace izde::internal
