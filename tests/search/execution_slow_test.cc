// A million random queries over small collections, as execution_test.cc has some thousands. The
// seed of a run that failed is printed.
#include <gtest/gtest.h>

#include "search/execution_check.h"
#include "search/random_plans.h"

namespace izde::internal {
namespace {

TEST(ExecutionSlow, AMillionQueries) {
  constexpr unsigned kCollections = 5000;
  std::uint64_t matches = 0;
  for (unsigned seed = 1; seed <= kCollections; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(1'000'000 + seed);
    const std::size_t most = seed % 50 == 0 ? 1200 : 40;
    const auto snapshot = random_snapshot(random, 1 + below(random, most), 1 + below(random, 4));
    ASSERT_NO_FATAL_FAILURE(check_collection(random, snapshot, 200, matches));
  }
  EXPECT_GT(matches, 500'000U);
}

}  // namespace
}  // namespace izde::internal
