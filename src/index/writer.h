#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "izde/document.h"
#include "izde/index_writer.h"
#include "izde/query.h"
#include "izde/schema.h"

#include "base/doc_id.h"
#include "index/delete_log.h"
#include "index/document_adder.h"
#include "index/field_table.h"
#include "index/kept_commits.h"
#include "index/live_segment.h"
#include "index/manifest.h"
#include "index/merge_policy.h"
#include "index/segment_writer.h"
#include "index/snapshot.h"
#include "index/text_analysis.h"
#include "store/directory.h"

namespace izde::internal {

/// Calls `visit` for each document of the snapshot that matches and lives.
using MatchVisitor = std::function<void(std::size_t segment, DocId doc)>;
using MatchFinder = std::function<void(const std::shared_ptr<const Snapshot>& snapshot,
                                       const Query& query, const MatchVisitor& visit)>;

/// What IndexWriter does; see izde/index_writer.h for the contract of each call, and
/// docs/design/merging.md for the threads.
///
/// Holds the lock of the directory. Any thread; close() and destruction when no other call runs.
class WriterCore {
 public:
  /// `schema` is the one the index was opened with: it is united with that of the last commit.
  /// `analyzer` is what view() is searched with, `find` what erase() of a query looks with; without
  /// it, such calls throw. Throws: Error{kLocked}, {kIoError}, {kCorruption}, {kInvalidArgument}
  /// when types or analyzer differ from the index's or an option is out of range.
  WriterCore(std::shared_ptr<Directory> directory, const Schema& schema, std::string definition,
             AnalysisMaker make_analysis, const WriterOptions& options,
             Analyzer analyzer = Analyzer(), MatchFinder find = {});
  ~WriterCore() { close(); }
  WriterCore(const WriterCore&) = delete;
  WriterCore& operator=(const WriterCore&) = delete;

  void add(const Document& document) { add(document, nullptr); }
  void update(std::string_view key_field, const Document& document) { add(document, &key_field); }
  void erase(std::string_view field, std::string_view value);
  void erase(const Query& query);
  std::uint64_t commit();
  std::uint64_t prepare_commit();
  /// What IndexWriter::searcher() sees.
  std::shared_ptr<const Snapshot> view();
  void create_snapshot(std::string_view name);
  void remove_snapshot(std::string_view name);
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
  using Lock = std::unique_lock<std::mutex>;
  class Hold;
  class MergePause;

  /// What one thread at a time adds documents with: analysis and segment of its own.
  struct Builder {
    explicit Builder(TextAnalysis analyse) : adder(std::move(analyse)) {}

    DocumentAdder adder;
    std::unique_ptr<SegmentWriter> segment;
    std::optional<std::uint64_t> number;  ///< Of the segment, or of the one to be begun.
    std::size_t bytes = 0;                ///< Memory of the segment after its last document.
    Births births;
    bool busy = false;
    bool flush_wanted = false;
  };
  /// A segment taken from its builder, to be written.
  struct OpenSegment {
    std::uint64_t number;
    std::unique_ptr<SegmentWriter> segment;
    Births births;
  };
  /// A segment of a commit that is being written.
  struct Entry {
    LiveSegment* segment;
    DeletedDocsPtr deleted;
  };
  /// A commit whose manifest is written, but not yet under its name. Entry i is of its segment i.
  struct Prepared {
    Manifest manifest;
    std::vector<Entry> entries;
  };
  /// A run of segments to be merged, all committed or none, and what was made of it.
  struct Merge {
    std::string name;
    std::vector<SegmentInfo> sources;
    std::vector<DeletedDocsPtr> dropped;       ///< By source: documents that do not come along.
    std::vector<std::vector<DocId>> new_docs;  ///< By source; as MergeTask has it.
    std::optional<SegmentInfo> made;           ///< Nothing when no document is left.
  };
  /// A value of a keyword field.
  struct Key {
    std::uint32_t field;
    std::string_view value;
  };
  using LiveSegments = std::vector<std::unique_ptr<LiveSegment>>;

  void load();
  void require_open() const;

  void add(const Document& document, const std::string_view* key_field);
  Builder& take_builder(Lock& lock);
  void give_back(Builder& builder) noexcept;
  std::shared_ptr<const FieldTable> check(Builder& builder, const Document& document);
  void add_checked(Builder& builder, const FieldTable& fields);
  void flush_when_full(Builder& builder, Lock& lock);
  void flush(Builder& builder, Lock& lock);
  std::size_t bytes_being_built() const noexcept;
  void insert(SegmentInfo info, std::uint64_t order, Births births);
  void fail() noexcept;
  void end_work() noexcept;
  void settle() noexcept;
  void forget_uncommitted() noexcept;
  void remove_orphans() noexcept;

  // writer_deletes.cc
  std::uint32_t keyword_field(std::string_view name) const;
  Key key_of(const Document& document, std::string_view field) const;
  void apply_when_many();
  std::vector<LiveSegment*> gather(bool for_commit);
  std::vector<OpenSegment> take_open_segments();
  void finish_all(std::vector<OpenSegment>& open, const Schema& schema);
  void apply(const PendingDeletes& deletes, std::span<LiveSegment* const> segments);
  std::shared_ptr<Snapshot> make_view(std::span<LiveSegment* const> segments) const;

  // writer_commit.cc
  bool has_news() const;
  std::uint64_t commit_serially();
  std::uint64_t prepare_serially();
  std::uint64_t finish_serially();
  Prepared prepare(std::span<LiveSegment* const> segments, bool merged);
  void finish(Prepared& prepared);

  // writer_merges.cc
  std::optional<SegmentRun> next_run() const;
  Merge begin_merge(const SegmentRun& run);
  void end_merge(const Merge& merge) noexcept;
  void run(Merge& merge, const std::atomic<bool>* stop, bool reorder) const;
  LiveSegments::iterator find(const Merge& merge);
  std::unique_ptr<LiveSegment> result_of(const Merge& merge, LiveSegments::const_iterator at) const;
  void put(std::span<const Merge> merges);
  void publish(std::span<LiveSegment* const> segments);
  void start_merging();
  void merge_in_background() noexcept;
  void merge_once(Lock& lock, Merge merge);

  std::shared_ptr<Directory> directory_;
  std::unique_ptr<DirectoryLock> lock_;
  Schema wanted_;
  std::string definition_;
  AnalysisMaker make_analysis_;
  WriterOptions options_;
  Analyzer analyzer_;
  MatchFinder find_;

  /// Held by whoever writes a manifest, applies deletes or makes a view, before mutex_. What is
  /// marked * changes only under both, unless no work_ is being done.
  std::mutex serial_;
  mutable std::mutex mutex_;  ///< Guards all below.
  std::condition_variable changed_;

  State state_ = State::kOpen;
  Manifest committed_;         // *
  bool has_manifest_ = false;  // *
  KeptCommits kept_;           // *
  /// Those of the last commit in its order, then those that are not committed by their `order`,
  /// which flush() adds to under mutex_ alone. The rest of them is *, `reader` serial_'s alone.
  LiveSegments live_;
  std::optional<Prepared> prepared_;  // *
  // Only ever rise, also over rollbacks: a name stands for one content.
  std::uint64_t next_generation_ = 1;
  std::uint64_t next_segment_ = 0;
  /// Whose manifest may stand there, half done; no file is removed meanwhile.
  std::optional<std::uint64_t> unfinished_generation_;
  std::uint64_t committed_documents_ = 0;

  std::shared_ptr<const FieldTable> fields_;
  std::vector<std::unique_ptr<Builder>> builders_;
  bool held_ = false;     ///< No builder is given out.
  bool working_ = false;  ///< Whoever holds serial_ uses live_; nothing of it may go.
  std::size_t bytes_being_written_ = 0;
  std::uint64_t pending_documents_ = 0;
  std::uint64_t documents_in_commit_ = 0;
  DeleteLog log_;
  std::uint64_t version_ = 0;  ///< Rises with whatever a view would show.
  std::uint64_t view_version_ = 0;
  std::shared_ptr<const Snapshot> view_;  ///< As of view_version_; null when there is none.
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
