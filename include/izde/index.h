#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "izde/analyzer.h"
#include "izde/export.h"
#include "izde/index_writer.h"
#include "izde/schema.h"
#include "izde/searcher.h"

namespace izde {

/// Settings of an index.
struct IndexOptions {
  /// How text becomes terms. Stored with the index, the user dictionary too: opening it with
  /// another analyzer is an error.
  AnalyzerOptions analyzer;
};

/// Figures of one field, over all committed segments.
struct FieldStats {
  std::string name;
  FieldType type = FieldType::kText;
  std::uint64_t terms = 0;      ///< Distinct terms, summed over segments; of text and keywords.
  std::uint64_t tokens = 0;     ///< Indexed tokens, of text.
  std::uint64_t documents = 0;  ///< Documents with at least one token or value in the field.
};

/// Figures of an index as of its last commit.
struct IndexStats {
  std::uint64_t generation = 0;  ///< Number of the commit; 0 before the first.
  std::uint64_t documents = 0;   ///< Deleted ones aside.
  std::uint64_t deleted = 0;     ///< Documents that are no more, and not merged away yet.
  std::size_t segments = 0;
  std::uint64_t bytes = 0;  ///< On disk (or in memory), all files of the commit and the dictionary.
  std::vector<FieldStats> fields;
};

/// A commit that can be searched.
struct CommitInfo {
  std::uint64_t generation = 0;
  std::vector<std::string> names;  ///< IndexWriter::create_snapshot() gave it, sorted.
  std::uint64_t documents = 0;     ///< Deleted ones aside.
  std::size_t segments = 0;
};

/// An index: a folder on disk, or memory. The door to writers and searchers.
///
/// Copies share the same index. Any number of threads may use one; any number of processes may read
/// a folder while one writes.
class IZDE_EXPORT Index {
 public:
  /// Opens the index in folder `path`, or creates it when the folder does not exist or is empty.
  ///
  /// An existing index keeps its fields. `schema` must agree with it on the types of the fields
  /// they share; fields that only `schema` has are added with the next commit; boosts are taken
  /// from `schema`. Throws: Error{kInvalidArgument} when types or analyzer differ (the message says
  /// in what, and what to do), {kIoError} when the system refuses, {kAlreadyExists} when `path` is
  /// a file or a folder with other things in it, {kCorruption}, {kVersionTooOld}, {kVersionTooNew}
  /// when it cannot be read. Cost: a few file opens a segment, independent of the index's size.
  static Index open(const std::filesystem::path& path, const Schema& schema,
                    const IndexOptions& options = {});

  /// Opens the index that exists in `path`, with the schema, analyzer and user dictionary stored
  /// there. Throws as above, and Error{kNotFound} when there is no index; when this build of the
  /// library has no such analyzer, {kVersionTooOld} or {kVersionTooNew} for another version of its
  /// rules, {kInvalidArgument} for other tables.
  static Index open(const std::filesystem::path& path);

  /// Makes an empty index in memory; it lives as long as anything that came from it.
  static Index in_memory(const Schema& schema, const IndexOptions& options = {});

  /// The writer. One at a time for an index, over all processes.
  /// Throws: Error{kLocked} naming the process that holds the index, {kIoError}, {kCorruption}.
  IndexWriter writer(const WriterOptions& options = {});

  /// A view of the last commit. Cheap when nothing was committed since the last call.
  /// Throws: Error{kIoError}, {kCorruption}.
  Searcher searcher() const;

  /// The commits that can still be searched, oldest first: the last ones, as
  /// WriterOptions::keep_commits has it, and those with a name. Throws as searcher().
  std::vector<CommitInfo> commits() const;

  /// A view of an older commit, or of the one with that name. Throws as searcher(), and
  /// Error{kNotFound} when it is not kept.
  Searcher searcher_of(std::uint64_t generation) const;
  Searcher searcher_of(std::string_view name) const;

  /// The fields as of the last commit, those of open() added.
  Schema schema() const;
  const Analyzer& analyzer() const noexcept;
  /// Throws as searcher().
  IndexStats stats() const;

  /// Reads every file of the last commit whole and compares its checksum.
  /// Throws: Error{kCorruption} naming the first damaged file. Cost: O(size of the index).
  void verify() const;

  struct Impl;  // not part of the interface

 private:
  explicit Index(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace izde
