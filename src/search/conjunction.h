#pragma once

#include <vector>

#include "search/clause.h"
#include "search/clause_factory.h"
#include "search/sink.h"

namespace izde::internal {

/// Documents that all required clauses match, optional ones adding to the score: block-max AND,
/// which scores first. The rarest clause leads; its candidates that cannot become hits by the
/// bounds of the others are left out before each of the others is looked at.
class Conjunction {
 public:
  /// \pre a clause is required
  Conjunction(const ClauseSet& clauses, Finish& finish);

  void run();

 private:
  struct Entry {
    Clause* clause;
    bool required;
    bool adds;         // to the score; a filter does not
    double bound = 0;  // in the window
    double rest = 0;   // sum of the bounds of those behind it
  };

  /// Sum of the bounds up to `last`; below 0 when a required clause has no document there.
  double bound(DocId last);
  DocId skip(DocId last, double least);
  std::size_t lead(DocId end, double least, DocId* docs, double* scores);
  void add_rest(DocId* docs, double* scores, std::size_t count);

  Finish& finish_;
  std::vector<Entry> entries_;  // the required ones by cost, then the others
};

}  // namespace izde::internal
