// The kinds of queries beyond words, phrases and lists, against the oracle: filters, counted
// clauses, best and constant scores, phrases with slop, ranges, wildcards, fuzzy words and regular
// expressions, nested in each other, over collections of one and of several segments.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/index.h"

#include "search/oracle.h"
#include "search/random_collection.h"
#include "search/sloppy_phrase.h"

namespace izde {
namespace {

using testing::below;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::one_of;
using testing::Oracle;
using testing::Random;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

bool close(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

Schema schema_with_year() { return testing::sample_schema().integer("year"); }

Document random_document(Random& random) {
  Document document = testing::random_document(random);
  for (std::size_t n = below(random, 3); n > 0; --n)
    document.add("year", std::to_string(static_cast<int>(below(random, 40)) - 20));
  return document;
}

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

Query random_range(Random& random) {
  static const std::vector<std::string> kValues = {"a", "ab", "b", "", "қазақ", "я"};
  std::string from = std::to_string(static_cast<int>(below(random, 50)) - 25);
  std::string to = std::to_string(static_cast<int>(below(random, 50)) - 25);
  const bool number = below(random, 2) == 0;
  if (!number) {
    from = one_of(random, kValues);
    to = one_of(random, kValues);
  }
  const bool open_low = below(random, 4) == 0, open_high = below(random, 4) == 0;
  return Query::range(number ? "year" : "source",
                      open_low ? std::nullopt : std::optional<std::string_view>(from),
                      open_high ? std::nullopt : std::optional<std::string_view>(to),
                      below(random, 2) == 0, below(random, 2) == 0);
}

Query random_pattern(Random& random) {
  static const std::vector<std::string> kWildcards = {"м*п",  "*а*",   "?ан", "т?л*",
                                                      "*лар", "қ?ла*", "*"};
  static const std::vector<std::string> kRegexps = {"[мк].*", "(тил|тіл).*", ".{2}", "о[нң]",
                                                    "тан|таң"};
  static const std::vector<std::string> kFields = {"", "", "title", "body"};
  const std::string field = one_of(random, kFields);
  switch (below(random, 6)) {
    case 0:
      return Query::wildcard(one_of(random, kWildcards), field);
    case 1:
      return Query::regexp(one_of(random, kRegexps), field);
    case 2:
      return Query::wildcard("?б*", "source");
    case 3:
      return Query::fuzzy("ab", "source", static_cast<std::uint32_t>(below(random, 3)));
    default: {
      static const std::vector<std::string> kWords = {"кала",  "қала",  "тил", "тілі", "озен",
                                                      "мектп", "китап", "бла", "жлоы", "өзенм"};
      return Query::fuzzy(one_of(random, kWords), field,
                          static_cast<std::uint32_t>(below(random, 3)));
    }
  }
}

Query random_kind(Random& random, bool with_patterns, int depth) {
  const auto some = [&](std::size_t most) {
    std::vector<Query> queries;
    for (std::size_t n = below(random, most + 1); n > 0; --n)
      queries.push_back(random_kind(random, with_patterns, depth - 1));
    return queries;
  };
  Query query;
  switch (depth == 0 ? below(random, 6) : below(random, 12)) {
    case 0:
      query = random_range(random);
      break;
    case 1:
      query = Query::phrase(testing::random_words(random, 4), "",
                            static_cast<std::uint32_t>(below(random, 8)));
      break;
    case 2:
      query = Query::phrase(testing::random_word(random) + " " + testing::random_word(random),
                            "body", static_cast<std::uint32_t>(below(random, 20)));
      break;
    case 3:
      query = Query::match_at_least(static_cast<std::uint32_t>(below(random, 4)),
                                    testing::random_words(random, 5));
      break;
    case 4:
      query = with_patterns ? random_pattern(random) : testing::random_leaf(random, false);
      break;
    case 5:
      query = testing::random_leaf(random, with_patterns);
      break;
    case 6:
      query = Query::best_of(some(3), 0.25F * static_cast<float>(below(random, 5)));
      break;
    case 7:
      query = Query::constant(random_kind(random, with_patterns, depth - 1),
                              0.5F * static_cast<float>(1 + below(random, 5)));
      break;
    case 8:
      query = Query::at_least(static_cast<std::uint32_t>(below(random, 4)), some(4));
      break;
    default:
      query =
          Query::boolean(some(2), some(3), below(random, 3) == 0 ? some(1) : std::vector<Query>{},
                         some(2), static_cast<std::uint32_t>(below(random, 4)));
  }
  if (below(random, 5) == 0) query = query.boosted(0.5F * static_cast<float>(1 + below(random, 9)));
  return query;
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

void expect_same(const Searcher& searcher, const Oracle::Scores& expected, const Query& query,
                 const SearchOptions& options) {
  const Hits hits = searcher.search(query, options);
  const auto matching = static_cast<std::size_t>(std::count_if(
      expected.begin(), expected.end(), [](const auto& score) { return score.has_value(); }));
  if (hits.total_is_exact) {
    ASSERT_EQ(hits.total, matching);
  }
  ASSERT_EQ(hits.size(), std::min(matching, options.limit));
  std::vector<double> best;
  for (const auto& score : expected)
    if (score) best.push_back(*score);
  std::sort(best.begin(), best.end(), std::greater<>());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const Hit& hit = hits[i];
    const auto explain = [&] { return searcher.explain(query, hit.id, options).to_string(); };
    ASSERT_TRUE(expected[hit.id].has_value()) << hit.id << " does not match\n" << explain();
    ASSERT_TRUE(close(hit.score, *expected[hit.id]))
        << hit.id << ": " << hit.score << " wanted " << *expected[hit.id] << "\n"
        << explain();
    ASSERT_TRUE(close(hit.score, best[i])) << "a better document was left out";
  }
  for (std::uint32_t id = 0; id < expected.size(); id += 5) {
    const Explanation explanation = searcher.explain(query, id, options);
    ASSERT_TRUE(close(explanation.value, expected[id].value_or(0))) << explanation.to_string();
    ASSERT_NO_FATAL_FAILURE(expect_sum(explanation));
  }
}

/// Adds how many of the queries found something, but not everything, to `told`.
void run_collection(unsigned seed, const AnalyzerOptions& analyzer, int queries, int& told) {
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  Random random(seed);
  const Schema schema = schema_with_year();
  Oracle oracle(schema, analyzer);
  std::vector<Document> documents(1 + below(random, 60));
  for (Document& document : documents) {
    document = random_document(random);
    oracle.add(document);
  }
  const Index one = make_index(schema, analyzer, documents, 1);
  const Index many = make_index(schema, analyzer, documents, 1 + below(random, 7));
  const Searcher searcher = one.searcher(), split = many.searcher();
  static const std::vector<std::size_t> kLimits = {0, 1, 5, 1000};
  for (int i = 0; i < queries; ++i) {
    const Query query = random_kind(random, !analyzer.stem, 3);
    SearchOptions options;
    options.limit = one_of(random, kLimits);
    options.family_weight = below(random, 3) == 0 ? 0.0F : 0.7F;
    options.restore_letters = below(random, 2) == 0;
    options.mend_typing = false;
    SCOPED_TRACE(::testing::Message() << "query " << query.to_string() << " limit " << options.limit
                                      << " restore " << options.restore_letters);
    const Oracle::Scores expected = oracle.search(query, options);
    ASSERT_NO_FATAL_FAILURE(expect_same(searcher, expected, query, options));
    ASSERT_NO_FATAL_FAILURE(expect_same(split, expected, query, options));
    const Hits a = searcher.search(query, options), b = split.search(query, options);
    told += a.total > 0 && a.total < documents.size() ? 1 : 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
      ASSERT_EQ(a[k].id, b[k].id);
      ASSERT_EQ(a[k].score, b[k].score) << "the score depends on the segmentation";
    }
  }
}

TEST(QueryKinds, StemmedCollections) {
  int told = 0;
  for (unsigned seed = 1; seed <= 40; ++seed)
    ASSERT_NO_FATAL_FAILURE(run_collection(seed, {}, 40, told));
  EXPECT_GT(told, 500);
}

TEST(QueryKinds, UnstemmedCollectionsWithPatterns) {
  int told = 0;
  for (unsigned seed = 501; seed <= 540; ++seed) {
    AnalyzerOptions analyzer;
    analyzer.stem = false;
    ASSERT_NO_FATAL_FAILURE(run_collection(seed, analyzer, 40, told));
  }
  EXPECT_GT(told, 500);
}

struct PhraseAt {
  std::int64_t place;
  std::size_t position;
  double weight;
};

TEST(SloppyPhrases, AreThoseOfBruteForceAlsoWhereWordsRepeat) {
  constexpr unsigned kSeed = 8;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  int matched = 0;
  internal::SloppyPhrase sloppy;
  for (int round = 0; round < 20'000; ++round) {
    const std::size_t count = 2 + below(random, 3);
    const auto slop = static_cast<std::uint32_t>(below(random, 7));
    std::vector<std::vector<PhraseAt>> slots(count);
    sloppy.begin(static_cast<std::uint32_t>(count));
    for (std::uint32_t slot = 0; slot < count; ++slot) {
      std::vector<internal::WeightedPosition> positions;
      // Slots may share positions: a word that comes twice, or two readings of one.
      for (std::uint32_t at = 0; at < 14; ++at)
        if (below(random, 3) == 0) positions.push_back({at, below(random, 2) == 0 ? 1 : 0.5});
      for (const auto& at : positions)
        slots[slot].push_back(
            {std::int64_t{at.position} - std::int64_t{slot}, at.position, at.weight});
      sloppy.add(slot, slot, positions);
    }
    const double expected = testing::near_phrase_frequency(slots, slop);
    ASSERT_TRUE(close(sloppy.freq(slop), expected)) << round;
    matched += expected > 0 ? 1 : 0;
  }
  EXPECT_GT(matched, 5000);
}

/// Documents of one sentence each, with the default analysis.
class Words : public ::testing::Test {
 protected:
  std::vector<std::uint32_t> found(std::string_view query, SearchOptions options = {}) {
    options.family_weight = 0;
    hits_ = index_.searcher().search(query, options);
    std::vector<std::uint32_t> ids;
    for (const Hit& hit : hits_) ids.push_back(hit.id);
    return ids;
  }
  std::string marked(std::string_view query) {
    const std::vector<std::uint32_t> ids = found(query);
    return ids.empty() ? "" : hits_[0].passages("body")[0].marked("[", "]");
  }

  static Index make() {
    Index index = Index::in_memory(Schema{}.text("body").keyword("site").date("day"));
    IndexWriter writer = index.writer();
    const char* texts[] = {"Ауылдағы мектептерде оқу басталды.", "Қазақ тілінің тарихы.",
                           "Кітапханада жаңа кітаптар бар.", "Балалар алаңда ойнады.",
                           "Орта мектеп пен жоғары мектеп."};
    const char* sites[] = {"egov.kz", "el.kz", "kitap.com", "bala.kz", "mektep.org"};
    const char* days[] = {"2024-05-01", "2024-05-31T23:59:59Z", "2024-06-01", "2023-12-31",
                          "2025-01-01"};
    for (std::size_t i = 0; i < 5; ++i)
      writer.add(Document{}.set("body", texts[i]).set("site", sites[i]).set("day", days[i]));
    writer.commit();
    return index;
  }

  Index index_ = make();
  Hits hits_;
};

TEST_F(Words, FuzzyFindsWordsWhereverTheErrorStands) {
  for (const char* typed : {"мектептерде~1", "мектптерде~1", "мектептреде~1", "мектептерд~1",
                            "ментептерде~1", "ектептерде~1", "мекетптерде~1", "мектептердее~1"})
    EXPECT_THAT(found(typed), UnorderedElementsAre(0, 4)) << typed;
  EXPECT_THAT(found("казақ~1"), ElementsAre(1));
  EXPECT_THAT(found("қзаақ~1"), ElementsAre(1));
  EXPECT_THAT(found("қазкқ~1"), ElementsAre(1));
  EXPECT_THAT(found("тілніің~"), ElementsAre(1));
  EXPECT_THAT(found("мектреп~0"), IsEmpty());
  EXPECT_THAT(found("site:egof.kz~1"), ElementsAre(0));
}

TEST_F(Words, FuzzyWithoutKazakhLetters) {
  EXPECT_THAT(found("казкак~1"), ElementsAre(1));
  EXPECT_THAT(found("кытап~1"), ElementsAre(2));
}

TEST_F(Words, WildcardsFindWordsByTheirForms) {
  for (const char* typed :
       {"мект?п", "мект?птерде", "*ектепт*", "м*птерде", "?ектептер*", "М?КТЕПТЕРДЕ"})
    EXPECT_THAT(found(typed), UnorderedElementsAre(0, 4)) << typed;
  EXPECT_THAT(found("т?лінің"), ElementsAre(1));
  EXPECT_THAT(found("*ілін*"), ElementsAre(1));
  EXPECT_THAT(found("site:*.kz"), UnorderedElementsAre(0, 1, 3));
  EXPECT_THAT(found("site:e?ov*"), ElementsAre(0));
  EXPECT_THAT(found("т?рыхсыз"), IsEmpty());
}

TEST_F(Words, RegularExpressions) {
  EXPECT_THAT(found("/м[еи]кт.п/"), UnorderedElementsAre(0, 4));
  EXPECT_THAT(found("/Т(і|и)лін.*/"), ElementsAre(1));
  EXPECT_THAT(found("site:/.+\\.(org|com)/"), UnorderedElementsAre(2, 4));
  EXPECT_THAT(found("/мект(еп/ тарихы"), ElementsAre(1));
  ASSERT_THAT(hits_.diagnostics, SizeIs(1));
  EXPECT_THAT(hits_.diagnostics[0].message, HasSubstr("not closed"));
}

TEST_F(Words, RangesOfDatesAndKeywords) {
  EXPECT_THAT(found("day:2024-05"), UnorderedElementsAre(0, 1));
  EXPECT_THAT(found("day:[2024-05 TO 2024-06]"), UnorderedElementsAre(0, 1, 2));
  EXPECT_THAT(found("day:>2024-05"), UnorderedElementsAre(2, 4));
  EXPECT_THAT(found("day:<2024"), ElementsAre(3));
  EXPECT_THAT(found("site:[b TO eg}"), ElementsAre(3));
  EXPECT_THAT(found("site:>=kitap.com"), UnorderedElementsAre(2, 4));
  EXPECT_THAT(found("мектеп AND day:2024^0"), ElementsAre(0));
  EXPECT_THAT(found("day:кітап"), ElementsAre(2));
  EXPECT_THAT(hits_.diagnostics, SizeIs(1));
  EXPECT_THAT(found("body:[а TO я]"), IsEmpty());
  EXPECT_THAT(hits_.diagnostics, ::testing::Not(IsEmpty()));
}

TEST_F(Words, NearPhrasesAndCounts) {
  EXPECT_THAT(found("\"мектеп жоғары\"~1"), ElementsAre(4));
  EXPECT_THAT(found("\"тарихы қазақ\"~2"), IsEmpty());
  EXPECT_THAT(found("\"тарихы қазақ\"~3"), ElementsAre(1));
  EXPECT_THAT(found("\"орта жоғары\"~2"), ElementsAre(4));
  EXPECT_THAT(found("\"орта жоғары\"~1"), IsEmpty());
  EXPECT_THAT(found("(мектеп кітап оқу)~2"), ElementsAre(0));
  EXPECT_EQ(marked("\"жоғары орта\"~4"), "[Орта] мектеп пен [жоғары] мектеп.");
  EXPECT_EQ(marked("(кітап жаңа)^=2"), "Кітапханада [жаңа] [кітаптар] бар.");
}

TEST_F(Words, WhatDoesNotScoreHasNoScore) {
  found("+мектеп^0");
  ASSERT_THAT(hits_.hits, SizeIs(2));
  EXPECT_EQ(hits_[0].score, 0);
  found("мектеп^=3");
  EXPECT_EQ(hits_[0].score, 3);
  EXPECT_EQ(hits_[1].score, 3);
}

TEST_F(Words, ExpansionsAreBoundedTheNearestFirst) {
  SearchOptions options;
  options.max_expansions = 1;
  EXPECT_THAT(found("мектеп~2", options), UnorderedElementsAre(0, 4));
  found("*а*", options);
  EXPECT_THAT(hits_.diagnostics, SizeIs(1));
  EXPECT_THAT(hits_.diagnostics[0].message, HasSubstr("1 most frequent"));
  found("тарихы +*а*^0", options);
  EXPECT_THAT(hits_.diagnostics, IsEmpty());
}

}  // namespace
}  // namespace izde
