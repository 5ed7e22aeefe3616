#include "izde/searcher.h"

#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/index.h"

#include "query/random_query.h"

namespace izde {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class SearcherTest : public ::testing::Test {
 protected:
  SearcherTest() {
    IndexWriter writer = index_.writer();
    const auto add = [&](const char* id, const char* title, const char* body, const char* date) {
      writer.add(
          Document{}.set("id", id).set("title", title).set("body", body).set("published", date));
    };
    add("1", "Қазақ тілі", "Қазақ тілінің тарихы мен бүгіні туралы мақала.", "2024-05-01");
    add("2", "Мектептер", "Ауылдағы мектептерде жаӊа кітаптар пайдаланИан.",
        "2024-05-02T10:30:00Z");
    add("3", "Азық-түлік", "Азық-түлік бағасы туралы хабарлама.", "2023-12-31");
    add("4", "Казачество", "Казак станицасы туралы мақала.", "2022-01-01");
    writer.commit();
    writer.add(
        Document{}.add("id", "5").add("body", "Бірінші мән қазақ").add("body", "тілі екінші мән"));
    writer.commit();
  }

  std::vector<std::string> ids(std::string_view query, SearchOptions options = {}) const {
    std::vector<std::string> out;
    for (const Hit& hit : searcher().search(query, options)) out.push_back(hit.document("id"));
    return out;
  }
  Searcher searcher() const { return index_.searcher(); }

  Index index_ = Index::in_memory(
      Schema{}.keyword("id").text("title", {.boost = 2}).text("body").date("published"));
};

TEST_F(SearcherTest, FindsInflectedWords) {
  EXPECT_THAT(ids("мектебінің кітабы"), ElementsAre("2"));
  EXPECT_THAT(ids("жаңа"), ElementsAre("2"));
  EXPECT_THAT(ids("пайдаланған"), ElementsAre("2"));
}

TEST_F(SearcherTest, RestoredLettersCountLessThanTypedOnes) {
  EXPECT_THAT(ids("казак тили"), ::testing::Contains("1"));
  EXPECT_EQ(ids("казак").front(), "4");
  EXPECT_THAT(ids("казак", {.restore_letters = false}), ElementsAre("4"));
}

TEST_F(SearcherTest, Phrases) {
  EXPECT_THAT(ids("\"қазақ тілі\""), ElementsAre("1"));  // not over the values of document 5
  EXPECT_THAT(ids("«тілі екінші»"), ElementsAre("5"));
  EXPECT_THAT(ids("\"тілі қазақ\""), IsEmpty());
}

TEST_F(SearcherTest, BooleanOperators) {
  EXPECT_THAT(ids("туралы -тарихы"), UnorderedElementsAre("3", "4"));
  EXPECT_THAT(ids("мақала ЖӘНЕ тіл"), ElementsAre("1"));
  EXPECT_THAT(ids("-туралы"), UnorderedElementsAre("2", "5"));
  EXPECT_THAT(ids("*"), SizeIs(5));
  EXPECT_THAT(ids("+азық-түлік"), ElementsAre("3"));
}

TEST_F(SearcherTest, Fields) {
  EXPECT_THAT(ids("title:қазақ"), ElementsAre("1"));
  EXPECT_THAT(ids("id:3"), ElementsAre("3"));
  EXPECT_THAT(ids("published:2024-05-01"), ElementsAre("1"));
  EXPECT_THAT(ids("published:2024-05-02T15:30+05:00"), ElementsAre("2"));
  EXPECT_THAT(ids("published:2024*"), UnorderedElementsAre("1", "2"));
  EXPECT_THAT(ids("сағат:тарихы"), ElementsAre("1"));
}

TEST_F(SearcherTest, Prefixes) {
  EXPECT_THAT(ids("мектепт*"), ElementsAre("2"));
  EXPECT_THAT(ids("хабарл*"), ElementsAre("3"));
  EXPECT_THAT(ids("\"қазақ ті\"*"), ElementsAre("1"));
}

TEST_F(SearcherTest, EqualScoresComeInTheOrderOfDocuments) {
  EXPECT_THAT(ids("*", {.limit = 3}), ElementsAre("1", "2", "3"));
}

TEST_F(SearcherTest, FamiliesFindBelowTheWordItself) {
  EXPECT_THAT(ids("пайда мақаласы"), UnorderedElementsAre("1", "2", "4"));
  EXPECT_THAT(ids("пайда"), ElementsAre("2"));  // пайдаланған
  for (const char* query : {"+пайда", "\"пайда\"", "пайда AND мақала", "body:\"пайда\""})
    EXPECT_THAT(ids(query), IsEmpty()) << query;
  EXPECT_THAT(ids("пайда", {.family_weight = 0}), IsEmpty());
  EXPECT_THAT(ids("мақала -пайда"), UnorderedElementsAre("1", "4"));
  EXPECT_THAT(ids("body:пайда"), ElementsAre("2"));
  EXPECT_THAT(ids("title:пайда"), IsEmpty());
  EXPECT_THAT(ids("qazaqstan"), UnorderedElementsAre("1", "5"));  // қазақ
}

TEST(SearcherFamilies, AFieldMayHaveNone) {
  Index index = Index::in_memory(Schema{}.text("body", {.families = false}));
  IndexWriter writer = index.writer();
  writer.add(Document{}.set("body", "пайдаланды"));
  writer.commit();
  EXPECT_EQ(index.searcher().search("пайда").total, 0U);
  EXPECT_EQ(index.searcher().search("пайдаланған").total, 1U);
}

TEST_F(SearcherTest, TotalIsExactWhateverTheLimit) {
  for (const std::size_t limit : {0U, 1U, 2U, 1'000'000U})
    EXPECT_EQ(searcher().search("туралы", {.limit = limit}).total, 3U);
}

TEST_F(SearcherTest, DocumentsAndValues) {
  const Hits hits = searcher().search("екінші");
  ASSERT_THAT(hits.hits, SizeIs(1));
  EXPECT_EQ(hits[0].document("body"), "Бірінші мән қазақ");
  EXPECT_EQ(hits[0].document("nothing"), "");
  EXPECT_THAT(hits[0].document().values(), SizeIs(3));
  EXPECT_EQ(searcher().document(hits[0].id).get("id"), "5");
  EXPECT_THROW((void)searcher().document(5), Error);
}

TEST_F(SearcherTest, KeywordsHaveNoMarks) {
  const Hits hits = searcher().search("id:3");
  EXPECT_EQ(hits[0].passages("id").at(0).marked("<", ">"), "3");
}

TEST_F(SearcherTest, OptionsOutOfRange) {
  const auto with = [&](SearchOptions options) { (void)searcher().search("қала", options); };
  EXPECT_THROW(with({.limit = 1'000'001}), Error);
  EXPECT_THROW(with({.bm25 = {.k1 = -1}}), Error);
  EXPECT_THROW(with({.bm25 = {.k1 = std::numeric_limits<float>::quiet_NaN()}}), Error);
  EXPECT_THROW(with({.bm25 = {.b = 1.5F}}), Error);
  EXPECT_THROW(with({.bm25 = {.idf_power = -1}}), Error);
  EXPECT_THROW(with({.family_weight = -0.1F}), Error);
  EXPECT_THROW(with({.family_weight = std::numeric_limits<float>::infinity()}), Error);
  EXPECT_THROW((void)searcher().explain(Query::all(), 5), Error);
}

TEST_F(SearcherTest, DiagnosticsOfParserAndOfRewriting) {
  const Hits hits = searcher().search("сағат:тарихы \"қазақ");
  ASSERT_THAT(hits.diagnostics, SizeIs(2));
  EXPECT_THAT(hits.diagnostics[0].message, HasSubstr("not closed"));
  EXPECT_THAT(hits.diagnostics[1].message, HasSubstr("сағат"));
}

TEST_F(SearcherTest, ExplanationNamesTheFigures) {
  const Query query = parse_query("қазақ тілі").query;
  const Hits hits = searcher().search(query);
  const Explanation explanation = searcher().explain(query, hits[0].id);
  EXPECT_NEAR(explanation.value, hits[0].score, 1e-12);
  EXPECT_THAT(explanation.parts, SizeIs(4));
  EXPECT_THAT(explanation.to_string(), HasSubstr("title:қазақ x 1"));
  EXPECT_THAT(explanation.to_string(), HasSubstr("family of \"қазақ\" in title^2, body"));
  EXPECT_THAT(explanation.to_string(), HasSubstr("title:тілі… x 1"));
  EXPECT_THAT(searcher().explain(query, hits[0].id, {.family_weight = 0}).parts, SizeIs(2));
  EXPECT_EQ(searcher().explain(parse_query("жоқсөз").query, 0).value, 0);
}

TEST_F(SearcherTest, AnyTextIsAQuery) {
  constexpr unsigned kSeed = 99;
  SCOPED_TRACE(kSeed);
  testing::Random random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    const std::string text =
        i % 2 == 0 ? testing::random_query_text(random) : testing::random_bytes(random);
    const Hits hits = searcher().search(text, {.limit = 3});
    for (const Diagnostic& diagnostic : hits.diagnostics)
      ASSERT_LE(diagnostic.offset + diagnostic.length, text.size()) << text;
    for (const Hit& hit : hits) (void)hit.passages("body");
  }
}

TEST_F(SearcherTest, ManyThreadsSearchOneSearcher) {
  const Searcher shared = searcher();
  const Hits expected = shared.search("қазақ туралы мектеп");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        const Hits hits = shared.search("қазақ туралы мектеп");
        ASSERT_EQ(hits.total, expected.total);
        for (std::size_t k = 0; k < hits.size(); ++k) {
          ASSERT_EQ(hits[k].score, expected[k].score);
          ASSERT_EQ(expected[k].document("id"), hits[k].document("id"));
          ASSERT_EQ(expected[k].passages("body").size(), 1U);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Passage, Marked) {
  const Passage passage{"абв где", 0, {{0, 2}, {7, 9}}};
  EXPECT_EQ(passage.marked("<", ">"), "<а>бв <г>де");
  EXPECT_EQ(Passage{}.marked("<", ">"), "");
}

}  // namespace
}  // namespace izde
