#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "reliability/index_check.h"
#include "reliability/workload.h"
#include "store/faulty_directory.h"
#include "store/power_cut_directory.h"

namespace izde::internal {

/// A writer's life by chance: documents added, updated and erased, commits in one step and in two,
/// views, merges by hand (and in the background, if wanted), rollbacks, snapshots, reopening.
/// Beside it the model says what the directory must hold at every moment.
///
/// Whatever is found wrong fails the test that runs.
class History {
 public:
  History(unsigned seed, bool merges_in_background);
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  FaultPlan& plan() noexcept { return *plan_; }
  /// Power is cut at operations from number `first` on: before one in `every`, `draws` of the
  /// states are drawn that it may leave. Each is looked at, and one in four of them by opening a
  /// writer there.
  void cut_power(std::uint64_t first, std::uint32_t every, std::uint32_t draws, unsigned seed);
  std::uint64_t power_cuts() const noexcept { return power_cuts_; }

  /// Takes that many steps, or fewer when one fails. Returns whether all went well.
  bool run(int steps);
  /// Nothing fails any more: brings the writer back, by rollback or by opening another one. A
  /// writer that a failed merge, view or snapshot has not harmed may go on.
  void recover();
  /// Closes the writer. Nothing may be left over.
  void finish();

 private:
  /// What a power cut has left, and what it must hold.
  struct Cut {
    std::shared_ptr<PowerCutDirectory> left;
    Expected before;
    Expected after;
    std::uint64_t operation;
  };

  void watch(const Operation& operation);
  void check_cuts();
  std::string recovery_difference(const Cut& cut);
  void open_writer();
  void step();
  void commit();
  void prepare();
  void optimize(bool reorder);
  void look();
  void roll_back();
  void reopen();
  void create_snapshot();
  void remove_snapshot();
  void set(const Expected& before, const Expected& after);
  Expected with_commit(const Numbers& live) const;
  void resolve();
  bool goes_on();
  void await_merges();
  std::string view_difference(const Snapshot& view);
  void expect_refusal();
  void expect(const std::string& what, const std::string& when) const;

  Random random_;
  Workload workload_;
  IndexCheck check_;
  WriterOptions options_;
  std::shared_ptr<PowerCutDirectory> disk_ = std::make_shared<PowerCutDirectory>();
  std::shared_ptr<FaultPlan> plan_ = std::make_shared<FaultPlan>();
  std::shared_ptr<Directory> faulty_ = std::make_shared<FaultyDirectory>(disk_, plan_);
  std::unique_ptr<WriterCore> writer_;
  std::optional<Numbers> prepared_;
  Random look_random_{0};
  std::uint64_t power_cuts_ = 0;
  bool may_go_on_ = false;  ///< What failed has not touched documents.

  std::mutex mutex_;  // guards all below: merges in the background run into operations too
  Expected before_;   // what the directory holds before the call that runs,
  Expected after_;    // and after it
  std::vector<Cut> cuts_;
  std::uint64_t first_cut_ = 0;
  std::uint32_t cut_every_ = 0;  // 0: none
  std::uint32_t cut_draws_ = 0;
  Random cut_random_{0};
};

}  // namespace izde::internal
