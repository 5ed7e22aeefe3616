#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "izde/document.h"
#include "izde/index_writer.h"
#include "izde/schema.h"

#include "index/document_adder.h"
#include "index/field_table.h"
#include "index/manifest.h"
#include "index/segment_writer.h"
#include "index/text_analysis.h"
#include "store/directory.h"

namespace izde::internal {

/// What IndexWriter does; see izde/index_writer.h for the contract of each call, and
/// docs/design/merging.md for the threads.
///
/// Holds the lock of the directory. Any thread; close() and destruction when no other call runs.
class WriterCore {
 public:
  /// `schema` is the one the index was opened with: it is united with that of the last commit.
  /// Throws: Error{kLocked}, {kIoError}, {kCorruption}, {kInvalidArgument} when types or analyzer
  /// differ from the index's or an option is out of range.
  WriterCore(std::shared_ptr<Directory> directory, const Schema& schema, std::string definition,
             AnalysisMaker make_analysis, const WriterOptions& options);
  ~WriterCore() { close(); }
  WriterCore(const WriterCore&) = delete;
  WriterCore& operator=(const WriterCore&) = delete;

  void add(const Document& document);
  std::uint64_t commit();
  std::uint64_t optimize(std::size_t max_segments, const OptimizeOptions& options = {});
  void wait_for_merges();
  void rollback();
  void close() noexcept;
  std::uint64_t pending_documents() const noexcept;

  /// The last commit; generation 0 before the first.
  Manifest committed() const;
  /// The fields as the next commit will have them.
  Schema schema() const;

 private:
  enum class State { kOpen, kFailed, kClosed };
  /// What one thread at a time adds documents with: analysis and segment of its own.
  struct Builder {
    explicit Builder(TextAnalysis analyse) : adder(std::move(analyse)) {}

    DocumentAdder adder;
    std::unique_ptr<SegmentWriter> segment;
    std::optional<std::uint64_t> number;  ///< Of the segment, or of the one to be begun.
    std::size_t bytes = 0;                ///< Memory of the segment after its last document.
    bool busy = false;
    bool flush_wanted = false;
  };
  using OpenSegment = std::pair<std::uint64_t, std::unique_ptr<SegmentWriter>>;
  using Lock = std::unique_lock<std::mutex>;
  class Hold;
  class MergePause;

  void load();
  void require_open() const;

  Builder& take_builder(Lock& lock);
  void give_back(Builder& builder) noexcept;
  std::shared_ptr<const FieldTable> check(Builder& builder, const Document& document);
  void add_checked(Builder& builder, const FieldTable& fields);
  void flush_when_full(Builder& builder, Lock& lock);
  void flush(Builder& builder, Lock& lock);
  std::size_t bytes_being_built() const noexcept;

  std::uint64_t commit_serially();
  std::vector<OpenSegment> take_open_segments();
  void finish_all(std::vector<OpenSegment>& segments, const Schema& schema,
                  std::map<std::uint64_t, SegmentInfo>& finished) const;
  void publish(Manifest manifest);
  void publish_merge(Manifest manifest);
  void fail() noexcept;
  void end_commit() noexcept;
  void settle() noexcept;
  void forget_uncommitted() noexcept;
  void remove_orphans() noexcept;

  std::string begin_merge();
  void end_merge(const std::string& name) noexcept;
  SegmentInfo merge(std::span<const SegmentInfo> segments, const std::string& name,
                    const std::atomic<bool>* stop, bool reorder) const;
  void replace(std::span<const SegmentInfo> segments, const SegmentInfo& by);
  void start_merging();
  void merge_in_background() noexcept;
  void merge_once(Lock& lock, std::span<const SegmentInfo> segments);

  std::shared_ptr<Directory> directory_;
  std::unique_ptr<DirectoryLock> lock_;
  Schema wanted_;
  std::string definition_;
  AnalysisMaker make_analysis_;
  WriterOptions options_;

  /// Held by whoever writes a manifest, before mutex_. What is marked * changes only under both.
  std::mutex serial_;
  mutable std::mutex mutex_;  ///< Guards all below.
  std::condition_variable changed_;

  State state_ = State::kOpen;
  Manifest committed_;         // *
  bool has_manifest_ = false;  // *
  // Only ever rise, also over rollbacks: a name stands for one content.
  std::uint64_t next_generation_ = 1;
  std::uint64_t next_segment_ = 0;
  /// Whose manifest may stand there, half done.
  std::optional<std::uint64_t> unfinished_generation_;
  std::uint64_t committed_documents_ = 0;

  std::shared_ptr<const FieldTable> fields_;
  std::vector<std::unique_ptr<Builder>> builders_;
  bool held_ = false;        ///< No builder is given out.
  bool committing_ = false;  ///< Segments in building_ are being written for a commit.
  std::size_t bytes_being_written_ = 0;
  std::map<std::uint64_t, SegmentInfo> flushed_;  ///< By number: in the order they were begun.
  std::uint64_t pending_documents_ = 0;
  std::uint64_t documents_in_commit_ = 0;
  // Segments whose files are not orphans though the last commit does not name them.
  std::set<std::string> building_;
  std::set<std::string> merging_;

  std::thread merger_;
  std::atomic<bool> stop_merge_ = false;  ///< Tells a running merge of the background to end.
  bool merge_runs_ = false;
  bool merge_wanted_ = false;
  bool merger_quits_ = false;
  unsigned merge_pauses_ = 0;
  std::exception_ptr merge_error_;
};

}  // namespace izde::internal
