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
#include "index/writer_errors.h"
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
  if (prepared_) finish_serially();
  commit_serially();
  std::vector<Merge> merges;
  {
    const Lock lock(mutex_);
    const std::vector<SegmentRun> runs = runs_for(committed_.segments, max_segments);
    for (const SegmentRun& run : runs)
      if (run.count > 1 || options.reorder || committed_.segments[run.first].deleted > 0)
        merges.push_back(begin_merge(run));
  }
  const auto end = [&] {
    for (const Merge& merge : merges) end_merge(merge);
  };
  if (merges.empty()) return committed_.generation;
  try {
    for (Merge& merge : merges) run(merge, nullptr, options.reorder);
    put(merges);
  } catch (const MergeStopped&) {  // the writer has failed meanwhile
    end();
    const Lock lock(mutex_);
    require_open();
    throw;
  } catch (...) {
    end();
    rethrow("the segments being merged");
  }
  end();
  return committed_.generation;
}

// \pre the caller holds mutex_; the segments are all committed, or none is
WriterCore::Merge WriterCore::begin_merge(const SegmentRun& run) {
  Merge merge;
  merge.name = segment_name(next_segment_++);
  for (std::size_t i = run.first; i < run.first + run.count; ++i) {
    merge.sources.push_back(live_[i]->info);
    merge.dropped.push_back(live_[i]->is_committed ? live_[i]->committed : live_[i]->deleted);
  }
  merging_.insert(merge.name);
  return merge;
}

void WriterCore::end_merge(const Merge& merge) noexcept {
  const Lock lock(mutex_);
  merging_.erase(merge.name);
  remove_orphans();
}

void WriterCore::run(Merge& merge, const std::atomic<bool>* stop, bool reorder) const {
  MergeTask task;
  for (const SegmentInfo& segment : merge.sources)
    task.segments.push_back(std::make_shared<SegmentReader>(*directory_, segment));
  const Schema schema = this->schema();
  if (reorder)
    merge.new_docs = order_by_similarity(task.segments,
                                         static_cast<std::uint32_t>(schema.fields().size()), stop);
  drop_deleted(task.segments, merge.dropped, merge.new_docs);
  task.name = merge.name;
  task.schema = &schema;
  task.new_docs = merge.new_docs;
  task.stop = stop;
  if (live_docs(task) == 0) return;
  task.dropped_forms = count_dropped_forms(task, make_analysis_);
  merge.made = merge_segments(*directory_, task);
}

// Where the sources stand; the end when they are gone. \pre the caller holds mutex_
WriterCore::LiveSegments::iterator WriterCore::find(const Merge& merge) {
  return std::search(
      live_.begin(), live_.end(), merge.sources.begin(), merge.sources.end(),
      [](const auto& live, const SegmentInfo& source) { return live->info.id == source.id; });
}

namespace {

/// Deletes that came to the sources of a merge while it ran, as deletes of its result.
class LateDeletes {
 public:
  explicit LateDeletes(std::uint32_t doc_count) : deleted_(doc_count) {}

  /// `to`: the new number of each document, or none; then they stand from `base` on.
  void add(const DeletedDocsPtr& now, const DeletedDocsPtr& dropped, std::span<const DocId> to,
           DocId base) {
    if (now == dropped) return;
    for (DocId doc = 0; doc < now->doc_count(); ++doc)
      if (now->contains(doc) && (dropped == nullptr || !dropped->contains(doc)))
        deleted_.add(to.empty() ? base + doc : to[doc]);
  }
  DeletedDocsPtr take() {
    return deleted_.count() == 0 ? nullptr : std::make_shared<DeletedDocs>(std::move(deleted_));
  }

 private:
  DeletedDocs deleted_;
};

}  // namespace

// The segment that stands for those from `at` on. \pre the caller holds mutex_
std::unique_ptr<LiveSegment> WriterCore::result_of(const Merge& merge,
                                                   LiveSegments::const_iterator at) const {
  auto made = std::make_unique<LiveSegment>();
  made->info = *merge.made;
  made->order = (*at)->order;
  LateDeletes deleted(made->info.doc_count), committed(made->info.doc_count);
  DocId base = 0;
  for (std::size_t i = 0; i < merge.sources.size(); ++i) {
    const LiveSegment& source = **(at + static_cast<std::ptrdiff_t>(i));
    std::span<const DocId> to;
    if (!merge.new_docs.empty()) to = merge.new_docs[i];
    deleted.add(source.deleted, merge.dropped[i], to, base);
    if (source.is_committed) committed.add(source.committed, merge.dropped[i], to, base);
    base += source.info.doc_count;
  }
  made->deleted = deleted.take();
  made->committed = committed.take();
  if (count_of(made->deleted) == count_of(made->committed)) made->deleted = made->committed;
  return made;
}

// Puts what merges made in the place of what they were made of, by a commit when that is committed.
// Throws MergeStopped when it is not there any more. \pre the caller holds serial_
void WriterCore::put(std::span<const Merge> merges) {
  std::vector<std::unique_ptr<LiveSegment>> made(merges.size());
  std::vector<LiveSegment*> segments;
  bool is_commit = false;
  {
    const Lock lock(mutex_);
    if (prepared_ || state_ != State::kOpen) throw MergeStopped();
    for (const auto& segment : live_)
      if (segment->is_committed) segments.push_back(segment.get());
    for (std::size_t i = 0; i < merges.size(); ++i) {
      const auto at = find(merges[i]);
      if (at == live_.end()) throw MergeStopped();
      is_commit = (*at)->is_committed;
      if (merges[i].made) made[i] = result_of(merges[i], at);
      if (!is_commit) continue;
      const auto first = std::find(segments.begin(), segments.end(), at->get());
      *first = made[i].get();
      std::fill_n(first + 1, merges[i].sources.size() - 1, nullptr);
    }
    std::erase(segments, nullptr);
    working_ = true;
  }
  if (is_commit) publish(segments);
  const Lock lock(mutex_);
  for (std::size_t i = 0; i < merges.size(); ++i) {
    const auto at = find(merges[i]);
    if (!is_commit) {
      for (const SegmentInfo& source : merges[i].sources) building_.erase(source.name);
      building_.insert(merges[i].name);
    }
    const auto last = at + static_cast<std::ptrdiff_t>(merges[i].sources.size());
    if (made[i] != nullptr && (!is_commit || made[i]->is_committed)) {
      *at = std::move(made[i]);
      live_.erase(at + 1, last);
    } else {
      live_.erase(at, last);
    }
  }
  ++version_;
  end_work();
}

// Commits the same documents in other segments. When it fails, the commit before stands and
// documents that are not committed stay, unless it is unknown which commit stands.
// \pre the caller holds serial_, working_
void WriterCore::publish(std::span<LiveSegment* const> segments) {
  try {
    Prepared prepared = prepare(segments, true);
    finish(prepared);
  } catch (...) {
    const Lock lock(mutex_);
    if (unfinished_generation_ && !undo_manifest(*directory_, *unfinished_generation_))
      state_ = State::kFailed;
    else
      unfinished_generation_.reset();
    end_work();
    changed_.notify_all();
    throw;
  }
}

// The segments to be merged next, by their place in live_: committed ones first; of others those
// that no noted delete has still to be compared with. \pre the caller holds mutex_
std::optional<SegmentRun> WriterCore::next_run() const {
  if (prepared_ || state_ != State::kOpen) return std::nullopt;
  const auto choose = [this](auto first, auto last) -> std::optional<SegmentRun> {
    std::vector<SegmentInfo> infos;
    for (auto at = first; at != last; ++at)
      infos.push_back((*at)->weighed((*at)->is_committed ? (*at)->committed : (*at)->deleted));
    std::optional<SegmentRun> run = choose_merge(infos, options_.merge);
    if (run) run->first += static_cast<std::size_t>(first - live_.begin());
    return run;
  };
  const auto committed_end = std::find_if(
      live_.begin(), live_.end(), [](const auto& segment) { return !segment->is_committed; });
  if (const auto run = choose(live_.begin(), committed_end)) return run;
  const auto end = std::find_if(committed_end, live_.end(), [this](const auto& segment) {
    return !log_.empty() && !segment->births.empty();
  });
  return choose(committed_end, end);
}

void WriterCore::start_merging() {
  const Lock lock(mutex_);
  if (!options_.merge.automatic || !next_run()) return;
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
      return merger_quits_ ||
             (merge_wanted_ && merge_pauses_ == 0 && state_ == State::kOpen && !prepared_);
    });
    if (merger_quits_) return;
    const std::optional<SegmentRun> run = next_run();
    if (!run) {
      merge_wanted_ = false;
      changed_.notify_all();
      continue;
    }
    merge_runs_ = true;
    merge_once(lock, begin_merge(*run));
    merge_runs_ = false;
    changed_.notify_all();
  }
}

// \pre the lock is held; it is again at the end
void WriterCore::merge_once(Lock& lock, Merge merge) {
  lock.unlock();
  std::exception_ptr error;
  try {
    run(merge, &stop_merge_, false);
    const std::lock_guard serial(serial_);
    if (stop_merge_) throw MergeStopped();
    put(std::span(&merge, 1));
  } catch (const MergeStopped&) {  // NOLINT(bugprone-empty-catch): whoever asked for it goes on
  } catch (...) {
    error = std::current_exception();
  }
  end_merge(merge);
  lock.lock();
  // What was not committed may have been forgotten meanwhile, and its files with it.
  if (error == nullptr || state_ != State::kOpen) return;
  merge_error_ = error;
  merge_wanted_ = false;  // until the next commit
}

void WriterCore::wait_for_merges() {
  Lock lock(mutex_);
  changed_.wait(lock, [this] {
    return !merge_runs_ &&
           (!merge_wanted_ || merge_pauses_ > 0 || state_ != State::kOpen || prepared_);
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
      if (prepared_) unfinished_generation_.reset();  // under its temporary name it is no commit
      forget_uncommitted();
      remove_orphans();
    }
    builders_.clear();
    live_.clear();
    view_ = nullptr;
    state_ = State::kClosed;
    merger_quits_ = true;
    changed_.notify_all();
  }
  if (merger_.joinable()) merger_.join();
  lock_.reset();
}

}  // namespace izde::internal
