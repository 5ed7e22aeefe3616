#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "izde/document.h"
#include "izde/export.h"
#include "izde/query.h"
#include "izde/searcher.h"

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
  /// A segment of which more than this share of the documents is deleted is written again without
  /// them. Above 0; 1 and more: never.
  double deleted_share = 0.25;
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
  /// Commits whose documents can still be searched (Index::commits()), the newest included. At
  /// least 1. What merges make of a commit stands in its place.
  std::size_t keep_commits = 1;
  /// Largest value of a field, in bytes, and largest document, all its values and their names
  /// together. Larger ones are refused. At most 1 GiB and 1984 MiB.
  std::size_t max_value_bytes = std::size_t{1} << 30;
  std::size_t max_document_bytes = std::size_t{1984} << 20;
};

/// Adds documents to an index, replaces and deletes them. Nothing is safe before commit(), nor
/// visible to others than searcher().
///
/// add(), update() and erase() may be called from several threads at once, and while another thread
/// commits, searches or optimizes: each thread that adds at the same time builds a segment of its
/// own. Documents of one thread alone are numbered in the order they were added; those of several
/// threads come in any order. What was called after another call had returned takes effect after
/// it. All other calls may come from any thread too, and wait for each other. close(), moving and
/// destruction: when no other call runs.
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
  /// {kResourceExhausted} for a value or document over the limits of WriterOptions, a keyword over
  /// 32 KiB, a document of over a million values, or more than 2^32-2 documents in the index,
  /// deleted ones included until they are merged away. {kIoError} when a full buffer
  /// cannot be written, {kResourceExhausted} when memory runs out: what was not committed is then
  /// lost, of all threads, the last commit stands, and every later call but rollback() throws
  /// {kUnavailable}.
  void add(const Document& document);

  /// Adds the document and deletes all those before it that have the same value in the keyword
  /// field `key_field`, in one step: no commit and no searcher has both, or neither. The document
  /// must have exactly one value of that field.
  ///
  /// Throws as add(), and Error{kInvalidArgument} when `key_field` is no keyword field or the
  /// document has not exactly one value of it: nothing is changed then.
  void update(std::string_view key_field, const Document& document);

  /// Deletes all documents added before that have this value in the keyword field `field`.
  ///
  /// Throws: Error{kInvalidArgument} when `field` is no keyword field of the index, {kUnavailable};
  /// as add() when what was noted takes too much memory and has to be applied at once. Cost: some
  /// 100 ns; documents are looked for at the next commit() or searcher(). They stay in the files
  /// until their segment is merged, and until then count for the statistics that scores are made
  /// of.
  void erase(std::string_view field, std::string_view value);

  /// Deletes all documents added before that match the query, as Searcher::search() has it with
  /// nothing restored, mended or widened: only what the query says. An empty query deletes nothing.
  /// Throws: Error{kUnavailable}. Cost: as the other; a search of each segment at the next commit()
  /// or searcher().
  void erase(const Query& query);

  /// Makes every document whose add() has returned, and every update() and erase(), durable and
  /// visible to new searchers. When it returns, a power cut loses nothing; when it throws
  /// {kIoError}, the index is as it was at the last commit, and rollback() makes the writer usable
  /// again. Does nothing when there is nothing new, documents, deletes or fields; the first commit
  /// makes an empty index. Returns the number of the commit. Segments are merged in the background
  /// afterwards, as MergeOptions says; each merge is a commit of its own.
  std::uint64_t commit();

  /// The first half of commit(): does all that takes time or can fail for want of space. The commit
  /// takes place with the next commit(), which then only renames a file and syncs the folder; what
  /// is added in between belongs to the commit after it. rollback() takes it back. So an index can
  /// take part in a transaction with others. Returns the number that the commit will have; does
  /// nothing when there is nothing new, or when one is prepared already. Throws as commit().
  ///
  /// Segments are not merged between the two.
  std::uint64_t prepare_commit();

  /// A view of the index with all that was added, updated and deleted so far, committed or not,
  /// in the time that writing it to files without waiting for the disk takes: some milliseconds for
  /// a few documents, up to that of a whole buffer. The same view when nothing is new. It keeps
  /// what it sees, also over rollback(). Throws as add() when a buffer is written, and
  /// {kCorruption}.
  Searcher searcher();

  /// Keeps the last commit under a name, durably: whatever is committed, merged or deleted later,
  /// Index::searcher_of(name) sees it. `name`: 1 to 64 of the characters a-z, A-Z, 0-9, '_', '-'.
  /// Files it needs stay until remove_snapshot(). Throws: Error{kInvalidArgument} for the name,
  /// {kAlreadyExists}, {kNotFound} when nothing was committed yet, {kIoError}.
  void create_snapshot(std::string_view name);

  /// Gives a name back; files that nothing else needs go. Throws: Error{kNotFound}, {kIoError}.
  void remove_snapshot(std::string_view name);

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
