#include "search/for_each_match.h"

#include "search/cursor_factory.h"
#include "search/live_docs.h"

namespace izde::internal {

void for_each_match(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                    Workspace& work,
                    const std::function<void(std::size_t segment, DocId doc)>& use) {
  const Snapshot& snapshot = collection.snapshot();
  Deadline& deadline = work.scratch.deadline;
  const CursorFactory factory(collection, bm25, ScoreGrid(), &work.terms, &deadline);
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
    const DeletedDocs* const deleted = snapshot.deleted[i].get();
    const CursorPtr cursor = factory.make(plan, *snapshot.segments[i]);
    if (cursor == nullptr) continue;
    for (DocId doc = cursor->doc(); doc != kNoMoreDocs; doc = cursor->next()) {
      deadline.spend(1);
      if (!is_deleted(deleted, doc) && cursor->confirm()) use(i, doc);
    }
  }
}

}  // namespace izde::internal
