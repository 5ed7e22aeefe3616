#include "search/clause.h"

namespace izde::internal {

DocId Clause::next_above(DocId from, double least) {
  while (from != kNoMoreDocs) {
    const DocId last = range(from);
    if (bound(last) > least) return from;
    from = last + 1;
    if (bound(wider()) > least) continue;
    if (bound(kNoMoreDocs - 1) <= least) return kNoMoreDocs;
    from = wider() + 1;
  }
  return from;
}

}  // namespace izde::internal
