// SearchOptions::max_clauses: at the limit, below it, and above.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/index.h"

#include "support/error_of.h"

namespace izde {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

/// Document i has the word i and the word that all have.
class ClauseLimitTest : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kDocuments = 1100;

  static std::string word(std::uint32_t i) { return "x" + std::to_string(i) + "q"; }
  static std::string words(std::uint32_t count) {
    std::string text;
    for (std::uint32_t i = 0; i < count; ++i) text += word(i) + " ";
    return text;
  }

  ClauseLimitTest() {
    IndexWriter writer = index_.writer();
    for (std::uint32_t i = 0; i < kDocuments; ++i)
      writer.add(Document{}.set("body", word(i) + " барлық").set("n", std::to_string(i)));
    writer.commit();
  }

  template <class What>
  std::vector<std::uint32_t> found(const What& what, std::size_t most) {
    SearchOptions options;
    options.limit = 2000;
    options.max_clauses = most;
    options.family_weight = 0;
    hits_ = index_.searcher().search(what, options);
    std::vector<std::uint32_t> ids;
    for (const Hit& hit : hits_) ids.push_back(hit.id);
    return ids;
  }
  void expect_cut() {
    ASSERT_THAT(hits_.diagnostics, SizeIs(1));
    EXPECT_THAT(hits_.diagnostics[0].message, HasSubstr("the rest was left out"));
  }

  Index index_ = Index::in_memory(Schema{}.text("body").integer("n"));
  Hits hits_;
};

TEST_F(ClauseLimitTest, WordsUpToTheLimitAndNoMore) {
  for (const std::size_t most : {std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
    const auto count = static_cast<std::uint32_t>(most);
    EXPECT_THAT(found(words(count - 1), most), SizeIs(most - 1));
    EXPECT_THAT(found(words(count), most), SizeIs(most));
    EXPECT_THAT(hits_.diagnostics, IsEmpty());
    const auto ids = found(words(count + 1), most);
    EXPECT_THAT(ids, SizeIs(most));
    EXPECT_EQ(*std::max_element(ids.begin(), ids.end()), count - 1);  // the first ones
    expect_cut();
  }
}

TEST_F(ClauseLimitTest, ByDefaultItIs1024) {
  const Searcher searcher = index_.searcher();
  for (const std::uint32_t count : {1023U, 1024U, 1025U, 1100U}) {
    const Hits hits = searcher.search(words(count));
    EXPECT_EQ(hits.total, std::min(count, 1024U));
    EXPECT_THAT(hits.diagnostics, SizeIs(count > 1024 ? 1 : 0));
  }
}

TEST_F(ClauseLimitTest, AWordThatComesAgainIsOne) {
  EXPECT_THAT(found("x1q x1q x2q x1q x2q", 2), UnorderedElementsAre(1, 2));
  EXPECT_THAT(hits_.diagnostics, IsEmpty());
  EXPECT_THAT(found("x1q x1q x2q x1q x2q x3q", 2), UnorderedElementsAre(1, 2));
  expect_cut();
}

TEST_F(ClauseLimitTest, EveryKindOfPartCounts) {
  const char* const parts[] = {"x1q",  "\"x2q барлық\"", "n:3",   "n:[4 TO 4]", "x5q*",
                               "x6q?", "/x7q/",          "x8q~0", "(x9q)",      "x10q^=2"};
  std::string typed;
  for (std::size_t i = 0; i < std::size(parts); ++i) {
    typed += std::string(parts[i]) + " ";
    found(typed, i + 1);
    EXPECT_THAT(hits_.diagnostics, IsEmpty()) << typed;
    const std::uint64_t total = hits_.total;
    found(typed + "n:[50 TO 1000]", i + 1);
    EXPECT_EQ(hits_.total, total) << typed;
    expect_cut();
  }
}

TEST_F(ClauseLimitTest, FuzzyWordsCountEach) {
  EXPECT_THAT(found(Query::fuzzy("x1q x2q x3q", "body", 0), 3), UnorderedElementsAre(1, 2, 3));
  EXPECT_THAT(hits_.diagnostics, IsEmpty());
  EXPECT_THAT(found(Query::fuzzy("x1q x2q x3q", "body", 0), 2), UnorderedElementsAre(1, 2));
  expect_cut();
}

TEST_F(ClauseLimitTest, TreesOfManyLeaves) {
  std::vector<Query> leaves;
  for (std::uint32_t i = 0; i < 50; ++i) leaves.push_back(Query::match(word(i)));
  EXPECT_THAT(found(Query::any_of(leaves), 50), SizeIs(50));
  EXPECT_THAT(hits_.diagnostics, IsEmpty());
  for (std::uint32_t i = 0; i < 49; ++i) {
    const auto ids = found(Query::any_of(leaves), i + 1);
    EXPECT_THAT(ids, SizeIs(i + 1));
    EXPECT_EQ(*std::max_element(ids.begin(), ids.end()), i);
    expect_cut();
  }
}

// 2^60 leaves in 60 nodes.
TEST_F(ClauseLimitTest, TreesThatShareTheirParts) {
  Query query = Query::match("x1q");
  for (int i = 0; i < 60; ++i) query = Query::any_of({query, query});
  EXPECT_THAT(found(query, 1024), ElementsAre(1));
  expect_cut();
}

TEST_F(ClauseLimitTest, WhatNarrowsIsKeptBeforeWhatWidens) {
  const Query filter = Query::range("n", "0", "9");
  const Query unwanted = Query::match("x3q");
  const Query user = parse_query(words(1000)).query;
  EXPECT_THAT(found(Query::boolean({}, {user}, {unwanted}, {filter}), 5), SizeIs(9));
  expect_cut();
  EXPECT_THAT(found(Query::boolean({user}, {}, {unwanted}, {filter}), 5),
              UnorderedElementsAre(0, 1, 2));
  expect_cut();
  EXPECT_THAT(found("x1q x2q x3q -x2q +n:[0 TO 9]^0", 4), SizeIs(9));
  EXPECT_EQ(hits_[0].id, 1U);
  EXPECT_EQ(hits_[1].score, 0);  // x3q is not looked for
  expect_cut();
}

// It would find all that is not excluded.
TEST_F(ClauseLimitTest, WhereNothingIsLeftToLookForNothingIsFound) {
  EXPECT_THAT(found("+x1q -x2q", 1), IsEmpty());
  expect_cut();
  EXPECT_THAT(found("-x2q", 1), SizeIs(kDocuments - 1));
  EXPECT_THAT(hits_.diagnostics, IsEmpty());
}

TEST_F(ClauseLimitTest, WhatCannotBeIsRefused) {
  const auto code = [&](std::size_t most, int milliseconds) {
    SearchOptions options;
    options.max_clauses = most;
    options.time_limit = std::chrono::milliseconds(milliseconds);
    return testing::error_of([&] { index_.searcher().search("x1q", options); }).code();
  };
  EXPECT_EQ(code(0, 0), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code(65'537, 0), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code(1024, -1), ErrorCode::kInvalidArgument);
  EXPECT_THAT(found("x1q", 65'536), ElementsAre(1));
}

}  // namespace
}  // namespace izde
