#pragma once

#include <algorithm>
#include <mutex>

#include "index/writer.h"

namespace izde::internal {

/// While it lives no builder is given out, and all were given back.
class WriterCore::Hold {
 public:
  Hold(WriterCore& core, Lock& lock) : core_(core) {
    core_.held_ = true;
    core_.changed_.wait(lock, [this] {
      return std::none_of(core_.builders_.begin(), core_.builders_.end(),
                          [](const auto& builder) { return builder->busy; });
    });
  }
  ~Hold() {
    core_.held_ = false;
    core_.changed_.notify_all();
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  WriterCore& core_;
};

/// While it lives, nothing is merged in the background; what was being merged is given up. To be
/// made before serial_ is taken, which the end of a merge waits for.
class WriterCore::MergePause {
 public:
  explicit MergePause(WriterCore& core) : core_(core) {
    Lock lock(core.mutex_);
    ++core.merge_pauses_;
    core.stop_merge_ = true;
    core.changed_.wait(lock, [&core] { return !core.merge_runs_; });
  }
  ~MergePause() {
    const std::lock_guard lock(core_.mutex_);
    if (--core_.merge_pauses_ == 0) core_.stop_merge_ = false;
    core_.changed_.notify_all();
  }
  MergePause(const MergePause&) = delete;
  MergePause& operator=(const MergePause&) = delete;

 private:
  WriterCore& core_;
};

}  // namespace izde::internal
