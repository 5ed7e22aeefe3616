// WriterCore: what replaces segments, and what takes all back.
#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <system_error>
#include <utility>

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include "izde/error.h"

#include "index/document_order.h"
#include "index/merge_policy.h"
#include "index/segment_merger.h"
#include "index/writer.h"
#include "index/writer_guards.h"

namespace izde::internal {
namespace {

/// Lets the calling thread have what other threads leave of processor and disk, where the system
/// can.
void lower_priority() noexcept {
#ifdef __linux__
  constexpr int kNice = 10;
  constexpr int kThread = 1;                    // IOPRIO_WHO_PROCESS, which is a thread
  constexpr int kBestEffortLast = 2 << 13 | 7;  // the class of all, its lowest level
  const long thread = syscall(SYS_gettid);
  setpriority(PRIO_PROCESS, static_cast<id_t>(thread), kNice);
  syscall(SYS_ioprio_set, kThread, thread, kBestEffortLast);
#endif
}

/// While it lives, threads that are begun take no signals: those are for the program's own threads.
class NoSignals {
 public:
  NoSignals() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~NoSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  NoSignals(const NoSignals&) = delete;
  NoSignals& operator=(const NoSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

std::uint64_t WriterCore::optimize(std::size_t max_segments, const OptimizeOptions& options) {
  if (max_segments == 0)
    throw Error(ErrorCode::kInvalidArgument, "optimize() to no segments: at least 1 must stay");
  const MergePause pause(*this);
  const std::lock_guard serial(serial_);
  commit_serially();
  Manifest manifest = committed_;
  const std::vector<SegmentRun> runs = runs_for(committed_.segments, max_segments);
  if (runs.size() == committed_.segments.size() && !options.reorder) return committed_.generation;
  std::vector<std::string> names;
  const auto end = [&] {
    for (const std::string& name : names) end_merge(name);
  };
  try {
    manifest.segments.clear();
    for (const SegmentRun& run : runs) {
      const auto segments = std::span(committed_.segments).subspan(run.first, run.count);
      if (run.count == 1 && !options.reorder) {
        manifest.segments.push_back(segments.front());
        continue;
      }
      names.push_back(begin_merge());
      manifest.segments.push_back(merge(segments, names.back(), nullptr, options.reorder));
    }
    publish_merge(std::move(manifest));
  } catch (const std::bad_alloc&) {
    end();
    throw Error(ErrorCode::kResourceExhausted, "no memory for the segments being merged");
  } catch (...) {
    end();
    throw;
  }
  end();
  return committed_.generation;
}

std::string WriterCore::begin_merge() {
  const std::lock_guard lock(mutex_);
  std::string name = segment_name(next_segment_++);
  merging_.insert(name);
  return name;
}

void WriterCore::end_merge(const std::string& name) noexcept {
  const std::lock_guard lock(mutex_);
  merging_.erase(name);
  if (!unfinished_generation_) remove_orphans();
}

SegmentInfo WriterCore::merge(std::span<const SegmentInfo> segments, const std::string& name,
                              const std::atomic<bool>* stop, bool reorder) const {
  MergeTask task;
  for (const SegmentInfo& segment : segments)
    task.segments.push_back(std::make_shared<SegmentReader>(*directory_, segment));
  const Schema schema = this->schema();
  if (reorder)
    task.new_docs = order_by_similarity(task.segments,
                                        static_cast<std::uint32_t>(schema.fields().size()), stop);
  task.name = name;
  task.schema = &schema;
  task.stop = stop;
  return merge_segments(*directory_, task);
}

// As publish(); when it fails, the commit before stands and documents that are not committed stay,
// unless it is unknown which commit stands. \pre the caller holds serial_
void WriterCore::publish_merge(Manifest manifest) {
  try {
    publish(std::move(manifest));
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (unfinished_generation_ && !undo_manifest(*directory_, *unfinished_generation_)) {
      state_ = State::kFailed;
      settle();
      changed_.notify_all();
    } else {
      unfinished_generation_.reset();
    }
    throw;
  }
}

void WriterCore::start_merging() {
  const std::lock_guard lock(mutex_);
  if (!options_.merge.automatic || !choose_merge(committed_.segments, options_.merge)) return;
  merge_wanted_ = true;
  changed_.notify_all();
  if (merger_.joinable()) return;
  const NoSignals no_signals;
  try {
    merger_ = std::thread([this] { merge_in_background(); });
  } catch (const std::system_error&) {  // no thread to be had: the next commit tries again
    merge_wanted_ = false;
  }
}

void WriterCore::merge_in_background() noexcept {
  lower_priority();
  Lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] {
      return merger_quits_ || (merge_wanted_ && merge_pauses_ == 0 && state_ == State::kOpen);
    });
    if (merger_quits_) return;
    const std::optional<SegmentRun> run = choose_merge(committed_.segments, options_.merge);
    if (!run) {
      merge_wanted_ = false;
      changed_.notify_all();
      continue;
    }
    merge_runs_ = true;
    const auto first = committed_.segments.begin() + static_cast<std::ptrdiff_t>(run->first);
    const std::vector<SegmentInfo> segments(first, first + static_cast<std::ptrdiff_t>(run->count));
    merge_once(lock, segments);
    merge_runs_ = false;
    changed_.notify_all();
  }
}

// \pre the lock is held; it is again at the end
void WriterCore::merge_once(Lock& lock, std::span<const SegmentInfo> segments) {
  lock.unlock();
  std::exception_ptr error;
  const std::string name = begin_merge();
  try {
    replace(segments, merge(segments, name, &stop_merge_, false));
  } catch (
      const MergeStopped&) {  // NOLINT(bugprone-empty-catch): the pause that asked for it goes on
  } catch (...) {
    error = std::current_exception();
  }
  end_merge(name);
  lock.lock();
  if (error == nullptr) return;
  merge_error_ = error;
  merge_wanted_ = false;  // until the next commit
}

// Commits the merged segment in the place of those it was made of, unless they are gone.
void WriterCore::replace(std::span<const SegmentInfo> segments, const SegmentInfo& by) {
  const std::lock_guard serial(serial_);
  if (stop_merge_) throw MergeStopped();
  Manifest manifest = committed_;
  const auto same = [](const SegmentInfo& a, const SegmentInfo& b) { return a.id == b.id; };
  const auto at = std::search(manifest.segments.begin(), manifest.segments.end(), segments.begin(),
                              segments.end(), same);
  if (at == manifest.segments.end()) throw MergeStopped();
  *at = by;
  manifest.segments.erase(at + 1, at + static_cast<std::ptrdiff_t>(segments.size()));
  publish_merge(std::move(manifest));
}

void WriterCore::wait_for_merges() {
  Lock lock(mutex_);
  changed_.wait(lock, [this] {
    return !merge_runs_ && (!merge_wanted_ || merge_pauses_ > 0 || state_ != State::kOpen);
  });
  if (merge_error_ == nullptr) return;
  try {
    std::rethrow_exception(std::exchange(merge_error_, nullptr));
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kResourceExhausted, "no memory for the segments being merged");
  }
}

void WriterCore::rollback() {
  const MergePause pause(*this);
  const std::lock_guard serial(serial_);
  Lock lock(mutex_);
  const Hold hold(*this, lock);
  if (state_ == State::kClosed) require_open();
  state_ = State::kFailed;  // until all is done
  forget_uncommitted();
  load();
  unfinished_generation_.reset();
  state_ = State::kOpen;
}

void WriterCore::close() noexcept {
  {
    const MergePause pause(*this);
    const std::lock_guard serial(serial_);
    Lock lock(mutex_);
    if (state_ == State::kClosed) return;
    const Hold hold(*this, lock);
    if (state_ == State::kOpen) {
      forget_uncommitted();
      remove_orphans();
    }
    builders_.clear();
    state_ = State::kClosed;
    merger_quits_ = true;
    changed_.notify_all();
  }
  if (merger_.joinable()) merger_.join();
  lock_.reset();
}

}  // namespace izde::internal
