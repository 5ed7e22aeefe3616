// What every Directory does, run on each of them.
#include "store/directory.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "store/faulty_directory.h"
#include "store/power_cut_directory.h"

namespace izde::internal {
namespace {

namespace fs = std::filesystem;

struct Kind {
  std::string name;
  std::function<std::shared_ptr<Directory>(const fs::path&)> make;
};

class DirectoryTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "izde_directory_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    directory_ = GetParam().make(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& bytes) {
    const auto file = directory_->create(name);
    file->append(bytes);
    file->close();
  }
  std::string read(const std::string& name) const {
    return std::string(directory_->open(name)->bytes());
  }
  template <typename Call>
  static ErrorCode code_of(const Call& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing thrown";
    return ErrorCode::kUnavailable;
  }

  fs::path folder_;
  std::shared_ptr<Directory> directory_;
};

TEST_P(DirectoryTest, BeginsEmpty) { EXPECT_TRUE(directory_->list().empty()); }

TEST_P(DirectoryTest, GivesBackWhatWasWritten) {
  write("a", "some bytes");
  EXPECT_EQ(read("a"), "some bytes");
  write("empty", "");
  EXPECT_EQ(read("empty"), "");
}

TEST_P(DirectoryTest, WritesOfAnySizeFollowEachOther) {
  const auto file = directory_->create("big");
  std::string all;
  for (const std::size_t size : {0, 1, 100, 65535, 65536, 65537, 1, 300000, 5}) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    file->append(piece);
    all += piece;
    EXPECT_EQ(file->size(), all.size());
  }
  file->close();
  EXPECT_EQ(read("big"), all);
}

TEST_P(DirectoryTest, ListsNamesSorted) {
  for (const char* name : {"b", "a", "manifest.10", "manifest.2"}) write(name, name);
  EXPECT_EQ(directory_->list(), (std::vector<std::string>{"a", "b", "manifest.10", "manifest.2"}));
}

TEST_P(DirectoryTest, RefusesToMakeAFileTwice) {
  write("a", "first");
  EXPECT_EQ(code_of([&] { directory_->create("a"); }), ErrorCode::kAlreadyExists);
  EXPECT_EQ(read("a"), "first");
}

TEST_P(DirectoryTest, SaysWhenThereIsNoSuchFile) {
  EXPECT_EQ(code_of([&] { directory_->open("none"); }), ErrorCode::kNotFound);
  EXPECT_EQ(code_of([&] { directory_->rename("none", "other"); }), ErrorCode::kNotFound);
  directory_->remove("none");
}

TEST_P(DirectoryTest, RenameReplaces) {
  write("from", "new");
  write("to", "old");
  const auto old = directory_->open("to");
  directory_->rename("from", "to");
  EXPECT_EQ(read("to"), "new");
  EXPECT_EQ(old->bytes(), "old");
  EXPECT_EQ(directory_->list(), std::vector<std::string>{"to"});
}

TEST_P(DirectoryTest, OpenFilesOutliveRemoval) {
  write("a", std::string(100000, 'x'));
  const auto file = directory_->open("a");
  directory_->remove("a");
  EXPECT_TRUE(directory_->list().empty());
  EXPECT_EQ(file->bytes(), std::string(100000, 'x'));
}

TEST_P(DirectoryTest, OpenFilesOutliveTheDirectory) {
  write("a", "bytes");
  const auto file = directory_->open("a");
  directory_.reset();
  EXPECT_EQ(file->bytes(), "bytes");
}

TEST_P(DirectoryTest, NamesItsFiles) {
  write("a", "bytes");
  EXPECT_TRUE(directory_->open("a")->name().ends_with("a"));
  EXPECT_FALSE(directory_->name().empty());
}

TEST_P(DirectoryTest, SyncSucceeds) {
  write("a", "bytes");
  write("b", "");
  directory_->sync_files(std::vector<std::string>{"a", "b"});
  directory_->sync_files({});
  directory_->sync();
  EXPECT_EQ(read("a"), "bytes");
}

TEST_P(DirectoryTest, SyncNeedsTheFile) {
  write("a", "bytes");
  EXPECT_EQ(code_of([&] {
              directory_->sync_files(std::vector<std::string>{"a", "none"});
            }),
            ErrorCode::kNotFound);
}

TEST_P(DirectoryTest, ClosedFilesAreReadBeforeAnySync) {
  const auto file = directory_->create("a");
  file->append(std::string(100, 'x'));
  file->append(std::string(200'000, 'y'));
  file->close();
  EXPECT_EQ(read("a"), std::string(100, 'x') + std::string(200'000, 'y'));
  EXPECT_EQ(directory_->list(), std::vector<std::string>{"a"});
}

// As a writer leaves it that gives up: some of its bytes may be there, and it can be removed.
TEST_P(DirectoryTest, AFileLeftOpenIsAFile) {
  directory_->create("a")->append("bytes");
  EXPECT_EQ(directory_->list(), std::vector<std::string>{"a"});
  EXPECT_EQ(code_of([&] { directory_->create("a"); }), ErrorCode::kAlreadyExists);
  directory_->remove("a");
  write("a", "other");
  EXPECT_EQ(read("a"), "other");
}

TEST_P(DirectoryTest, LockIsHeldOnce) {
  auto lock = directory_->lock("lock");
  EXPECT_EQ(code_of([&] { directory_->lock("lock"); }), ErrorCode::kLocked);
  const auto other = directory_->lock("other");
  lock.reset();
  lock = directory_->lock("lock");
  EXPECT_EQ(code_of([&] { directory_->lock("lock"); }), ErrorCode::kLocked);
}

INSTANTIATE_TEST_SUITE_P(
    All, DirectoryTest,
    ::testing::Values(Kind{"fs", [](const fs::path& path) { return open_fs_directory(path); }},
                      Kind{"memory", [](const fs::path&) { return make_memory_directory(); }},
                      Kind{"power_cut",
                           [](const fs::path&) { return std::make_shared<PowerCutDirectory>(); }},
                      Kind{"faulty",
                           [](const fs::path&) {
                             return std::make_shared<FaultyDirectory>(
                                 make_memory_directory(), std::make_shared<FaultPlan>());
                           }}),
    [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace izde::internal
