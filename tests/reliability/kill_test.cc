// A process that indexes is killed at random moments; whatever its commits have returned is there.
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "index/snapshot.h"
#include "reliability/child_writer.h"
#include "reliability/index_check.h"
#include "reliability/scale.h"
#include "support/temporary_folder.h"

namespace izde::internal {
namespace {

constexpr int kChanges = 25;
constexpr std::uint32_t kRoundsOfAFolder = 400;  // then another folder begins

class KillTest : public ::testing::Test {
 protected:
  /// The round that the index has: `least` or the one behind it, whole; fails the test otherwise.
  std::uint32_t round_in_index(Rounds& rounds, std::uint32_t least) {
    while (rounds.count() < least + 1) rounds.advance(nullptr);
    const auto directory = open_fs_directory(folder_.path());
    IndexCheck check(rounds.documents());
    for (const std::uint32_t round : {least, least + 1}) {
      Expected expected;
      if (round > 0) expected.kept = {rounds.after(round)};
      const std::string text = check.difference(*directory, expected);
      if (text.empty()) return round;
      if (round > least) ADD_FAILURE() << "round " << least << " or the one behind it: " << text;
    }
    return least;
  }

  izde::testing::TemporaryFolder folder_;
};

TEST_F(KillTest, WhatWasCommittedIsThere) {
  WriterOptions options;
  options.buffer_bytes = std::size_t{1} << 20;
  options.merge.segments_per_tier = 3;
  const std::uint32_t kills = scaled("IZDE_KILLS", 24);
  Random random(1);
  unsigned seed = 1;
  Rounds rounds(seed, kChanges);
  std::uint32_t done = 0, later = 0;
  for (std::uint32_t i = 0; i < kills && !HasFailure(); ++i) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", kill " + std::to_string(i));
    if (done > kRoundsOfAFolder) {
      for (const auto& file : std::filesystem::directory_iterator(folder_.path()))
        std::filesystem::remove(file);
      rounds = Rounds(++seed, kChanges);
      done = 0;
    }
    // The child goes on where the index is, this process's model with it.
    Rounds to_go(seed, kChanges);
    while (to_go.count() < done) to_go.advance(nullptr);
    ChildWriter child(folder_.path(), std::move(to_go), options);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    const std::uint32_t returned = child.kill().value_or(done);
    ASSERT_FALSE(child.ended_by_itself());
    const std::uint32_t found = round_in_index(rounds, returned);
    if (found > returned) ++later;
    done = found;
  }
  // A writer that opens removes what the killed ones have left.
  make_writer(open_fs_directory(folder_.path()), options);
  Expected expected;
  if (done > 0) expected.kept = {rounds.after(done)};
  const auto directory = open_fs_directory(folder_.path());
  EXPECT_EQ(leftovers(*directory, expected), "");
  EXPECT_EQ(IndexCheck(rounds.documents()).difference(*directory, expected), "");
  RecordProperty("kills", std::to_string(kills));
  RecordProperty("commits_on_their_way", std::to_string(later));
}

}  // namespace
}  // namespace izde::internal
