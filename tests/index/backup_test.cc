// Copies of an index: complete, of one moment, and nothing at all when something fails.
#include "index/backup.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "index/check.h"
#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/watched_directory.h"
#include "index/writer.h"
#include "store/faulty_directory.h"

namespace izde::internal {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<WriterCore> writer_of(const std::shared_ptr<Directory>& directory) {
  WriterOptions options;
  options.merge.automatic = false;
  return std::make_unique<WriterCore>(directory, test_schema(), kPlainDefinition, plain_analysis(),
                                      options);
}

Document numbered(std::size_t number) {
  return Document{}.set("title", "t" + std::to_string(number) + " қала");
}

std::vector<Document> numbered_documents(std::size_t count) {
  std::vector<Document> documents;
  for (std::size_t i = 0; i < count; ++i) documents.push_back(numbered(i));
  return documents;
}

void expect_sound(const Directory& directory) {
  for (const Finding& finding : check_directory(directory, {}, nullptr).findings)
    ADD_FAILURE() << finding.file << ": " << finding.what;
}

TEST(Backup, HasTheNewestCommitAndThoseWithNames) {
  const auto from = make_memory_directory();
  const auto writer = writer_of(from);
  for (std::size_t i = 0; i < 10; ++i) writer->add(numbered(i));
  writer->commit();
  writer->create_snapshot("ten");
  for (std::size_t i = 10; i < 20; ++i) writer->add(numbered(i));
  writer->commit();
  writer->optimize(1);
  const auto to = make_memory_directory();
  const BackupReport report = back_up(*from, *to);
  EXPECT_EQ(report.generation, read_manifest(*from)->generation);
  EXPECT_EQ(report.snapshots, 1U);
  expect_sound(*to);
  EXPECT_EQ(difference(*open_latest(*to, Analyzer{}, nullptr), numbered_documents(20)), "");
  const auto ten = open_snapshot(*to, read_snapshot(*to, "ten"), Analyzer{}, nullptr);
  EXPECT_EQ(difference(*ten, numbered_documents(10)), "");
  for (const std::string& name : to->list())
    if (name != kLockName) {
      EXPECT_EQ(to->open(name)->bytes(), from->open(name)->bytes()) << name;
    }
}

TEST(Backup, StartsAgainWhenAWriterRemovesWhatItReads) {
  const auto from = make_memory_directory();
  const auto writer = writer_of(from);
  std::size_t count = 5;
  for (std::size_t i = 0; i < count; ++i) writer->add(numbered(i));
  writer->commit();
  int left = 3;
  const WatchedDirectory watched(from, [&](const std::string& name) {
    if (!name.ends_with(".columns") || left-- <= 0) return;
    for (int i = 0; i < 5; ++i) writer->add(numbered(count++));
    writer->optimize(1);  // the files of the commit before go
  });
  const auto to = make_memory_directory();
  back_up(watched, *to);
  expect_sound(*to);
  EXPECT_EQ(difference(*open_latest(*to, Analyzer{}, nullptr), numbered_documents(count)), "");
}

TEST(Backup, IsOfOneMomentWhileAWriterWorks) {
  const auto from = make_memory_directory();
  const auto writer = writer_of(from);
  writer->add(numbered(0));
  writer->commit();
  std::atomic<bool> done = false;
  std::thread thread([&] {
    for (std::size_t i = 1; i < 300; ++i) {
      writer->add(numbered(i));
      if (i % 7 == 0) writer->commit();
      if (i % 50 == 0) writer->optimize(1);
    }
    done = true;
  });
  while (!done) {
    const auto to = make_memory_directory();
    back_up(*from, *to);
    expect_sound(*to);
    const auto copy = open_latest(*to, Analyzer{}, nullptr);
    EXPECT_EQ(difference(*copy, numbered_documents(copy->doc_count)), "");
  }
  thread.join();
}

TEST(Backup, LeavesNothingWhenItFails) {
  const auto from = make_memory_directory();
  const auto writer = writer_of(from);
  writer->add(numbered(0));
  writer->commit();
  for (std::uint64_t at = 0;; ++at) {
    const auto inner = make_memory_directory();
    const auto plan = std::make_shared<FaultPlan>();
    plan->first = at;
    FaultyDirectory to(inner, plan);
    try {
      back_up(*from, to);
      EXPECT_GT(at, 20U);  // files made, written, closed, synced, renamed
      break;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kIoError);
      for (const std::string& name : inner->list()) EXPECT_EQ(name, kLockName) << "fault " << at;
    }
    plan->disarm();
    back_up(*from, to);
    expect_sound(to);
  }
}

TEST(Backup, CopiesNoDamage) {
  const auto from = make_memory_directory();
  {
    const auto writer = writer_of(from);
    writer->add(numbered(0));
    writer->commit();
  }
  for (const std::string& name : from->list()) {
    if (name == kLockName) continue;
    const std::string right(from->open(name)->bytes());
    std::string wrong = right;
    wrong[right.size() / 2] = static_cast<char>(wrong[right.size() / 2] ^ 1);
    const auto put = [&](const std::string& bytes) {
      from->remove(name);
      const auto file = from->create(name);
      file->append(bytes);
      file->close();
    };
    put(wrong);
    const auto to = make_memory_directory();
    try {
      back_up(*from, *to);
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorruption);
      EXPECT_THAT(error.what(), HasSubstr(name));
    }
    for (const std::string& left : to->list()) EXPECT_EQ(left, kLockName);
    from->remove(name);
    EXPECT_ANY_THROW(back_up(*from, *make_memory_directory())) << name;
    put(right);
  }
}

TEST(Backup, RefusesAFolderThatIsNotEmpty) {
  const auto from = make_memory_directory();
  writer_of(from)->commit();
  const auto to = make_memory_directory();
  back_up(*from, *to);
  try {
    back_up(*from, *to);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kAlreadyExists);
  }
  EXPECT_THROW(back_up(*make_memory_directory(), *make_memory_directory()), Error);
}

}  // namespace
}  // namespace izde::internal
