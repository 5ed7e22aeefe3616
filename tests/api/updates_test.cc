// Updates, deletes, near-real-time searchers, two-phase commits and kept commits through the public
// interface.
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"
#include "izde/index.h"

#include "support/temporary_folder.h"

namespace izde {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

Schema books() { return Schema{}.keyword("id").text("title").integer("year"); }

Document book(std::string_view id, std::string_view title, int year = 2000) {
  return Document{}.set("id", id).set("title", title).set("year", year);
}

std::vector<std::string> ids(const Searcher& searcher, std::string_view query) {
  std::vector<std::string> found;
  SearchOptions options;
  options.sort = {SortKey::by_document()};
  for (const Hit& hit : searcher.search(query, options)) found.push_back(hit.document("id"));
  return found;
}

template <class Action>
std::optional<ErrorCode> code_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

TEST(Updates, ReplaceADocumentByItsKey) {
  Index index = Index::in_memory(books());
  IndexWriter writer = index.writer({.merge = {.automatic = false}});
  writer.update("id", book("1", "Абай жолы"));
  writer.update("id", book("2", "Көшпенділер"));
  writer.commit();
  EXPECT_THAT(ids(index.searcher(), "абай"), ElementsAre("1"));
  writer.update("id", book("1", "Қан мен тер"));
  writer.commit();
  const Searcher searcher = index.searcher();
  EXPECT_THAT(ids(searcher, "абай"), IsEmpty());
  EXPECT_THAT(ids(searcher, "тер"), ElementsAre("1"));
  EXPECT_EQ(searcher.size(), 2U);
  EXPECT_EQ(searcher.id_limit(), 3U);
  EXPECT_FALSE(searcher.contains(0));
  EXPECT_TRUE(searcher.contains(2));
  EXPECT_FALSE(searcher.contains(3));
  EXPECT_EQ(code_of([&] { searcher.document(0); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(searcher.document(2).get("title"), "Қан мен тер");
  EXPECT_EQ(index.stats().documents, 2U);
  EXPECT_EQ(index.stats().deleted, 1U);
  writer.optimize();
  EXPECT_EQ(index.stats().deleted, 0U);
  EXPECT_EQ(index.searcher().id_limit(), 2U);
  EXPECT_THAT(ids(index.searcher(), "тер OR көшпенділер"), ElementsAre("2", "1"));
  index.verify();
}

TEST(Updates, EraseWhatAQueryMatches) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path() / "i", books());
  IndexWriter writer = index.writer();
  for (int i = 0; i < 10; ++i)
    writer.add(
        book(std::to_string(i), i % 2 == 0 ? "қаламгерлер туралы" : "жаңа оқулық", 2000 + i));
  writer.erase(Query::range("year", "2007", std::nullopt));
  writer.erase(Query::match("қаламгер"));
  writer.add(book("10", "қаламгерлер туралы", 2009));     // after it
  EXPECT_THAT(ids(writer.searcher(), "*:*"), IsEmpty());  // which is no query of this language
  EXPECT_EQ(writer.searcher().size(), 4U);
  writer.commit();
  EXPECT_THAT(ids(index.searcher(), "оқулық"), ElementsAre("1", "3", "5"));
  EXPECT_THAT(ids(index.searcher(), "қаламгер"), ElementsAre("10"));
  // A word is deleted as it is searched for, but nothing that was only widened to.
  writer.erase(Query::match("жана"));
  writer.erase("id", "1");
  writer.commit();
  EXPECT_THAT(ids(index.searcher(), "оқулық"), ElementsAre("3", "5"));
  EXPECT_EQ(code_of([&] { writer.erase("title", "x"); }), ErrorCode::kInvalidArgument);
  writer.erase(Query::all());
  writer.commit();
  EXPECT_EQ(index.searcher().size(), 0U);
  EXPECT_EQ(index.stats().segments, 0U);
  index.verify();
}

TEST(NearRealTime, AWriterShowsWhatIsNotCommitted) {
  Index index = Index::in_memory(books());
  std::optional<IndexWriter> writer = index.writer();
  writer->add(book("1", "Абай жолы"));
  const Searcher before = writer->searcher();
  const Searcher committed = index.searcher();
  EXPECT_THAT(ids(before, "абай"), ElementsAre("1"));
  EXPECT_THAT(ids(committed, "абай"), IsEmpty());
  writer->update("id", book("1", "Абай туралы"));
  writer->add(book("2", "Абай"));
  EXPECT_THAT(ids(before, "абай"), ElementsAre("1"));
  EXPECT_THAT(ids(before.refresh(), "абай"), ElementsAre("1", "2"));
  EXPECT_THAT(ids(committed.refresh(), "абай"), IsEmpty());
  EXPECT_THAT(ids(before, "жол"), ElementsAre("1"));
  EXPECT_THAT(ids(before.refresh(), "жол"), IsEmpty());
  writer->commit();
  EXPECT_THAT(ids(committed.refresh(), "абай"), ElementsAre("1", "2"));
  writer->add(book("3", "Абай"));
  writer.reset();  // what was not committed is forgotten
  EXPECT_THAT(ids(before.refresh(), "абай"), ElementsAre("1", "2"));
  EXPECT_THAT(ids(before, "жол"), ElementsAre("1"));
}

TEST(NearRealTime, ASearcherOutlivesItsIndex) {
  const TemporaryFolder folder;
  const Searcher searcher = Index::open(folder.path() / "i", books()).searcher();
  Index index = Index::open(folder.path() / "i");
  IndexWriter writer = index.writer();
  writer.add(book("1", "Абай"));
  writer.commit();
  EXPECT_EQ(searcher.size(), 0U);
  EXPECT_EQ(searcher.refresh().size(), 1U);
}

TEST(KeptCommits, AreListedAndSearchedByNumberAndName) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path() / "i", books());
  {
    IndexWriter writer = index.writer({.keep_commits = 2});
    writer.add(book("1", "Абай"));
    const std::uint64_t first = writer.commit();
    writer.create_snapshot("first");
    writer.update("id", book("1", "Әуезов"));
    const std::uint64_t second = writer.commit();
    writer.add(book("2", "Мұқағали"));
    const std::uint64_t third = writer.commit();
    writer.optimize();
    const std::vector<CommitInfo> commits = index.commits();
    ASSERT_EQ(commits.size(), 3U);
    EXPECT_EQ(commits[0].generation, first);
    EXPECT_THAT(commits[0].names, ElementsAre("first"));
    EXPECT_EQ(commits[1].generation, second);
    EXPECT_EQ(commits[1].documents, 1U);
    EXPECT_GT(commits[2].generation, third);  // the merge of the third
    EXPECT_THAT(ids(index.searcher_of("first"), "абай"), ElementsAre("1"));
    EXPECT_THAT(ids(index.searcher_of(first), "абай"), ElementsAre("1"));
    EXPECT_THAT(ids(index.searcher_of(second), "әуезов"), ElementsAre("1"));
    EXPECT_THAT(ids(index.searcher_of(second).refresh(), "мұқағали"), IsEmpty());
    EXPECT_EQ(code_of([&] { index.searcher_of(third); }), ErrorCode::kNotFound);
    EXPECT_EQ(code_of([&] { index.searcher_of("../lock"); }), ErrorCode::kNotFound);
  }
  IndexWriter writer = index.writer();
  EXPECT_EQ(index.commits().size(), 2U);
  writer.remove_snapshot("first");
  EXPECT_EQ(index.commits().size(), 1U);
  EXPECT_EQ(code_of([&] { writer.remove_snapshot("first"); }), ErrorCode::kNotFound);
}

TEST(Limits, OfValuesAndDocumentsHoldToTheByte) {
  Index index = Index::in_memory(books());
  IndexWriter writer = index.writer({.max_value_bytes = 10, .max_document_bytes = 21});
  const auto add = [&](std::size_t id, std::size_t title) {
    return code_of([&] {
      writer.add(Document{}.set("id", std::string(id, 'a')).set("title", std::string(title, 'b')));
    });
  };
  EXPECT_EQ(add(1, 10), std::nullopt);
  EXPECT_EQ(add(1, 11), ErrorCode::kResourceExhausted);
  EXPECT_EQ(add(4, 10), std::nullopt);  // names of 7 bytes and values of 14
  EXPECT_EQ(add(5, 10), ErrorCode::kResourceExhausted);
  EXPECT_EQ(writer.pending_documents(), 2U);
  for (const WriterOptions& options : {WriterOptions{.keep_commits = 0},
                                       WriterOptions{.max_value_bytes = (std::size_t{1} << 30) + 1},
                                       WriterOptions{.max_document_bytes = std::size_t{2} << 30},
                                       WriterOptions{.merge = {.deleted_share = 0}}})
    EXPECT_EQ(code_of([&] { Index::in_memory(books()).writer(options); }),
              ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace izde
