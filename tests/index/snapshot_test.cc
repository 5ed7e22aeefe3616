#include "index/snapshot.h"

#include <filesystem>
#include <functional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "index/model.h"
#include "index/plain_analysis.h"
#include "index/watched_directory.h"
#include "index/writer.h"
#include "support/temporary_folder.h"

namespace izde::internal {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

Document numbered(int number) {
  return Document{}.set("title", "t" + std::to_string(number) + " қала");
}

std::vector<Document> numbered_documents(int count) {
  std::vector<Document> documents;
  for (int i = 0; i < count; ++i) documents.push_back(numbered(i));
  return documents;
}

std::unique_ptr<WriterCore> writer_of(const std::shared_ptr<Directory>& directory) {
  return std::make_unique<WriterCore>(directory, test_schema(), kPlainDefinition, plain_analysis(),
                                      WriterOptions{});
}

/// Calls `meddle` before the first time that a file of this extension is opened.
WatchedDirectory meddling(std::shared_ptr<Directory> inner, std::string extension,
                          std::function<void()> meddle) {
  return {std::move(inner), [extension = std::move(extension),
                             meddle = std::move(meddle)](const std::string& name) mutable {
            if (meddle && name.ends_with(extension)) std::exchange(meddle, nullptr)();
          }};
}

TEST(Snapshot, IsNullBeforeTheFirstCommit) {
  EXPECT_EQ(open_latest(*make_memory_directory(), Analyzer{}, nullptr), nullptr);
}

TEST(Snapshot, SharesWhatIsOpenAlready) {
  const auto directory = make_memory_directory();
  const auto writer = writer_of(directory);
  writer->add(numbered(0));
  writer->commit();
  const auto first = open_latest(*directory, Analyzer{}, nullptr);
  EXPECT_EQ(open_latest(*directory, Analyzer{}, first), first);
  writer->add(numbered(1));
  writer->commit();
  const auto second = open_latest(*directory, Analyzer{}, first);
  ASSERT_EQ(second->segments.size(), 2U);
  EXPECT_EQ(second->segments[0], first->segments[0]);
  EXPECT_EQ(difference(*first, numbered_documents(1)), "");
  EXPECT_EQ(difference(*second, numbered_documents(2)), "");
}

// What the reader is about to open goes, as a merge makes it go, and newer commits come.
TEST(Snapshot, AReaderThatLosesTheRaceReadsTheNewestCommit) {
  for (const char* extension :
       {"manifest.1", ".terms", ".postings", ".positions", ".lengths", ".columns", ".stored"}) {
    const auto inner = make_memory_directory();
    auto writer = writer_of(inner);
    writer->add(numbered(0));
    writer->commit();
    const WatchedDirectory directory = meddling(inner, extension, [&] {
      writer.reset();
      for (const std::string& name : inner->list()) inner->remove(name);
      writer = writer_of(inner);
      for (int i = 0; i < 3; ++i) {
        writer->add(numbered(i));
        writer->commit();
      }
    });
    const auto snapshot = open_latest(directory, Analyzer{}, nullptr);
    ASSERT_NE(snapshot, nullptr);
    EXPECT_EQ(difference(*snapshot, numbered_documents(3)), "") << extension;
  }
}

TEST(Snapshot, AFileThatIsMissingIsCorruption) {
  const auto directory = make_memory_directory();
  const auto writer = writer_of(directory);
  writer->add(numbered(0));
  writer->commit();
  for (const std::string_view extension : kSegmentExtensions) {
    const std::string name = "segment_0" + std::string(extension);
    const std::string bytes(directory->open(name)->bytes());
    directory->remove(name);
    try {
      open_latest(*directory, Analyzer{}, nullptr);
      ADD_FAILURE() << "opened without " << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorruption);
      EXPECT_THAT(error.what(), HasSubstr(name));
    }
    directory->create(name)->append(bytes);
  }
}

TEST(Snapshot, FilesOfAnotherSegmentAreCorruption) {
  const auto directory = make_memory_directory();
  const auto writer = writer_of(directory);
  for (int i = 0; i < 2; ++i) {
    writer->add(numbered(i));
    writer->commit();
  }
  for (const std::string_view extension : kSegmentExtensions) {
    const std::string name = "segment_0" + std::string(extension);
    const std::string bytes(directory->open(name)->bytes());
    directory->remove(name);
    directory->create(name)->append(directory->open("segment_1" + std::string(extension))->bytes());
    EXPECT_THROW(open_latest(*directory, Analyzer{}, nullptr), Error) << extension;
    directory->remove(name);
    directory->create(name)->append(bytes);
  }
}

class ProcessesTest : public ::testing::Test {
 protected:
  const izde::testing::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

// One process commits, another one reads all the while: each view is a commit, whole, and none goes
// back.
TEST_F(ProcessesTest, AReaderSeesWholeCommitsWhileAnotherProcessWrites) {
  constexpr int kCommits = 60;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    try {
      const auto writer = writer_of(open_fs_directory(folder_));
      for (int i = 0; i < kCommits; ++i) {
        writer->add(numbered(i));
        writer->commit();
      }
    } catch (const std::exception&) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  const auto directory = open_fs_directory(folder_);
  std::shared_ptr<const Snapshot> snapshot;
  int status = 0;
  bool running = true;
  std::uint32_t documents = 0;
  while (running) {
    running = ::waitpid(child, &status, WNOHANG) == 0;
    snapshot = open_latest(*directory, Analyzer{}, snapshot);
    if (snapshot == nullptr) continue;
    EXPECT_GE(snapshot->doc_count, documents);
    documents = snapshot->doc_count;
    ASSERT_EQ(difference(*snapshot, numbered_documents(static_cast<int>(documents))), "");
  }
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(documents, static_cast<std::uint32_t>(kCommits));
}

TEST_F(ProcessesTest, AWriterThatIsKilledLosesOnlyWhatWasNotCommitted) {
  for (int round = 0; round < 5; ++round) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto writer = writer_of(open_fs_directory(folder_));
      writer->add(numbered(round));
      writer->commit();
      writer->add(numbered(1000));
      const char sign = 'x';
      [[maybe_unused]] const ssize_t written = ::write(ready[1], &sign, 1);
      ::pause();
      ::_exit(0);
    }
    char sign = 0;
    ASSERT_EQ(::read(ready[0], &sign, 1), 1);
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ::close(ready[0]);
    ::close(ready[1]);
    const auto snapshot = open_latest(*open_fs_directory(folder_), Analyzer{}, nullptr);
    ASSERT_NE(snapshot, nullptr);
    EXPECT_EQ(difference(*snapshot, numbered_documents(round + 1)), "");
  }
  writer_of(open_fs_directory(folder_));
  EXPECT_EQ(open_fs_directory(folder_)->list().size(), 2 + 5 * kSegmentExtensions.size());
}

}  // namespace
}  // namespace izde::internal
