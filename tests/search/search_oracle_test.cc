// Random collections and random queries against the oracle: the same documents, the same scores,
// the same order, and the same whatever the segmentation.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/index.h"

#include "search/oracle.h"
#include "search/random_collection.h"

namespace izde {
namespace {

using testing::below;
using testing::Oracle;
using testing::Random;

bool close(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

/// An index with the documents in `segments` segments of about the same size.
Index make_index(const Schema& schema, const AnalyzerOptions& analyzer,
                 const std::vector<Document>& documents, std::size_t segments) {
  Index index = Index::in_memory(schema, {analyzer});
  IndexWriter writer = index.writer();
  const std::size_t share = documents.size() / segments + 1;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    writer.add(documents[i]);
    if ((i + 1) % share == 0) writer.commit();
  }
  writer.commit();
  return index;
}

void expect_sum(const Explanation& explanation) {
  if (explanation.parts.empty()) return;
  double sum = 0;
  for (const Explanation& part : explanation.parts) {
    sum += part.value;
    expect_sum(part);
  }
  EXPECT_TRUE(close(explanation.value, sum)) << explanation.to_string();
}

/// All hits, compared one by one.
void expect_same(const Searcher& searcher, const Oracle::Scores& expected, const Query& query,
                 const SearchOptions& options) {
  const Hits hits = searcher.search(query, options);
  const auto matching = static_cast<std::size_t>(std::count_if(
      expected.begin(), expected.end(), [](const auto& score) { return score.has_value(); }));
  if (hits.total_is_exact) {
    ASSERT_EQ(hits.total, matching);
  } else {
    ASSERT_GT(hits.total, options.count_up_to);
    ASSERT_LE(hits.total, matching);
  }
  ASSERT_EQ(hits.size(), std::min(matching, options.limit));
  std::vector<double> best;
  for (const auto& score : expected)
    if (score) best.push_back(*score);
  std::sort(best.begin(), best.end(), std::greater<>());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const Hit& hit = hits[i];
    ASSERT_TRUE(expected[hit.id].has_value()) << "document " << hit.id << " does not match";
    ASSERT_TRUE(close(hit.score, *expected[hit.id]))
        << hit.id << ": " << hit.score << " wanted " << *expected[hit.id] << "\n"
        << searcher.explain(query, hit.id, options).to_string();
    ASSERT_TRUE(close(hit.score, best[i])) << "a better document was left out";
    if (i == 0) continue;
    ASSERT_TRUE(hits[i - 1].score > hit.score ||
                (hits[i - 1].score == hit.score && hits[i - 1].id < hit.id));
  }
}

void expect_explained(const Searcher& searcher, const Oracle::Scores& expected, const Query& query,
                      const SearchOptions& options) {
  for (std::uint32_t id = 0; id < expected.size(); id += 3) {
    const Explanation explanation = searcher.explain(query, id, options);
    ASSERT_TRUE(close(explanation.value, expected[id].value_or(0))) << explanation.to_string();
    ASSERT_NO_FATAL_FAILURE(expect_sum(explanation));
  }
}

SearchOptions random_options(Random& random) {
  static const std::vector<Bm25> kParameters = {{},           {0, 0.75F},   {1.2F, 0},
                                                {0.9F, 0.4F}, {50, 1, 0.5}, {0, 0, 0}};
  static const std::vector<float> kFamilyWeights = {0.7F, 0.7F, 0, 3};
  static const std::vector<std::size_t> kLimits = {0, 1, 2, 7, 1000, 1'000'000};
  static const std::vector<std::uint64_t> kCounts = {0, 3, 1000, SearchOptions::kCountAll};
  SearchOptions options;
  options.bm25 = testing::one_of(random, kParameters);
  options.family_weight = testing::one_of(random, kFamilyWeights);
  options.limit = testing::one_of(random, kLimits);
  options.count_up_to = testing::one_of(random, kCounts);
  options.restore_letters = below(random, 2) == 0;
  options.mend_typing = false;  // what is read instead is tested in tests/api/typed_query_test.cc
  return options;
}

/// Adds how many of the queries found something to `found`.
void run_collection(unsigned seed, const AnalyzerOptions& analyzer, int queries, int& found) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  Random random(seed);
  const Schema schema = testing::sample_schema();
  Oracle oracle(schema, analyzer);
  std::vector<Document> documents(1 + below(random, 60));
  for (Document& document : documents) {
    document = testing::random_document(random);
    oracle.add(document);
  }
  const Index one = make_index(schema, analyzer, documents, 1);
  const Index many = make_index(schema, analyzer, documents, 1 + below(random, 7));
  const Searcher searcher = one.searcher(), split = many.searcher();
  for (int i = 0; i < queries; ++i) {
    const Query query = testing::random_query(random, !analyzer.stem, 3);
    const SearchOptions options = random_options(random);
    SCOPED_TRACE(::testing::Message() << "query " << query.to_string() << " limit " << options.limit
                                      << " restore " << options.restore_letters);
    const Oracle::Scores expected = oracle.search(query, options);
    ASSERT_NO_FATAL_FAILURE(expect_same(searcher, expected, query, options));
    ASSERT_NO_FATAL_FAILURE(expect_same(split, expected, query, options));
    ASSERT_NO_FATAL_FAILURE(expect_explained(split, expected, query, options));
    const Hits a = searcher.search(query, options), b = split.search(query, options);
    found += a.total > 0 ? 1 : 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
      ASSERT_EQ(a[k].id, b[k].id);
      ASSERT_EQ(a[k].score, b[k].score) << "the score depends on the segmentation";
    }
  }
}

TEST(SearchOracle, StemmedCollections) {
  int found = 0;
  for (unsigned seed = 1; seed <= 40; ++seed)
    ASSERT_NO_FATAL_FAILURE(run_collection(seed, {}, 25, found));
  EXPECT_GT(found, 400);  // of 1,000: the comparison is not one of nothing with nothing
}

TEST(SearchOracle, UnstemmedCollectionsWithPrefixes) {
  int found = 0;
  for (unsigned seed = 1001; seed <= 1040; ++seed)
    ASSERT_NO_FATAL_FAILURE(run_collection(seed, {RepairLevel::kFull, false}, 25, found));
  EXPECT_GT(found, 400);
}

TEST(SearchOracle, EmptyIndex) {
  const Index index = Index::in_memory(testing::sample_schema());
  const Searcher searcher = index.searcher();
  EXPECT_EQ(searcher.size(), 0U);
  EXPECT_EQ(searcher.search("қала").total, 0U);
  EXPECT_EQ(searcher.search("*").total, 0U);
}

}  // namespace
}  // namespace izde
