#pragma once

#include <vector>

#include "search/clause.h"
#include "search/sink.h"

namespace izde::internal {

/// Block-max MaxScore over windows of documents: docs/design/pruning.md.
///
/// In a window, clauses whose bounds together do not reach the worst hit are not essential: only
/// documents of the other ones are candidates, and those that cannot become hits are left out
/// before each of the rest is looked at.
class Disjunction {
 public:
  /// \pre `clauses` is not empty
  Disjunction(const std::vector<ClausePtr>& clauses, Finish& finish);

  void run();

 private:
  static constexpr DocId kWindow = 4096;
  static constexpr DocId kFirstWindow = 512;
  static constexpr DocId kWidestWindow = 1U << 20U;
  /// Postings that are summed in the time that a candidate is looked up in.
  static constexpr double kLookUpCost = 3;

  struct Entry {
    Clause* clause;
    double bound;  // in the window
    double rest;   // sum of the bounds of those before it and its own
  };

  DocId score_all(DocId from);
  DocId prune(DocId from, double least);
  DocId window_end(DocId from);
  void partition(DocId last, double least);
  DocId run_alone(Clause& clause, DocId last);
  DocId run_together(DocId last);
  std::size_t accumulate(Clause& clause, DocId base, DocId end, std::uint64_t* bits);
  void add_rest(std::size_t first, DocId* docs, double* scores, std::size_t count);
  DocId least_doc(std::size_t first) const noexcept;
  void use_window(DocId size);
  double rest(std::size_t first) const noexcept {
    return first == 0 ? 0 : entries_[first - 1].rest;
  }
  std::size_t add_worthwhile(DocId base, DocId end, std::size_t postings);

  Finish& finish_;
  std::vector<Entry> entries_;  // those that are not essential first
  std::size_t essential_ = 0;   // the first essential one
  std::vector<Entry> needed_;   // scratch
  DocId least_window_ = 1;
  DocId all_window_ = kFirstWindow;
  double* window_;          // sums of scores; 0 between windows
  std::uint64_t used_ = 0;  // which 64 of them are not all 0
  DocId zeroed_ = 0;        // where what was set to 0 ends
};

}  // namespace izde::internal
