#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "search/execute.h"
#include "search/random_plans.h"

namespace izde::internal {

inline Bm25 random_bm25(Random& random) {
  static const std::vector<Bm25> kParameters = {{},        {1.2F, 0.75F, 1}, {0, 0.75F},
                                                {1.2F, 0}, {0.9F, 0.4F, 1},  {50, 1, 0.5F},
                                                {0, 0, 0}, {2, 0.9F, 0}};
  return one_of(random, kParameters);
}

/// Compares what was found with all there is to find, bit for bit.
inline void expect_equal(const SearchResult& found, const ExecuteOptions& options,
                         const SearchResult& all) {
  ASSERT_FALSE(found.timed_out);
  ASSERT_EQ(found.best.size(), std::min(options.limit, all.best.size()));
  for (std::size_t i = 0; i < found.best.size(); ++i) {
    ASSERT_EQ(found.best[i].doc, all.best[i].doc) << "hit " << i;
    ASSERT_EQ(found.best[i].score, all.best[i].score) << "hit " << i;
  }
  if (found.total_is_exact) {
    ASSERT_EQ(found.total, all.total);
  } else {
    ASSERT_GT(options.limit, 0U);
    ASSERT_GT(found.total, options.count_up_to);
    ASSERT_LE(found.total, all.total);
    ASSERT_GE(found.total, found.best.size());
  }
}

/// Compares what one plan finds with the exhaustive way.
inline void expect_exhaustive(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                              const ExecuteOptions& options, const SearchResult& all) {
  expect_equal(execute(plan, collection, bm25, options), options, all);
}

/// One random plan with one set of parameters and several limits. Returns how many documents match.
inline std::uint64_t check_one(Random& random, const Collection& collection) {
  static const std::vector<std::size_t> kLimits = {1, 2, 3, 10, 10, 100, 130, 1000, 1'000'000};
  static const std::vector<std::uint64_t> kCounts = {0, 0,   0,    1,
                                                     5, 100, 1000, SearchOptions::kCountAll};
  RandomPlans plans(random, collection);
  const PlanNode plan = below(random, 3) == 0   ? plans.node(3)
                        : below(random, 3) == 0 ? plans.terms()
                                                : plans.words();
  const Bm25 bm25 = random_bm25(random);
  const SearchResult all =
      execute(plan, collection, bm25,
              {.limit = collection.doc_count() + std::size_t{1}, .exhaustive = true});
  SCOPED_TRACE(::testing::Message() << describe(plan) << " k1 " << bm25.k1 << " b " << bm25.b);
  for (const std::size_t limit :
       {std::size_t{0}, one_of(random, kLimits), one_of(random, kLimits)}) {
    const ExecuteOptions options{.limit = limit, .count_up_to = one_of(random, kCounts)};
    SCOPED_TRACE(::testing::Message() << "limit " << limit << " count " << options.count_up_to);
    expect_exhaustive(plan, collection, bm25, options, all);
    if (::testing::Test::HasFatalFailure()) break;
  }
  return all.total;
}

/// Runs `queries` random plans over `snapshot`; `matches` counts those that match something.
inline void check_collection(Random& random, const std::shared_ptr<const Snapshot>& snapshot,
                             int queries, std::uint64_t& matches) {
  const Collection collection(snapshot, snapshot->manifest.schema);
  for (int i = 0; i < queries; ++i) {
    SCOPED_TRACE(::testing::Message() << "query " << i);
    matches += check_one(random, collection) > 0 ? 1 : 0;
    if (::testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace izde::internal
