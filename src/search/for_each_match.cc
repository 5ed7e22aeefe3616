#include "search/for_each_match.h"

#include "search/cursor_factory.h"

namespace izde::internal {

void for_each_match(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                    Workspace& work,
                    const std::function<void(std::size_t segment, DocId doc)>& use) {
  const Snapshot& snapshot = collection.snapshot();
  const CursorFactory factory(collection, bm25, grid_of(plan, collection, bm25), &work.terms);
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i)
    if (const CursorPtr cursor = factory.make(plan, *snapshot.segments[i]))
      for (DocId doc = cursor->doc(); doc != kNoMoreDocs; doc = cursor->next())
        if ((snapshot.deleted[i] == nullptr || !snapshot.deleted[i]->contains(doc)) &&
            cursor->confirm())
          use(i, doc);
}

}  // namespace izde::internal
