#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "izde/document.h"
#include "izde/export.h"

namespace izde {

/// When segments are merged in the background. Only committed segments that stand behind one
/// another are merged, so that documents keep their order.
struct MergeOptions {
  /// Off: segments are merged by optimize() alone.
  bool automatic = true;
  /// Segments of about one size that may stand before they are merged into one, and the most that
  /// are merged at once. Larger: less writing, slower searches. At least 2.
  std::size_t segments_per_tier = 10;
  /// Segments below this size in bytes count as this size: small ones are merged soon.
  std::uint64_t floor_bytes = std::uint64_t{2} << 20;
  /// No merge gives a segment above this size in bytes, optimize() aside.
  std::uint64_t most_bytes = std::uint64_t{5} << 30;
};

/// Settings of IndexWriter::optimize().
struct OptimizeOptions {
  /// Renumbers the documents so that similar ones stand together (recursive graph bisection,
  /// Dhulipala and others, 2016): smaller index, faster searches, a slower optimize(). Document
  /// numbers change, and with them the order of hits of equal score. Each document's values, scores
  /// and counts stay what they were.
  bool reorder = false;
};

/// Settings of a writer.
struct WriterOptions {
  /// Memory for the documents being indexed, in bytes, of all threads together, before they are
  /// written as a segment. Larger: fewer segments, faster searches. Half as much again is used
  /// while a segment is written, with several threads up to twice as much; threads that add wait
  /// rather than use more. Each thread that adds has a cache of words besides, at most 52 MB.
  /// Range [1 MiB, 2 GiB].
  std::size_t buffer_bytes = std::size_t{64} << 20;
  MergeOptions merge = {};
};

/// Adds documents to an index. Nothing is visible or safe before commit().
///
/// add() may be called from several threads at once, and while another thread commits or
/// optimizes: each thread that adds at the same time builds a segment of its own. Documents of one
/// thread alone are numbered in the order they were added; those of several threads come in any
/// order. All other calls may come from any thread too, and wait for each other. close(), moving
/// and destruction: when no other call runs.
///
/// Movable. Holds the index's lock until it is closed or destroyed; destroying it forgets what was
/// not committed and ends merges that run, which leaves the index as it was.
class IZDE_EXPORT IndexWriter {
 public:
  ~IndexWriter();
  IndexWriter(IndexWriter&&) noexcept;
  IndexWriter& operator=(IndexWriter&&) noexcept;

  /// Adds a document. Text fields are analysed at once; the document is not referred to afterwards.
  ///
  /// Throws: Error{kInvalidArgument} for a field the schema does not have or a value that is no
  /// date: nothing of the document is added then and the writer goes on; so too
  /// {kResourceExhausted} for a value over 1 GiB, a keyword over 32 KiB, a document over 1984 MiB
  /// or a million values, or more than 2^32-2 documents in the index. {kIoError} when a full buffer
  /// cannot be written, {kResourceExhausted} when memory runs out: what was not committed is then
  /// lost, of all threads, the last commit stands, and every later call but rollback() throws
  /// {kUnavailable}.
  void add(const Document& document);

  /// Makes every document whose add() has returned durable and visible to new searchers. When it
  /// returns, a power cut loses nothing; when it throws {kIoError}, the index is as it was at the
  /// last commit, and rollback() makes the writer usable again. Does nothing when there is nothing
  /// new, documents or fields; the first commit makes an empty index. Returns the number of the
  /// commit. Segments are merged in the background afterwards, as MergeOptions says; each merge is
  /// a commit of its own.
  std::uint64_t commit();

  /// Commits, then merges segments until at most `max_segments` are left. Searches are fastest over
  /// one segment; documents keep their order unless `options` says otherwise, and hits and scores
  /// stay what they were.
  ///
  /// The new segments become visible by a commit of their own; searchers opened before keep theirs.
  /// Cost: reads and writes the index about once; as much free space again is needed meanwhile. A
  /// single segment is written again only to be reordered. Returns the number of the commit. Throws
  /// as commit(), and Error{kInvalidArgument} for 0, {kCorruption} when a segment is damaged; the
  /// index is then as it was at the commit that came first, and the writer goes on.
  std::uint64_t optimize(std::size_t max_segments = 1, const OptimizeOptions& options = {});

  /// Waits until no more merges are to be done in the background. Throws the Error that ended the
  /// last one, once: the index is as it was before that merge.
  void wait_for_merges();

  /// Forgets everything since the last commit.
  void rollback();

  /// Forgets everything since the last commit and gives the lock back. Later calls throw
  /// {kUnavailable}.
  void close() noexcept;

  /// Documents added since the last commit.
  std::uint64_t pending_documents() const noexcept;

  struct Impl;  // not part of the interface

 private:
  friend class Index;
  explicit IndexWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace izde
