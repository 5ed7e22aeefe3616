#pragma once

#include <cstddef>
#include <vector>

#include "izde/query.h"

#include "query/query_node.h"

namespace izde::internal {

/// Counts the parts of a query that are looked for, up to SearchOptions::max_clauses: a word, a
/// phrase, a range, a pattern, a fuzzy word and a `*` are one each.
///
/// Whoever walks the tree takes parts in this order: of a Boolean query what its filters have, then
/// what is excluded, then what is required, then what is optional, each list from its beginning. So
/// what narrows a search is not lost to what widens it. One thread at a time.
class ClauseLimit {
 public:
  ClauseLimit(std::size_t most, std::vector<Diagnostic>& diagnostics)
      : most_(most), left_(most), diagnostics_(diagnostics) {}

  /// Parts that may still be taken.
  std::size_t left() const noexcept { return left_; }
  /// Takes a leaf. Returns false, and tells so, when none is left.
  bool take(const Query::Node& leaf);
  /// \pre parts <= left()
  void take(std::size_t parts) noexcept { left_ -= parts; }
  /// Tells that parts were left out from `node` on: once, however often it is called.
  void report(const Query::Node& node);

  /// `query` without leaves behind the first `most` in the order above: what a walk would not take
  /// in any case. It takes nothing. Cost: O(most), and O(clauses of its lists) where some are cut.
  Query first_leaves(const Query& query);
  /// Tells of what first_leaves() has cut off, if anything. \pre its query lives
  void report_cut() {
    if (first_cut_ != nullptr) report(*first_cut_);
  }

 private:
  std::size_t most_;
  std::size_t left_;
  bool reported_ = false;
  const Query::Node* first_cut_ = nullptr;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace izde::internal
