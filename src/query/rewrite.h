#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "izde/analyzer.h"
#include "izde/query.h"
#include "izde/schema.h"

#include "base/deadline.h"
#include "query/plan.h"
#include "query/vocabulary.h"

namespace izde::internal {

struct RewriteOptions {
  bool restore_letters = true;
  std::size_t max_expansions = 1024;
  double family_weight = 0;  ///< Of a family beside a term; 0: families are not searched.
  bool mend_typing = false;  ///< See query/typing.h.
  /// See query/clause_limit.h; >= 1. All, where what is left out would do harm: an erase by a query
  /// that is cut erases more than was asked for.
  std::size_t max_clauses = ~std::size_t{0};
  Deadline* deadline = nullptr;  ///< Null: never.
};

/// The most words of one phrase that are searched; the rest is left out, with a diagnostic.
inline constexpr std::size_t kMaxWords = 1024;

/// The greatest slop of a phrase: less than what keeps the values of a field apart.
inline constexpr std::uint32_t kMostSlop = 64;

/// Weight of a spelling with Kazakh letters that stands for a word typed without them. See
/// docs/design/search.md.
inline constexpr double kRestoredWeight = 0.5;

/// Weight of a function word (text/family.h) among the words of a query. See docs/design/search.md.
inline constexpr double kFunctionWordWeight = 0.25;

struct Rewritten {
  PlanNode root;
  std::vector<Diagnostic> diagnostics;
  bool timed_out = false;  ///< The deadline has passed; `root` matches nothing.
};

/// Says what `query` means on the index that `schema` and `vocabulary` describe.
///
/// A field's number is its place in the schema. Never throws for what the query's texts hold.
/// `analysis`: memory to work in.
Rewritten rewrite(const Query& query, const Schema& schema, const Analyzer& analyzer,
                  const Vocabulary& vocabulary, const RewriteOptions& options, Analysis& analysis);
/// The same with memory of its own.
Rewritten rewrite(const Query& query, const Schema& schema, const Analyzer& analyzer,
                  const Vocabulary& vocabulary, const RewriteOptions& options);

}  // namespace izde::internal
