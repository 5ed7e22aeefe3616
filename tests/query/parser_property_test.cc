#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/query.h"

#include "query/query_node.h"
#include "query/random_query.h"

namespace izde {
namespace {

using testing::below;
using testing::one_of;
using testing::Random;
using Kind = Query::Node::Kind;

constexpr int kRounds = 10'000;

void check(const std::string& text) {
  const ParsedQuery query = parse_query(text);
  for (const Diagnostic& diagnostic : query.diagnostics) {
    ASSERT_LE(diagnostic.offset + diagnostic.length, text.size()) << text;
    ASSERT_FALSE(diagnostic.message.empty());
  }
  const std::string written = query.query.to_string();
  const ParsedQuery again = parse_query(written);
  ASSERT_EQ(again.query.to_string(), written) << text;
}

TEST(ParserProperty, WhatWasReadCanBeWrittenAndReadAgain) {
  constexpr unsigned kSeed = 20261122;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  for (int i = 0; i < kRounds; ++i) {
    ASSERT_NO_FATAL_FAILURE(check(testing::random_query_text(random)));
    ASSERT_NO_FATAL_FAILURE(check(testing::random_bytes(random)));
  }
}

/// A tree that the language can say: no term query, fields where a name may stand.
Query random_tree(Random& random, int depth) {
  static const std::vector<std::string> kWords = {
      "қазақ", "тіл", "-5",         "AND", "а:б",   "c*d", "\\",  "«x»", "e^2", "(",
      "ЖӘНЕ",  "+",   "азық-түлік", "\"",  "сөз~1", "/а/", "м?к", "[а",  ">5"};
  static const std::vector<std::string> kPatterns = {"м*к", "?а", "*т*", "а\\*б*в", "а\\?*б"};
  static const std::vector<std::string> kRegexps = {"а.б", "(а|б)*", "[а-я]", "\\d/", "а\\/", "^а"};
  static const std::vector<std::string> kBounds = {"5", "-1.5", "2024-05", "а б",
                                                   "*", "[x]",  "\"",      ""};
  const std::string field = below(random, 4) == 0 ? "title" : "";
  Query query;
  const auto bound = [&] {
    return below(random, 3) == 0 ? std::nullopt
                                 : std::optional<std::string_view>(one_of(random, kBounds));
  };
  switch (below(random, depth > 0 ? 13 : 8)) {
    case 0:
      query = Query::match(one_of(random, kWords), field);
      break;
    case 1:
      query = Query::phrase(one_of(random, kWords) + " " + one_of(random, kWords), field);
      break;
    case 2:
      query = Query::prefix(one_of(random, kWords), field);
      break;
    case 3:
      query = Query::all();
      break;
    case 4:
      query = Query::wildcard(one_of(random, kPatterns), field);
      break;
    case 5:
      query = Query::fuzzy("сөз", field, static_cast<std::uint32_t>(below(random, 4)));
      break;
    case 6:
      query = Query::regexp(one_of(random, kRegexps), field);
      break;
    case 7:
      query = below(random, 2) == 0 ? Query::range("price", bound(), bound(), below(random, 2) == 0,
                                                   below(random, 2) == 0)
                                    : Query::phrase("қазақ тілі", field,
                                                    static_cast<std::uint32_t>(below(random, 4)));
      break;
    case 8:
      query = Query::constant(random_tree(random, depth - 1), 0.5F);
      break;
    case 9:
      query = Query::match_at_least(2, "қазақ тілі сөз", field);
      break;
    default: {
      std::vector<Query> clauses[4];
      for (auto& list : clauses)
        for (std::size_t n = below(random, 3); n > 0; --n)
          list.push_back(random_tree(random, depth - 1));
      query = Query::boolean(clauses[0], clauses[1], clauses[2], clauses[3],
                             static_cast<std::uint32_t>(below(random, 3)));
    }
  }
  if (below(random, 4) == 0)
    query = query.boosted(0.25F * static_cast<float>(1 + below(random, 20)));
  return query;
}

TEST(ParserProperty, TreesSurviveTheirString) {
  constexpr unsigned kSeed = 7;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  for (int i = 0; i < kRounds; ++i) {
    const std::string written = random_tree(random, 3).to_string();
    const ParsedQuery read = parse_query(written);
    const std::string again = read.query.to_string();
    // Parentheses that change nothing may go, once; then it stands.
    ASSERT_EQ(parse_query(again).query.to_string(), again) << written;
    ASSERT_TRUE(read.diagnostics.empty()) << written << ": " << read.diagnostics[0].message;
  }
}

TEST(Query, BoostMustBePositive) {
  for (const float bad : {0.0F, -1.0F, std::numeric_limits<float>::infinity(),
                          std::numeric_limits<float>::quiet_NaN()}) {
    EXPECT_THROW((void)Query::all().boosted(bad), Error);
  }
  EXPECT_EQ(Query::match("а").boosted(2).boosted(3).node()->boost, 6.0F);
}

TEST(Query, EmptyListsMatchNothing) {
  EXPECT_EQ(Query::all_of({}).to_string(), "()");
  EXPECT_EQ(Query::any_of({}).to_string(), "()");
  EXPECT_EQ(Query().to_string(), "()");
}

TEST(Query, DepthIsBounded) {
  Query query = Query::match("а");
  EXPECT_THROW(
      {
        for (int i = 0; i < 100'000; ++i) query = Query::all_of({query});
      },
      Error);
}

}  // namespace
}  // namespace izde
