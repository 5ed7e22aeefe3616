#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "izde/document.h"
#include "izde/export.h"

namespace izde {

/// Settings of a writer.
struct WriterOptions {
  /// Memory for the documents being indexed, in bytes, before they are written as a segment.
  /// Larger: fewer segments, faster searches. Half as much again is used while a segment is
  /// written. Range [1 MiB, 2 GiB].
  std::size_t buffer_bytes = std::size_t{64} << 20;
};

/// Adds documents to an index. Nothing is visible or safe before commit().
///
/// Movable. One thread at a time. Holds the index's lock until it is closed or destroyed;
/// destroying it forgets what was not committed.
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
  /// lost, the last commit stands, and every later call but rollback() throws {kUnavailable}.
  void add(const Document& document);

  /// Makes everything added so far durable and visible to new searchers. When it returns, a power
  /// cut loses nothing; when it throws {kIoError}, the index is as it was at the last commit, and
  /// rollback() makes the writer usable again. Does nothing when there is nothing new, documents or
  /// fields; the first commit makes an empty index. Returns the number of the commit.
  std::uint64_t commit();

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
