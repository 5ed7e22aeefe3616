#include "izde/index.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "support/temporary_folder.h"

namespace izde {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing::TemporaryFolder;

Schema news() { return Schema{}.text("title", {.boost = 2}).text("body").keyword("source"); }

Document note(std::string_view title, std::string_view body) {
  return Document{}.set("title", title).set("body", body).set("source", "test");
}

void add(Index& index, const Document& document) {
  IndexWriter writer = index.writer();
  writer.add(document);
  writer.commit();
}

template <class Action>
void expect_error(ErrorCode code, const std::string& text, const Action& action) {
  try {
    action();
    ADD_FAILURE() << "no error; wanted " << to_string(code);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(text));
  }
}

void write_file(const fs::path& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
}

TEST(Index, IsMadeFoundAndSearchedBySecondOpen) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "news.izde";
  {
    Index index = Index::open(path, news());
    EXPECT_EQ(index.searcher().size(), 0U);
    EXPECT_EQ(index.stats().generation, 0U);
    add(index, note("Қазақ тілі", "Тілдің тарихы туралы."));
  }
  const Index again = Index::open(path);
  const Hits hits = again.searcher().search("тілінің тарихы");
  ASSERT_THAT(hits.hits, SizeIs(1));
  EXPECT_EQ(hits[0].document("title"), "Қазақ тілі");
  EXPECT_EQ(again.schema().fields().size(), 3U);
  EXPECT_EQ(again.schema().find("title")->options.boost, 2);
}

TEST(Index, AnIndexWithoutCommitsCanBeOpened) {
  const TemporaryFolder folder;
  Index::open(folder.path(), news());
  EXPECT_EQ(Index::open(folder.path()).schema().fields().size(), 3U);
}

TEST(Index, MissingFolder) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "nothing";
  expect_error(ErrorCode::kNotFound, path.string(), [&] { Index::open(path); });
  EXPECT_FALSE(fs::exists(path)) << "asking must not make a folder";
}

TEST(Index, EmptyFolderIsNoIndex) {
  const TemporaryFolder folder;
  expect_error(ErrorCode::kNotFound, folder.path().string(), [&] { Index::open(folder.path()); });
}

TEST(Index, FolderWithOtherThings) {
  const TemporaryFolder folder;
  write_file(folder.path() / "letter.txt", "сәлем");
  expect_error(ErrorCode::kAlreadyExists, "letter.txt",
               [&] { Index::open(folder.path(), news()); });
  expect_error(ErrorCode::kAlreadyExists, folder.path().string(),
               [&] { Index::open(folder.path()); });
  fs::remove(folder.path() / "letter.txt");
  fs::create_directory(folder.path() / "photos");
  expect_error(ErrorCode::kAlreadyExists, "photos", [&] { Index::open(folder.path(), news()); });
}

TEST(Index, AFileIsNoFolder) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  write_file(path, "x");
  expect_error(ErrorCode::kAlreadyExists, path.string(), [&] { Index::open(path, news()); });
}

TEST(Index, ALostManifestIsNotPaintedOver) {
  const TemporaryFolder folder;
  {
    Index index = Index::open(folder.path(), news());
    add(index, note("а", "б"));
  }
  for (const auto& entry : fs::directory_iterator(folder.path()))
    if (entry.path().filename().string().starts_with("manifest.")) fs::remove(entry.path());
  expect_error(ErrorCode::kCorruption, "no manifest", [&] { Index::open(folder.path(), news()); });
}

TEST(Index, ManifestThatIsNone) {
  const TemporaryFolder folder;
  write_file(folder.path() / "manifest.3", "this is no manifest");
  expect_error(ErrorCode::kCorruption, "manifest.3", [&] { Index::open(folder.path(), news()); });
  expect_error(ErrorCode::kCorruption, "manifest.3", [&] { Index::open(folder.path()); });
}

TEST(Index, LeftoversOfACrashWhileItWasMade) {
  const TemporaryFolder folder;
  write_file(folder.path() / "manifest.0.tmp", "half");
  Index index = Index::open(folder.path(), news());
  add(index, note("а", "б"));
  EXPECT_EQ(index.searcher().size(), 1U);
}

TEST(Index, TypesMustAgree) {
  const TemporaryFolder folder;
  Index::open(folder.path(), news());
  expect_error(ErrorCode::kInvalidArgument, "source",
               [&] { Index::open(folder.path(), Schema{}.text("source")); });
}

TEST(Index, TheStoredAnalyzerIsUsed) {
  for (const RepairLevel repair :
       {RepairLevel::kOff, RepairLevel::kUnambiguous, RepairLevel::kFull}) {
    for (const bool stem : {false, true}) {
      const TemporaryFolder folder;
      Index::open(folder.path(), news(), {{repair, stem}});
      const Index index = Index::open(folder.path());
      EXPECT_EQ(index.analyzer().options().repair, repair);
      EXPECT_EQ(index.analyzer().options().stem, stem);
    }
  }
}

TEST(Index, FieldsCanBeAdded) {
  const TemporaryFolder folder;
  {
    Index index = Index::open(folder.path(), news());
    add(index, note("қала", "өзен"));
  }
  Index index = Index::open(folder.path(), Schema{}.text("note").text("title", {.boost = 9}));
  EXPECT_THAT(index.schema().fields(), SizeIs(4));
  EXPECT_EQ(index.searcher().search("қала").total, 1U);
  EXPECT_EQ(index.searcher().search("note:қала").total, 0U);
  add(index, Document{}.set("note", "қала").set("title", "басқа"));
  EXPECT_EQ(index.searcher().search("қала").total, 2U);
  EXPECT_EQ(index.schema().find("title")->options.boost, 9);
  EXPECT_EQ(index.schema().find("body")->options.boost, 1);
}

TEST(Index, BoostsAreTakenFromTheCaller) {
  const TemporaryFolder folder;
  {
    Index index = Index::open(folder.path(), news());
    add(index, note("қала", "өзен өзен"));
    add(index, note("өзен", "қала қала қала"));
  }
  const auto first = [&](float boost) {
    const Index index =
        Index::open(folder.path(), Schema{}.text("title", {.boost = boost}).text("body"));
    return index.searcher().search("қала")[0].document("title");
  };
  EXPECT_EQ(first(20), "қала");
  EXPECT_EQ(first(0.01F), "өзен");
}

TEST(Index, SearcherIsAnUnchangingView) {
  Index index = Index::in_memory(news());
  add(index, note("а", "қала"));
  const Searcher before = index.searcher();
  add(index, note("б", "қала"));
  EXPECT_EQ(before.search("қала").total, 1U);
  EXPECT_EQ(index.searcher().search("қала").total, 2U);
  EXPECT_LT(before.generation(), index.searcher().generation());
}

TEST(Index, HitsOutliveTheIndex) {
  Hits hits;
  {
    Index index = Index::in_memory(news());
    add(index, note("Атау", "қала туралы"));
    hits = index.searcher().search("қала");
  }
  EXPECT_EQ(hits[0].document("title"), "Атау");
  EXPECT_EQ(hits[0].passages("body").at(0).marked("<", ">"), "<қала> туралы");
}

TEST(Index, Stats) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path(), news());
  add(index, note("бір екі", "үш"));
  add(index, Document{}.set("body", "төрт бес алты"));
  const IndexStats stats = index.stats();
  EXPECT_EQ(stats.documents, 2U);
  EXPECT_EQ(stats.segments, 2U);
  ASSERT_THAT(stats.fields, SizeIs(3));
  EXPECT_EQ(stats.fields[0].tokens, 2U);
  EXPECT_EQ(stats.fields[0].documents, 1U);
  EXPECT_EQ(stats.fields[1].tokens, 4U);
  EXPECT_EQ(stats.fields[1].documents, 2U);
  EXPECT_EQ(stats.fields[1].terms, 4U);
  EXPECT_EQ(stats.fields[2].type, FieldType::kKeyword);
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    if (entry.path().filename() != "lock") bytes += entry.file_size();
  EXPECT_EQ(stats.bytes, bytes);
}

TEST(Index, VerifyNamesTheDamagedFile) {
  const TemporaryFolder folder;
  {
    Index index = Index::open(folder.path(), news());
    IndexWriter writer = index.writer();
    // More than what opening checks at once, and hard to compress.
    std::string text;
    for (unsigned i = 0, x = 1; i < 400'000; ++i) {
      x = x * 1664525U + 1013904223U;
      text += static_cast<char>('a' + (x >> 24) % 26);
      if (i % 7 == 0) text += ' ';
    }
    writer.add(note("қала", text));
    writer.commit();
    index.verify();
  }
  fs::path stored;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    if (entry.path().extension() == ".stored") stored = entry.path();
  std::fstream file(stored, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(stored) / 2));
  const char byte = static_cast<char>(file.peek() ^ 0x55);
  file.put(byte);
  file.close();
  expect_error(ErrorCode::kCorruption, stored.filename().string(), [&] {
    const Index index = Index::open(folder.path());
    index.verify();
  });
}

TEST(Index, ManyMakeTheSameIndexAtOnce) {
  for (int round = 0; round < 20; ++round) {
    const TemporaryFolder folder;
    std::vector<std::thread> threads;
    std::atomic<int> made = 0;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        Index::open(folder.path() / "index", news());
        ++made;
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(made, 4);
  }
}

TEST(Index, ReadersSeeWholeCommitsWhileAnotherWrites) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path(), news());
  std::atomic<bool> done = false;
  std::thread reader([&] {
    const Index mine = Index::open(folder.path());
    std::uint64_t last = 0;
    while (!done) {
      const Searcher searcher = mine.searcher();
      const Hits hits = searcher.search("қала", {.limit = 1000});
      EXPECT_EQ(hits.total, searcher.size());
      EXPECT_EQ(hits.total % 2, 0U) << "half a commit was seen";
      EXPECT_GE(hits.total, last);
      last = hits.total;
      for (const Hit& hit : hits) EXPECT_EQ(hit.document("title"), "а");
    }
  });
  for (int i = 0; i < 40; ++i) {
    IndexWriter writer = index.writer();
    writer.add(note("а", "қала"));
    writer.add(note("а", "қала"));
    writer.commit();
  }
  done = true;
  reader.join();
  EXPECT_EQ(index.searcher().size(), 80U);
}

TEST(Index, OneWriterAtATime) {
  const TemporaryFolder folder;
  Index index = Index::open(folder.path(), news());
  const IndexWriter writer = index.writer();
  EXPECT_THROW((void)index.writer(), Error);
  EXPECT_EQ(Index::open(folder.path(), news()).searcher().size(), 0U) << "reading needs no lock";
}

}  // namespace
}  // namespace izde
