// Every way to run a plan on an index with deletes, against the exhaustive way on the same index
// before them: what it found, less what is deleted.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "search/execution_check.h"
#include "search/explain.h"
#include "search/for_each_match.h"
#include "search/random_plans.h"
#include "search/sort.h"

namespace izde::internal {
namespace {

/// `snapshot` with the documents for which is_deleted(doc) holds deleted.
template <class IsDeleted>
std::shared_ptr<const Snapshot> with_deletes(const Snapshot& snapshot,
                                             const IsDeleted& is_deleted) {
  auto changed = std::make_shared<Snapshot>(snapshot);
  changed->deleted_count = 0;
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
    const auto deleted = std::make_shared<DeletedDocs>(snapshot.segments[i]->doc_count());
    for (DocId doc = 0; doc < deleted->doc_count(); ++doc)
      if (is_deleted(snapshot.doc_bases[i] + doc)) deleted->add(doc);
    changed->deleted_count += deleted->count();
    changed->deleted[i] = deleted->count() == 0 ? nullptr : deleted;
  }
  return changed;
}

/// What is left of `all` when documents were deleted.
SearchResult left_of(const SearchResult& all, const std::vector<bool>& is_deleted) {
  SearchResult left;
  for (const ScoredDoc& found : all.best)
    if (!is_deleted[found.doc]) left.best.push_back(found);
  left.total = left.best.size();
  return left;
}

SearchResult run_all(const PlanNode& plan, const Collection& collection, const Bm25& bm25) {
  return execute(plan, collection, bm25,
                 {.limit = collection.doc_count() + std::size_t{1}, .exhaustive = true});
}

/// None, few, half, all but few, all but one, all, those of a segment, or those that match a term.
std::vector<bool> random_deletes(Random& random, const Collection& collection) {
  const std::uint32_t count = collection.doc_count();
  std::vector<bool> deleted(count);
  const std::size_t kind = below(random, 9);
  const auto share = [&](std::size_t in, std::size_t of) {
    for (std::uint32_t doc = 0; doc < count; ++doc) deleted[doc] = below(random, of) < in;
  };
  if (kind == 0) deleted[below(random, count)] = true;
  if (kind == 1) share(1, 30);
  if (kind == 2 || kind == 3) share(1, 2);
  if (kind == 4) share(29, 30);
  if (kind == 5 || kind == 6) deleted.assign(count, true);
  if (kind == 5) deleted[below(random, count)] = false;
  if (kind == 7) {
    const std::size_t segment = below(random, collection.snapshot().segments.size());
    const std::uint32_t base = collection.snapshot().doc_bases[segment];
    std::fill_n(deleted.begin() + base, collection.snapshot().segments[segment]->doc_count(), true);
  }
  if (kind == 8) {
    RandomPlans plans(random, collection);
    for (const ScoredDoc& found : run_all(plans.terms(), collection, {}).best)
      deleted[found.doc] = true;
  }
  return deleted;
}

std::vector<ResolvedKey> random_keys(Random& random) {
  static const std::vector<ResolvedKey> kKeys = {{SortKey::By::kScore, 0, true},
                                                 {SortKey::By::kDocument, 0, true},
                                                 {SortKey::By::kDocument, 0, false},
                                                 {SortKey::By::kField, 3, true},
                                                 {SortKey::By::kField, 3, false}};
  std::vector<ResolvedKey> keys{one_of(random, kKeys)};
  if (below(random, 2) == 0) keys.push_back(one_of(random, kKeys));
  return keys;
}

PlanNode random_plan(Random& random, const Collection& collection) {
  RandomPlans plans(random, collection);
  if (below(random, 12) == 0) {
    KeywordRangePlan range{3, "s0", "s1", below(random, 2) == 0, true};
    return {std::move(range), 2.5};
  }
  return below(random, 3) == 0   ? plans.node(3)
         : below(random, 2) == 0 ? plans.terms()
                                 : plans.words();
}

void expect_sorted(const PlanNode& plan, const Collection& before, const Collection& after,
                   const std::vector<bool>& deleted, const std::vector<ResolvedKey>& keys,
                   const ExecuteOptions& options) {
  SearchResult wanted = left_of(
      execute_sorted(plan, before, {}, keys, {.limit = before.doc_count() + std::size_t{1}}),
      deleted);
  const SearchResult found = execute_sorted(plan, after, {}, keys, options);
  ASSERT_EQ(found.best.size(), std::min(options.limit, wanted.best.size()));
  for (std::size_t i = 0; i < found.best.size(); ++i) {
    ASSERT_EQ(found.best[i].doc, wanted.best[i].doc) << "hit " << i;
    ASSERT_EQ(found.best[i].score, wanted.best[i].score) << "hit " << i;
  }
  if (found.total_is_exact) {
    ASSERT_EQ(found.total, wanted.total);
  } else {
    ASSERT_GT(found.total, options.count_up_to);
    ASSERT_LE(found.total, wanted.total);
  }
}

void expect_visited(const PlanNode& plan, const Collection& collection,
                    const SearchResult& wanted) {
  std::vector<std::uint32_t> docs, visited;
  for (const ScoredDoc& found : wanted.best) docs.push_back(found.doc);
  std::sort(docs.begin(), docs.end());
  Workspace work;
  for_each_match(plan, collection, {}, work, [&](std::size_t segment, DocId doc) {
    visited.push_back(collection.snapshot().doc_bases[segment] + doc);
  });
  ASSERT_EQ(visited, docs);
}

void expect_explained(const PlanNode& plan, const Collection& before, const Collection& after,
                      const std::vector<bool>& deleted, std::uint32_t doc) {
  const double value = explain(plan, after, {}, doc).value;
  ASSERT_EQ(value, deleted[doc] ? 0 : explain(plan, before, {}, doc).value) << doc;
}

/// One random plan before and after random deletes. Returns how many hits the deletes took.
std::uint64_t check_deletes(Random& random, const std::shared_ptr<const Snapshot>& snapshot) {
  static const std::vector<std::size_t> kLimits = {0, 0, 1, 2, 10, 10, 100, 130, 1'000'000};
  static const std::vector<std::uint64_t> kCounts = {0, 1, 5, 100, 1000, SearchOptions::kCountAll};
  const Collection before(snapshot, snapshot->manifest.schema);
  const std::vector<bool> deleted = random_deletes(random, before);
  const Collection after(with_deletes(*snapshot, [&](std::uint32_t doc) { return deleted[doc]; }),
                         snapshot->manifest.schema);
  const PlanNode plan = random_plan(random, before);
  SCOPED_TRACE(::testing::Message()
               << describe(plan) << ", deleted " << std::count(deleted.begin(), deleted.end(), true)
               << " of " << deleted.size());
  const SearchResult all = run_all(plan, before, {});
  const SearchResult wanted = left_of(all, deleted);
  for (const bool exhaustive : {false, false, true}) {
    const ExecuteOptions options{.limit = one_of(random, kLimits),
                                 .count_up_to = one_of(random, kCounts),
                                 .exhaustive = exhaustive};
    SCOPED_TRACE(::testing::Message()
                 << "limit " << options.limit << " count " << options.count_up_to << " exhaustive "
                 << options.exhaustive);
    const SearchResult found = execute(plan, after, {}, options);
    expect_equal(found, options, wanted);
    if (::testing::Test::HasFatalFailure()) return 0;
    if (options.limit == 0) continue;
    expect_sorted(plan, before, after, deleted, random_keys(random), options);
    if (::testing::Test::HasFatalFailure()) return 0;
  }
  expect_visited(plan, after, wanted);
  expect_explained(plan, before, after, deleted,
                   static_cast<std::uint32_t>(below(random, deleted.size())));
  return all.total - wanted.total;
}

TEST(Deletes, SmallCollectionsOfSeveralSegments) {
  std::uint64_t taken = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const auto snapshot = random_snapshot(random, 1 + below(random, 60), 1 + below(random, 5));
    for (int query = 0; query < 30; ++query) {
      taken += check_deletes(random, snapshot) > 0 ? 1 : 0;
      ASSERT_FALSE(HasFailure()) << "query " << query;
    }
  }
  EXPECT_GT(taken, 2000U);  // of 6,000: deletes that no query meets say nothing
}

TEST(Deletes, CollectionsOfManyBlocks) {
  std::uint64_t taken = 0;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const auto snapshot = random_snapshot(random, 500U << below(random, 6), 1 + below(random, 2));
    for (int query = 0; query < 40; ++query) {
      taken += check_deletes(random, snapshot) > 0 ? 1 : 0;
      ASSERT_FALSE(HasFailure()) << "query " << query;
    }
  }
  EXPECT_GT(taken, 100U);
}

// Lists that know their best documents beforehand, these being deleted one after the other.
TEST(Deletes, TheBestOfLongLists) {
  std::uint64_t matches = 0;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const auto snapshot = random_snapshot(random, 20'000, 1 + below(random, 2));
    const Collection before(snapshot, snapshot->manifest.schema);
    RandomPlans plans(random, before);
    for (int query = 0; query < 25; ++query) {
      const PlanNode plan = plans.terms();
      const Bm25 bm25 = random_bm25(random);
      const SearchResult all = run_all(plan, before, bm25);
      for (const std::size_t gone : {1U, 6U, 15U, 16U, 100U, 118U, 127U, 128U, 300U}) {
        std::vector<bool> deleted(before.doc_count());
        for (std::size_t i = 0; i < std::min(gone, all.best.size()); ++i)
          deleted[all.best[i].doc] = true;
        const SearchResult wanted = left_of(all, deleted);
        const Collection after(
            with_deletes(*snapshot, [&](std::uint32_t doc) { return deleted[doc]; }),
            snapshot->manifest.schema);
        for (const std::size_t limit : {0U, 1U, 10U, 16U, 17U, 128U, 129U}) {
          SCOPED_TRACE(::testing::Message()
                       << describe(plan) << " gone " << gone << " limit " << limit);
          const ExecuteOptions options{
              .limit = limit, .count_up_to = query % 2 == 0 ? 1000 : SearchOptions::kCountAll};
          expect_equal(execute(plan, after, bm25, options), options, wanted);
          ASSERT_FALSE(HasFailure());
        }
      }
      matches += all.total > kLeastWithDeepSkyband ? 1 : 0;
    }
  }
  EXPECT_GT(matches, 5U);
}

// Statistics are those before the deletes, so that the scores of what is left are, too.
TEST(Deletes, ATermThatIsDeletedWhollyIsNotFound) {
  Random random(1);
  const auto snapshot = random_snapshot(random, 5000, 2);
  const Collection before(snapshot, snapshot->manifest.schema);
  RandomPlans plans(random, before);
  for (int query = 0; query < 20; ++query) {
    const PlanNode plan = plans.terms();
    const SearchResult all = run_all(plan, before, {});
    std::vector<bool> deleted(before.doc_count());
    for (const ScoredDoc& found : all.best) deleted[found.doc] = true;
    const Collection after(with_deletes(*snapshot, [&](std::uint32_t doc) { return deleted[doc]; }),
                           snapshot->manifest.schema);
    for (const std::size_t limit : {0U, 10U}) {
      const SearchResult found = execute(plan, after, {}, {.limit = limit, .count_up_to = 0});
      EXPECT_TRUE(found.best.empty());
      EXPECT_EQ(found.total, 0U);
      EXPECT_TRUE(found.total_is_exact);
    }
  }
}

// An OR that is nearly one frequent word's documents is counted by them, unless some are deleted.
TEST(Deletes, AnOrThatOneClauseDominates) {
  int dominated = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const auto snapshot = random_snapshot(random, 3000, 1 + below(random, 3));
    const Collection before(snapshot, snapshot->manifest.schema);
    TermLookup lookup;
    const SnapshotVocabulary vocabulary(*snapshot, lookup);
    BooleanPlan any;
    std::vector<std::uint64_t> freqs;
    for (const char* word : {"word0", "word58", "word61"}) {
      freqs.push_back(vocabulary.doc_freq(1, word));
      TermGroup group{word, {{1, 1}}, {{1, word, 1, freqs.back()}}, freqs.back(), false, false, 0};
      if (freqs.back() > 0) any.should.push_back({std::move(group), 1});
    }
    const PlanNode plan{std::move(any), 1};
    const std::vector<bool> deleted = random_deletes(random, before);
    const Collection after(with_deletes(*snapshot, [&](std::uint32_t doc) { return deleted[doc]; }),
                           snapshot->manifest.schema);
    const SearchResult wanted = left_of(run_all(plan, before, {}), deleted);
    EXPECT_EQ(execute(plan, after, {}, {.limit = 0}).total, wanted.total);
    dominated += freqs[1] + freqs[2] > 0 && freqs[1] + freqs[2] < freqs[0] / 8 ? 1 : 0;
  }
  EXPECT_GT(dominated, 6);
}

}  // namespace
}  // namespace izde::internal
