// A disk that is full, and a file that must not grow: what was committed is there, and the writer
// goes on once there is space.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "reliability/child_writer.h"
#include "reliability/index_check.h"
#include "reliability/scale.h"
#include "support/temporary_folder.h"

namespace izde::internal {
namespace {

namespace fs = std::filesystem;

constexpr int kChanges = 400;

/// Writes rounds until one fails, each time `make_space` anew.
void expect_recovery(const fs::path& folder, unsigned seed, const std::function<void()>& take_space,
                     const std::function<void()>& make_space) {
  WriterOptions options;
  options.merge.segments_per_tier = 3;
  Rounds rounds(seed, kChanges);
  const auto directory = open_fs_directory(folder);
  const auto writer = make_writer(directory, options);
  IndexCheck check(rounds.documents());
  Expected expected;
  for (std::uint32_t failure = 0; failure < scaled("IZDE_FULL_DISKS", 4); ++failure) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", failure " + std::to_string(failure));
    bool failed = false;
    for (int round = 0; round < 2000 && !failed; ++round) {
      if (round == 2) take_space();
      const Rounds before = rounds;
      try {
        rounds.advance(writer.get());
        writer->commit();
        expected.kept = {rounds.after(rounds.count())};
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kIoError) << error.what();
        rounds = before;
        failed = true;
      }
    }
    ASSERT_TRUE(failed) << "the disk was never full";
    EXPECT_EQ(check.difference(*directory, expected), "") << "while the disk is full";
    make_space();
    writer->rollback();
    EXPECT_EQ(check.difference(*directory, expected), "") << "after rollback";
    rounds.advance(writer.get());
    writer->commit();
    expected.kept = {rounds.after(rounds.count())};
    EXPECT_EQ(check.difference(*directory, expected), "") << "after the next commit";
  }
  try {
    writer->wait_for_merges();
  } catch (const Error& error) {  // one that the full disk has ended
    EXPECT_EQ(error.code(), ErrorCode::kIoError) << error.what();
  }
  writer->optimize(1);
  EXPECT_EQ(check.difference(*directory, expected), "");
  EXPECT_EQ(leftovers(*directory, expected), "");
}

/// A limit to the size of files, of this process, while it lives.
class FileSizeLimit {
 public:
  FileSizeLimit() : handler_(std::signal(SIGXFSZ, SIG_IGN)) { ::getrlimit(RLIMIT_FSIZE, &old_); }
  ~FileSizeLimit() {
    lift();
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  void set(rlim_t bytes) const {
    rlimit limit = old_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  void lift() const { ::setrlimit(RLIMIT_FSIZE, &old_); }

 private:
  void (*handler_)(int);
  rlimit old_{};
};

TEST(FullDisk, FilesMayNotGrow) {
  const izde::testing::TemporaryFolder folder;
  const FileSizeLimit limit;
  expect_recovery(
      folder.path(), 1, [&] { limit.set(9000); }, [&] { limit.lift(); });
}

/// A file system of a megabyte, as long as it lives.
class SmallFileSystem {
 public:
  SmallFileSystem() : is_there_(::mount("none", path().c_str(), "tmpfs", 0, "size=1m") == 0) {}
  ~SmallFileSystem() {
    if (is_there_) ::umount2(path().c_str(), MNT_DETACH);
  }
  SmallFileSystem(const SmallFileSystem&) = delete;
  SmallFileSystem& operator=(const SmallFileSystem&) = delete;

  bool is_there() const noexcept { return is_there_; }
  const fs::path& path() const noexcept { return folder_.path(); }

 private:
  izde::testing::TemporaryFolder folder_;
  bool is_there_;
};

TEST(FullDisk, NoSpaceIsLeft) {
  const SmallFileSystem small;
  if (!small.is_there()) GTEST_SKIP() << "a tmpfs cannot be mounted here (root alone may)";
  const fs::path ballast = small.path() / "ballast";
  expect_recovery(
      small.path() / "index", 2,
      [&] {
        std::ofstream out(ballast, std::ios::binary);
        const std::string bytes(4096, 'x');
        const auto space = fs::space(small.path()).available;
        for (std::uintmax_t written = 0; written + 40'000 < space; written += bytes.size())
          out << bytes;
      },
      [&] { fs::remove(ballast); });
}

}  // namespace
}  // namespace izde::internal
