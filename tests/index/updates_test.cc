// Updates, deletes, views and kept commits of a writer, against a plain list of documents.
#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/writer.h"

namespace izde::internal {
namespace {

using Documents = std::vector<Document>;

std::unique_ptr<WriterCore> writer_of(const std::shared_ptr<Directory>& directory,
                                      WriterOptions options = {}, MatchFinder find = {}) {
  return std::make_unique<WriterCore>(directory, test_schema(), kPlainDefinition, plain_analysis(),
                                      options, Analyzer(), std::move(find));
}

WriterOptions without_merges() {
  WriterOptions options;
  options.merge.automatic = false;
  return options;
}

/// A document with this key, all of whose texts are stored.
Document keyed(Random& random, const std::string& key) {
  Document document;
  const Document all = random_document(random);
  for (const auto& [name, value] : all.values())
    if (name != "hidden" && name != "code") document.add(name, value);
  return document.add("code", key);
}

std::string key_of(const Document& document) { return std::string(document.get("code")); }

/// The stored values of what lives, document by document.
std::vector<std::string> contents(const Snapshot& snapshot) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i)
    for (DocId doc = 0; doc < snapshot.segments[i]->doc_count(); ++doc) {
      if (snapshot.deleted[i] != nullptr && snapshot.deleted[i]->contains(doc)) continue;
      std::string& text = all.emplace_back();
      for (const StoredValue& value : snapshot.segments[i]->stored().read(doc))
        text += std::to_string(value.field) + "=" + value.value + "\n";
    }
  EXPECT_EQ(all.size(), snapshot.live_count());
  return all;
}

std::vector<std::string> contents(const Documents& documents) {
  std::vector<std::string> all;
  const Schema schema = test_schema();
  for (const Document& document : documents) {
    std::string& text = all.emplace_back();
    for (const auto& [name, value] : document.values()) {
      const Field* const field = schema.find(name);
      if (field->options.stored)
        text += std::to_string(field - schema.fields().data()) + "=" + value + "\n";
    }
  }
  return all;
}

std::vector<std::string> committed(const Directory& directory) {
  return contents(*open_latest(directory, Analyzer(), nullptr));
}

void erase_key(Documents& documents, std::string_view key) {
  std::erase_if(documents, [key](const Document& each) { return key_of(each) == key; });
}

TEST(Updates, RandomHistoriesEqualTheListOfDocuments) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const auto directory = make_memory_directory();
    WriterOptions options;
    options.merge.automatic = seed % 2 == 0;
    options.merge.segments_per_tier = 2 + seed % 3;
    options.merge.floor_bytes = 1;
    auto writer = writer_of(directory, options);
    Documents now, last;
    for (int step = 0; step < 120; ++step) {
      const std::string key = "k" + std::to_string(random() % 30);
      switch (random() % 12) {
        case 0:
          writer->commit();
          last = now;
          ASSERT_EQ(committed(*directory), contents(last));
          break;
        case 1:
          ASSERT_EQ(contents(*writer->view()), contents(now));
          break;
        case 2:
          if (random() % 4 != 0) break;
          writer->rollback();
          now = last;
          break;
        case 3:
          writer->erase("code", key);
          erase_key(now, key);
          break;
        case 4:
          if (random() % 3 != 0) break;
          writer->optimize(1 + random() % 2);
          last = now;
          break;
        case 5:
          if (random() % 3 != 0) break;
          writer = nullptr;
          writer = writer_of(directory, options);
          now = last;
          break;
        case 6:
        case 7:
          now.push_back(keyed(random, key));
          writer->add(now.back());
          break;
        default: {
          const Document document = keyed(random, key);
          writer->update("code", document);
          erase_key(now, key);
          now.push_back(document);
        }
      }
    }
    writer->optimize(1);
    ASSERT_EQ(committed(*directory), contents(now));
    const auto snapshot = open_latest(*directory, Analyzer(), nullptr);
    EXPECT_EQ(snapshot->deleted_count, 0U);
    // Statistics too are those of an index that never had more than these documents.
    ASSERT_EQ(difference(*snapshot, now), "");
  }
}

TEST(Updates, ReorderingLeavesDeletedDocumentsOut) {
  Random random(3);
  const auto directory = make_memory_directory();
  const auto writer = writer_of(directory, without_merges());
  Documents now;
  for (int i = 0; i < 300; ++i) {
    now.push_back(keyed(random, "k" + std::to_string(i)));
    writer->add(now.back());
    if (i % 100 == 99) writer->commit();
  }
  for (int i = 0; i < 300; i += 3) {
    writer->erase("code", "k" + std::to_string(i));
    erase_key(now, "k" + std::to_string(i));
  }
  writer->optimize(1, {.reorder = true});
  const auto snapshot = open_latest(*directory, Analyzer(), nullptr);
  ASSERT_EQ(snapshot->segments.size(), 1U);
  std::vector<std::string> found = contents(*snapshot), wanted = contents(now);
  // In the order found, the documents make the same index.
  Documents in_order;
  for (const std::string& text : found)
    in_order.push_back(now[static_cast<std::size_t>(std::find(wanted.begin(), wanted.end(), text) -
                                                    wanted.begin())]);
  EXPECT_EQ(difference(*snapshot, in_order), "");
  std::sort(found.begin(), found.end());
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(found, wanted);
}

TEST(Updates, OfManyThreadsLeaveEachKeyOnce) {
  const auto directory = make_memory_directory();
  WriterOptions options;
  options.buffer_bytes = 1 << 20;
  options.merge.segments_per_tier = 2;
  options.merge.floor_bytes = 1;
  const auto writer = writer_of(directory, options);
  std::vector<std::thread> threads;
  for (unsigned number = 0; number < 4; ++number)
    threads.emplace_back([&, number] {
      Random random(number);
      for (int i = 0; i < 1500; ++i)
        writer->update("code", keyed(random, "k" + std::to_string(random() % 50)));
    });
  threads.emplace_back([&] {
    for (int i = 0; i < 20; ++i) {
      const auto view = writer->view();
      std::vector<std::string> keys;
      for (const std::string& text : contents(*view)) keys.push_back(text.substr(text.rfind('=')));
      std::sort(keys.begin(), keys.end());
      EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
      writer->commit();
    }
  });
  for (std::thread& thread : threads) thread.join();
  writer->commit();
  EXPECT_EQ(committed(*directory).size(), 50U);
}

TEST(Updates, DeletesByQueryAreOfWhatWasThereBefore) {
  Random random(4);
  const auto directory = make_memory_directory();
  // Stands for a search: matches every second document of a segment.
  const auto writer =
      writer_of(directory, without_merges(),
                [](const auto& snapshot, const Query&, const MatchVisitor& visit) {
                  for (std::size_t i = 0; i < snapshot->segments.size(); ++i)
                    for (DocId doc = 0; doc < snapshot->segments[i]->doc_count(); doc += 2)
                      visit(i, doc);
                });
  Documents now;
  for (int i = 0; i < 7; ++i) {
    const Document document = keyed(random, "k" + std::to_string(i));
    if (i % 2 == 1 || i >= 5) now.push_back(document);
    writer->add(document);
    if (i == 4) writer->erase(Query());
  }
  EXPECT_EQ(contents(*writer->view()), contents(now));
  writer->commit();
  EXPECT_EQ(committed(*directory), contents(now));
  EXPECT_THROW(writer_of(make_memory_directory())->erase(Query()), Error);
}

TEST(Updates, WrongKeysChangeNothing) {
  Random random(5);
  const auto writer = writer_of(make_memory_directory());
  const auto code_of = [&](const auto& call) -> std::optional<ErrorCode> {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    return std::nullopt;
  };
  const Document document = keyed(random, "k");
  for (const char* field : {"title", "year", "nothing", ""}) {
    EXPECT_EQ(code_of([&] { writer->erase(field, "k"); }), ErrorCode::kInvalidArgument) << field;
    EXPECT_EQ(code_of([&] { writer->update(field, document); }), ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(code_of([&] { writer->update("code", Document().set("title", "а")); }),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { writer->update("code", Document(document).add("code", "l")); }),
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(writer->pending_documents(), 0U);
  writer->update("code", document);
  EXPECT_EQ(writer->view()->live_count(), 1U);
  writer->close();
  EXPECT_EQ(code_of([&] { writer->erase("code", "k"); }), ErrorCode::kUnavailable);
  EXPECT_EQ(code_of([&] { writer->view(); }), ErrorCode::kUnavailable);
}

TEST(Updates, NotedDeletesAreAppliedBeforeTheyTakeTooMuchMemory) {
  Random random(6);
  const auto directory = make_memory_directory();
  WriterOptions options;
  options.buffer_bytes = 1 << 20;
  const auto writer = writer_of(directory, options);
  writer->add(keyed(random, "k7"));
  for (int i = 0; i < 20'000; ++i) writer->erase("code", "k" + std::to_string(i));
  writer->add(keyed(random, "k7"));
  EXPECT_EQ(writer->view()->live_count(), 1U);
}

TEST(Views, AreTheSameWhileNothingIsNewAndKeepWhatTheySee) {
  Random random(7);
  const auto directory = make_memory_directory();
  const auto writer = writer_of(directory, without_merges());
  writer->add(keyed(random, "a"));
  const auto first = writer->view();
  EXPECT_EQ(writer->view(), first);
  writer->update("code", keyed(random, "a"));
  const auto second = writer->view();
  EXPECT_EQ(first->live_count(), 1U);
  EXPECT_EQ(second->live_count(), 1U);
  EXPECT_NE(contents(*first), contents(*second));
  EXPECT_EQ(open_latest(*directory, Analyzer(), nullptr), nullptr);
  writer->rollback();
  EXPECT_EQ(writer->view()->live_count(), 0U);
  EXPECT_EQ(second->live_count(), 1U);
  EXPECT_NE(contents(*first), contents(*second));
}

TEST(Views, ManySmallOnesAreMergedBeforeTheyAreCommitted) {
  Random random(8);
  const auto directory = make_memory_directory();
  const auto writer = writer_of(directory);
  Documents now;
  for (int i = 0; i < 200; ++i) {
    const Document document = keyed(random, "k" + std::to_string(i % 70));
    erase_key(now, key_of(document));
    now.push_back(document);
    writer->update("code", document);
    ASSERT_EQ(writer->view()->live_count(), now.size());
  }
  writer->wait_for_merges();
  const auto view = writer->view();
  EXPECT_LE(view->segments.size(), 20U);
  EXPECT_EQ(contents(*view), contents(now));
  EXPECT_EQ(open_latest(*directory, Analyzer(), nullptr), nullptr);
  writer->optimize(1);
  EXPECT_EQ(difference(*open_latest(*directory, Analyzer(), nullptr), now), "");
}

TEST(TwoPhases, ACommitIsThereWithItsSecondHalf) {
  Random random(9);
  const auto directory = make_memory_directory();
  auto writer = writer_of(directory, without_merges());
  Documents now{keyed(random, "a"), keyed(random, "b")};
  writer->add(now[0]);
  const std::uint64_t first = writer->commit();
  writer->add(now[1]);
  const std::uint64_t prepared = writer->prepare_commit();
  EXPECT_GT(prepared, first);
  EXPECT_EQ(writer->prepare_commit(), prepared);
  EXPECT_EQ(committed(*directory), contents(Documents{now[0]}));
  // What comes in between belongs to the next commit, a delete of what is prepared too.
  writer->erase("code", "b");
  writer->add(keyed(random, "c"));
  EXPECT_EQ(writer->view()->live_count(), 2U);
  EXPECT_EQ(writer->commit(), prepared);
  EXPECT_EQ(committed(*directory), contents(now));
  writer->commit();
  EXPECT_EQ(open_latest(*directory, Analyzer(), nullptr)->live_count(), 2U);

  writer->erase("code", "a");
  writer->prepare_commit();
  writer->rollback();
  EXPECT_EQ(writer->view()->live_count(), 2U);
  EXPECT_EQ(writer->commit(), open_latest(*directory, Analyzer(), nullptr)->manifest.generation);

  writer->erase("code", "a");
  writer->prepare_commit();
  writer->close();
  writer = writer_of(directory, without_merges());
  EXPECT_EQ(open_latest(*directory, Analyzer(), nullptr)->live_count(), 2U);
  for (const std::string& name : directory->list())
    EXPECT_FALSE(name.ends_with(".tmp") || name.ends_with(".deletes")) << name;
}

TEST(KeptCommits, AreTheLastOnesAndThoseWithANameThroughMerges) {
  Random random(10);
  const auto directory = make_memory_directory();
  WriterOptions options = without_merges();
  options.keep_commits = 2;
  auto writer = writer_of(directory, options);
  Documents now;
  std::vector<std::pair<std::uint64_t, std::vector<std::string>>> commits;
  for (int i = 0; i < 6; ++i) {
    now.push_back(keyed(random, "k" + std::to_string(i)));
    writer->add(now.back());
    if (i == 3) {
      writer->erase("code", "k0");
      erase_key(now, "k0");
    }
    commits.emplace_back(writer->commit(), contents(now));
    if (i == 2) writer->create_snapshot("third");
  }
  const auto see = [&](Manifest manifest) {
    return contents(*open_snapshot(*directory, std::move(manifest), Analyzer(), nullptr));
  };
  const auto expect_kept = [&] {
    EXPECT_EQ(see(read_commit(*directory, commits[4].first)), commits[4].second);
    EXPECT_EQ(see(read_snapshot(*directory, "third")), commits[2].second);
    EXPECT_EQ(committed(*directory), commits[5].second);
    EXPECT_THROW(read_commit(*directory, commits[3].first), Error);
  };
  expect_kept();
  // What a merge makes of a commit takes its place alone.
  writer->optimize(1);
  expect_kept();
  EXPECT_THROW(writer->create_snapshot("third"), Error);
  EXPECT_THROW(writer->create_snapshot("no/name"), Error);
  EXPECT_THROW(writer->remove_snapshot("fourth"), Error);
  writer = nullptr;
  writer = writer_of(directory, options);
  expect_kept();
  writer->remove_snapshot("third");
  EXPECT_THROW(read_snapshot(*directory, "third"), Error);
  options.keep_commits = 1;
  writer = nullptr;
  writer = writer_of(directory, options);
  writer->optimize(1);
  EXPECT_EQ(committed(*directory), commits[5].second);
  EXPECT_EQ(directory->list().size(), 1 + kSegmentExtensions.size());
}

}  // namespace
}  // namespace izde::internal
