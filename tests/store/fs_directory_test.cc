#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "store/directory.h"
#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace izde::internal {
namespace {

namespace fs = std::filesystem;
using izde::testing::error_of;
using ::testing::HasSubstr;

class FsDirectoryTest : public ::testing::Test {
 protected:
  const izde::testing::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST_F(FsDirectoryTest, MakesTheFolderAndItsParents) {
  const auto directory = open_fs_directory(folder_ / "a" / "b" / "c");
  EXPECT_TRUE(fs::is_directory(folder_ / "a" / "b" / "c"));
  EXPECT_EQ(directory->name(), (folder_ / "a" / "b" / "c").string());
}

TEST_F(FsDirectoryTest, RefusesAFileInPlaceOfAFolder) {
  std::ofstream(folder_ / "file") << "x";
  const Error error = error_of([&] { open_fs_directory(folder_ / "file"); });
  EXPECT_EQ(error.code(), ErrorCode::kAlreadyExists);
  EXPECT_THAT(error.what(), HasSubstr((folder_ / "file").string()));
  EXPECT_EQ(error_of([&] { open_fs_directory(folder_ / "file" / "below"); }).code(),
            ErrorCode::kAlreadyExists);
}

TEST_F(FsDirectoryTest, RefusesAFolderInPlaceOfAFile) {
  const auto directory = open_fs_directory(folder_);
  fs::create_directory(folder_ / "below");
  EXPECT_EQ(error_of([&] { directory->open("below"); }).code(), ErrorCode::kIoError);
}

TEST_F(FsDirectoryTest, SaysWhichFileTheSystemRefuses) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may do everything";
  const auto directory = open_fs_directory(folder_);
  ::chmod(folder_.c_str(), 0500);
  const Error error = error_of([&] { directory->create("new"); });
  ::chmod(folder_.c_str(), 0700);
  EXPECT_EQ(error.code(), ErrorCode::kIoError);
  EXPECT_THAT(error.what(), HasSubstr((folder_ / "new").string()));
}

TEST_F(FsDirectoryTest, LockNamesTheProcessThatHoldsItAndDiesWithIt) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto lock = open_fs_directory(folder_)->lock("lock");
    const char sign = 'x';
    [[maybe_unused]] const ssize_t written = ::write(ready[1], &sign, 1);
    ::pause();
    ::_exit(0);
  }
  char sign = 0;
  ASSERT_EQ(::read(ready[0], &sign, 1), 1);
  const auto directory = open_fs_directory(folder_);
  const Error error = error_of([&] { directory->lock("lock"); });
  EXPECT_EQ(error.code(), ErrorCode::kLocked);
  EXPECT_THAT(error.what(), HasSubstr("process " + std::to_string(child)));

  ::kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_NE(directory->lock("lock"), nullptr);
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace
}  // namespace izde::internal
