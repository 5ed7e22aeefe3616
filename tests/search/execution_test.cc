// Every way to run a plan against the exhaustive one: the same documents, the same bits of scores,
// the same counts, on random collections, under every instruction set of the processor.
#include <hwy/highway.h>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "search/execute.h"
#include "search/execution_check.h"
#include "search/one_target.h"
#include "search/random_plans.h"

namespace izde::internal {
namespace {

TEST(Execution, SmallCollectionsOfSeveralSegments) {
  std::uint64_t matches = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const auto snapshot = random_snapshot(random, 1 + below(random, 60), 1 + below(random, 5));
    ASSERT_NO_FATAL_FAILURE(check_collection(random, snapshot, 40, matches));
  }
  EXPECT_GT(matches, 4000U);  // of 8,000: the comparison is not one of nothing with nothing
}

TEST(Execution, CollectionsOfSomeBlocks) {
  std::uint64_t matches = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const std::size_t sizes[] = {127, 128, 129, 255, 256, 257, 511, 513, 1024, 1500, 2049, 3000};
    const auto snapshot = random_snapshot(random, sizes[seed - 1], 1 + below(random, 2));
    ASSERT_NO_FATAL_FAILURE(check_collection(random, snapshot, 60, matches));
  }
  EXPECT_GT(matches, 500U);
}

TEST(Execution, CollectionOfAllLevels) {
  Random random(1);
  std::uint64_t matches = 0;
  const auto snapshot = random_snapshot(random, 30'000, 1);
  ASSERT_NO_FATAL_FAILURE(check_collection(random, snapshot, 60, matches));
  EXPECT_GT(matches, 50U);
}

// Their best documents are known beforehand, unless the parameters make different ones score alike.
TEST(Execution, TermsOfLongLists) {
  std::uint64_t matches = 0;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const auto snapshot = random_snapshot(random, 20'000, 1 + below(random, 2));
    const Collection collection(snapshot, snapshot->manifest.schema);
    RandomPlans plans(random, collection);
    for (int query = 0; query < 150; ++query) {
      const PlanNode plan = plans.terms();
      const Bm25 bm25 = random_bm25(random);
      SCOPED_TRACE(::testing::Message() << describe(plan) << " k1 " << bm25.k1 << " b " << bm25.b);
      const SearchResult all = execute(plan, collection, bm25, {.limit = 200, .exhaustive = true});
      for (const std::size_t limit : {1U, 10U, 16U, 17U, 128U, 129U})
        ASSERT_NO_FATAL_FAILURE(expect_exhaustive(plan, collection, bm25, {.limit = limit}, all));
      matches += all.total > kLeastWithDeepSkyband ? 1 : 0;
    }
  }
  EXPECT_GT(matches, 50U);
}

TEST(Execution, EveryInstructionSet) {
  Random shared(7);
  const auto small = random_snapshot(shared, 50, 3);
  const auto large = random_snapshot(shared, 9'000, 1);
  for (const std::int64_t target : targets()) {
    SCOPED_TRACE(::testing::Message() << hwy::TargetName(target));
    const OneTarget one(target);
    Random random(11);
    std::uint64_t matches = 0;
    ASSERT_NO_FATAL_FAILURE(check_collection(random, small, 300, matches));
    ASSERT_NO_FATAL_FAILURE(check_collection(random, large, 30, matches));
    EXPECT_GT(matches, 150U);
  }
}

}  // namespace
}  // namespace izde::internal
