// Numbers, dates, booleans and keywords through the public interface.
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/index.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace izde {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Schema goods() {
  return Schema{}
      .keyword("id")
      .text("body")
      .integer("year")
      .floating("price")
      .boolean("active")
      .date("made");
}

class TypedFieldsTest : public ::testing::Test {
 protected:
  TypedFieldsTest() {
    IndexWriter writer = index_.writer();
    writer.add(Document{}
                   .set("id", "a")
                   .set("body", "қызыл алма")
                   .set("year", 2024)
                   .set("price", 2.77)
                   .set("active", true)
                   .set("made", "2024-05-01"));
    writer.add(Document{}
                   .set("id", "b")
                   .set("body", "көк алма")
                   .set("year", std::numeric_limits<std::int64_t>::min())
                   .set("price", -0.0)
                   .set("active", false)
                   .set("made", "2024-05-31T23:59:59Z"));
    writer.commit();
    writer.add(Document{}.set("id", "c").set("body", "алма").add("year", 7).add("year", 2030));
    writer.add(Document{}.set("id", "d").set("body", "алма алма"));
    writer.commit();
  }

  std::vector<std::string> ids(std::string_view query, SearchOptions options = {}) const {
    if (options.sort.empty()) options.sort = {SortKey::by_document()};
    std::vector<std::string> out;
    for (const Hit& hit : index_.searcher().search(query, options))
      out.push_back(hit.document("id"));
    return out;
  }

  Index index_ = Index::in_memory(goods());
};

TEST(Document, NumbersAreWrittenAsTheyAreRead) {
  Document document;
  document.set("b", true).add("b", false);
  document.add("i", -5).add("u", std::numeric_limits<std::uint64_t>::max());
  document.add("d", 2.77).add("d", 1e300).add("d", 5.0).add("c", "literal");
  std::vector<std::string> values;
  for (const auto& [name, value] : document.values()) values.push_back(name + "=" + value);
  EXPECT_THAT(values, ElementsAre("b=true", "b=false", "i=-5", "u=18446744073709551615", "d=2.77",
                                  "d=1e+300", "d=5", "c=literal"));
}

TEST_F(TypedFieldsTest, AreFoundByValueAndRange) {
  EXPECT_THAT(ids("year:2024"), ElementsAre("a"));
  EXPECT_THAT(ids("year:[* TO 7]"), ElementsAre("b", "c"));
  EXPECT_THAT(ids("year:{7 TO *]"), ElementsAre("a", "c"));
  EXPECT_THAT(ids("price:0"), ElementsAre("b"));
  EXPECT_THAT(ids("price:2.77E0"), ElementsAre("a"));
  EXPECT_THAT(ids("active:иә"), ElementsAre("a"));
  EXPECT_THAT(ids("active:false"), ElementsAre("b"));
  EXPECT_THAT(ids("made:2024-05"), ElementsAre("a", "b"));
  EXPECT_THAT(ids("made:2024-05-31"), ElementsAre("b"));
  EXPECT_THAT(ids("made:2024-0*"), ElementsAre("a", "b"));
  EXPECT_THAT(ids("made:[2024-05-02 TO 2024-05]"), ElementsAre("b"));
  EXPECT_THAT(ids("id:[b TO c}"), ElementsAre("b"));
  EXPECT_THAT(ids("+алма -year:[* TO *]"), ElementsAre("d"));
}

TEST_F(TypedFieldsTest, SortHits) {
  const auto by = [&](std::vector<SortKey> keys, std::size_t limit = 10) {
    SearchOptions options;
    options.limit = limit;
    options.sort = std::move(keys);
    return ids("алма", options);
  };
  EXPECT_THAT(by({SortKey::by_field("year")}), ElementsAre("b", "c", "a", "d"));
  EXPECT_THAT(by({SortKey::by_field("year", true)}), ElementsAre("c", "a", "b", "d"));
  EXPECT_THAT(by({SortKey::by_field("year", true)}, 2), ElementsAre("c", "a"));
  EXPECT_THAT(by({SortKey::by_field("active"), SortKey::by_field("id", true)}),
              ElementsAre("b", "a", "d", "c"));
  EXPECT_THAT(by({SortKey::by_score()}).front(), "d");
  EXPECT_THAT(by({SortKey::by_document(true)}), ElementsAre("d", "c", "b", "a"));
  SearchOptions options;
  options.sort = {SortKey::by_field("body")};
  const Searcher searcher = index_.searcher();
  const auto search = [&] { (void)searcher.search("алма", options); };
  EXPECT_EQ(testing::error_of(search).code(), ErrorCode::kInvalidArgument);
  options.sort.clear();
  const Hits plain = searcher.search("алма", options);
  options.sort = {SortKey::by_field("id")};
  for (const Hit& hit : searcher.search("алма", options))
    for (const Hit& same : plain) {
      if (same.id == hit.id) {
        EXPECT_EQ(same.score, hit.score) << "scores stay";
      }
    }
}

TEST_F(TypedFieldsTest, WrongValuesAreRefusedWhole) {
  IndexWriter writer = index_.writer();
  const auto refused = [&](const char* field, const char* value) {
    const Error error =
        testing::error_of([&] { writer.add(Document{}.set("id", "wrong").set(field, value)); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr(field));
    EXPECT_THAT(error.what(), HasSubstr(value));
  };
  refused("year", "1.5");
  refused("year", "9223372036854775808");
  refused("price", "nan");
  refused("price", "1e999");
  refused("active", "maybe");
  refused("made", "2024-05");
  writer.commit();
  EXPECT_THAT(ids("id:wrong"), IsEmpty());
}

TEST_F(TypedFieldsTest, CanBeAddedLater) {
  const testing::TemporaryFolder folder;
  {
    Index index = Index::open(folder.path(), Schema{}.keyword("id").text("body"));
    IndexWriter writer = index.writer();
    writer.add(Document{}.set("id", "old").set("body", "алма"));
    writer.commit();
  }
  Index index = Index::open(folder.path(), goods().keyword("tag"));
  {
    IndexWriter writer = index.writer();
    writer.add(Document{}.set("id", "new").set("body", "алма").set("year", 5).set("tag", "x"));
    writer.commit();
  }
  SearchOptions options;
  options.sort = {SortKey::by_field("tag"), SortKey::by_field("year")};
  const Hits hits = Index::open(folder.path()).searcher().search("алма", options);
  ASSERT_THAT(hits, SizeIs(2));
  EXPECT_EQ(hits[0].document("id"), "new");
  EXPECT_EQ(index.searcher().search("year:[0 TO 9]").total, 1U);
  EXPECT_EQ(index.stats().fields[2].documents, 1U);
  index.verify();
}

TEST(TypedFields, WithoutAColumnAreStoredOnly) {
  Index index = Index::in_memory(
      Schema{}.keyword("id", {.column = false}).integer("year", {.column = false}));
  IndexWriter writer = index.writer();
  writer.add(Document{}.set("id", "a").set("year", 5));
  writer.commit();
  const Searcher searcher = index.searcher();
  EXPECT_EQ(searcher.search("id:a").total, 1U);
  for (const char* query : {"year:5", "year:[1 TO 9]", "id:[a TO b]"}) {
    const Hits hits = searcher.search(query);
    EXPECT_EQ(hits.total, 0U) << query;
    ASSERT_THAT(hits.diagnostics, SizeIs(1)) << query;
    EXPECT_THAT(hits.diagnostics[0].message, HasSubstr("no column"));
  }
  EXPECT_EQ(searcher.search("id:a")[0].document("year"), "5");
}

}  // namespace
}  // namespace izde
