// Faults at every operation of random histories of a writer.
//
// A power cut is drawn from what a file system may be left in and looked at while the history goes
// on. An operation that fails needs a run of its own: the history up to there, the failure, what a
// power cut would leave then, the recovery, and some steps more.
#include <array>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "index/dictionary_file.h"
#include "index/manifest.h"
#include "reliability/history.h"
#include "reliability/scale.h"

namespace izde::internal {
namespace {

constexpr int kSteps = 60;
constexpr std::uint32_t kHistories = 48;

/// Returns the power cuts of some histories.
std::uint64_t power_cuts(unsigned first_seed, std::uint32_t histories, bool merges) {
  std::uint64_t cuts = 0;
  for (unsigned seed = first_seed; seed < first_seed + histories; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed) + (merges ? ", merges in the background" : ""));
    History history(seed, merges);
    history.cut_power(0, 1, 2, seed);
    EXPECT_TRUE(history.run(kSteps));
    history.finish();
    cuts += history.power_cuts();
    if (::testing::Test::HasFailure()) break;
  }
  return cuts;
}

TEST(Fault, PowerCutsAtEveryOperation) {
  const std::uint32_t histories = scaled("IZDE_FAULT_HISTORIES", kHistories);
  const std::uint64_t cuts = power_cuts(1, histories, false);
  EXPECT_GT(cuts, 500 * histories);
  RecordProperty("fault_points", std::to_string(cuts));
}

TEST(Fault, PowerCutsWhileSegmentsAreMerged) {
  const std::uint32_t histories = scaled("IZDE_FAULT_HISTORIES", kHistories) / 8 + 1;
  const std::uint64_t cuts = power_cuts(10'000, histories, true);
  EXPECT_GT(cuts, 500 * histories);
  RecordProperty("fault_points", std::to_string(cuts));
}

/// How an operation fails.
struct FaultKind {
  const char* name;
  const char* message;
  bool lasting = false;
  bool short_writes = false;
  bool takes_effect = false;
};

constexpr std::array kKinds = {
    FaultKind{"once", "Input/output error"},
    FaultKind{"short", "No space left on device", false, true},
    FaultKind{"lasting", "No space left on device", true, true},
    FaultKind{"done", "Input/output error", false, false, true},
    FaultKind{"lasting and done", "Too many open files", true, false, true},
};

/// Returns the fault points, 0 when the history has no such operation.
std::uint64_t fail_at(unsigned seed, std::uint64_t operation, const FaultKind& kind, bool merges) {
  History history(seed, merges);
  FaultPlan& plan = history.plan();
  plan.reads = true;
  plan.first = operation;
  plan.lasting = kind.lasting;
  plan.short_writes = kind.short_writes;
  plan.takes_effect = kind.takes_effect;
  plan.message = kind.message;
  history.cut_power(operation + 1, 4, 1, static_cast<unsigned>(operation));
  const bool failed = !history.run(kSteps);
  if (plan.count <= operation) return 0;
  plan.disarm();
  if (failed) history.recover();
  EXPECT_TRUE(history.run(10));
  history.finish();
  return 1 + history.power_cuts();
}

std::uint64_t failures(unsigned seed, bool merges) {
  std::uint64_t points = 0;
  for (std::uint64_t operation = seed % kStride;; operation += kStride) {
    // Each operation fails in one of the ways; another seed has it fail in others.
    const FaultKind& kind = kKinds[(operation + seed) % kKinds.size()];
    SCOPED_TRACE("seed " + std::to_string(seed) + ", operation " + std::to_string(operation) +
                 " fails: " + kind.name);
    const std::uint64_t more = fail_at(seed, operation, kind, merges);
    if (more == 0 || ::testing::Test::HasFailure()) return points;
    points += more;
  }
}

TEST(Fault, FailuresOfEveryOperation) {
  std::uint64_t points = 0;
  const std::uint32_t histories = scaled("IZDE_FAULT_HISTORIES", kHistories) / 32 + 1;
  for (unsigned seed = 1; seed <= histories; ++seed) points += failures(seed, false);
  EXPECT_GT(points, 1000U);
  RecordProperty("fault_points", std::to_string(points));
}

TEST(Fault, FailuresWhileSegmentsAreMerged) {
  const std::uint64_t points = failures(7, true);
  EXPECT_GT(points, 100U);
  RecordProperty("fault_points", std::to_string(points));
}

// As Index::open() makes it.
TEST(Fault, PowerCutsWhileAnIndexIsMade) {
  const std::string text = "қала\n";
  Random random(1);
  std::uint64_t cuts = 0, made = 0;
  for (int round = 0; round < 50; ++round) {
    const auto disk = std::make_shared<PowerCutDirectory>();
    const auto plan = std::make_shared<FaultPlan>();
    FaultyDirectory directory(disk, plan);
    const auto look = [&] {
      const auto left = disk->after_power_cut(random);
      ++cuts;
      if (!read_manifest(*left)) return;
      ++made;
      EXPECT_EQ(read_dictionary(*left), text);
    };
    plan->watch = [&](const Operation&) { look(); };
    write_dictionary(directory, text);
    write_manifest(directory, Manifest{});
    const std::uint64_t before = made;
    look();
    EXPECT_EQ(made, before + 1);
  }
  RecordProperty("fault_points", std::to_string(cuts));
}

}  // namespace
}  // namespace izde::internal
