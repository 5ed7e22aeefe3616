#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "izde/export.h"

namespace izde {

/// How grave a finding is.
enum class Severity : std::uint8_t {
  kNote,    ///< Worth knowing; nothing is lost: a file that no commit names.
  kDamage,  ///< Bytes are not what was written, or not there.
};

/// One thing that was found.
struct Finding {
  Severity severity = Severity::kDamage;
  std::string file;  ///< Its name in the folder.
  std::string what;  ///< For people, without the file's name.
};

/// Settings of check_index().
struct CheckOptions {
  /// Also analyses all stored texts again and compares what comes out with what the index has:
  /// finds what is wrong though it fits together. Needs the analyzer that the index was made with;
  /// costs about as much as indexing, and some 100 MB more.
  bool analyze = false;
  /// Findings that the report holds; of one file at most 20. All are counted.
  std::size_t max_findings = 1000;
};

/// What check_index() found.
struct CheckReport {
  std::vector<Finding> findings;
  std::uint64_t damages = 0;    ///< All findings of kDamage, also those not in `findings`.
  std::uint64_t notes = 0;      ///< The others.
  std::uint64_t commits = 0;    ///< Commits that could be read, those kept by name too.
  std::uint64_t segments = 0;   ///< Different segments that they name.
  std::uint64_t documents = 0;  ///< Of these segments, deleted ones too.
  std::uint64_t bytes = 0;      ///< Of all files that were looked at.

  bool is_sound() const noexcept { return damages == 0; }
};

/// Checks the index in folder `path`: all commits that are kept, with and without a name. Compares
/// the checksums of all files, then their meaning: that terms, documents and positions rise, that
/// statistics, lengths, columns, stored values and what pruning goes by say the same. It does not
/// stop at what it finds, and changes nothing; a writer may work meanwhile.
///
/// Memory: 16 bytes a document of the largest segment, 64 MiB, and the postings of one term.
/// Cost: reads the index about twice. Throws: Error{kNotFound} when there is no index, {kIoError}.
IZDE_EXPORT CheckReport check_index(const std::filesystem::path& path,
                                    const CheckOptions& options = {});

/// Documents of a segment that could not be read: [begin, end) of its numbers.
struct LostDocuments {
  std::string segment;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What salvage_index() kept, and what not.
struct SalvageReport {
  std::string source;           ///< The file of the commit whose documents were taken.
  std::uint64_t documents = 0;  ///< In the new index.
  std::uint64_t lost = 0;       ///< Documents in `ranges`; some of them may have been deleted ones.
  std::vector<LostDocuments> ranges;
  /// Fields that had values but did not store them: the new index has none of them.
  std::vector<std::string> unstored_fields;
  std::vector<Finding> findings;  ///< What could not be read, and what that means. At most 1000.

  bool is_whole() const noexcept {
    return lost == 0 && unstored_fields.empty() && findings.empty();
  }
};

/// Makes a new index in `new_path` of all that can be read in `path`: each document whose stored
/// values can be read and that was not deleted is indexed again, in order. Schema, analyzer and
/// user dictionary are those of the newest commit that can be read. Changes nothing in `path`.
///
/// Throws: Error{kNotFound} when there is no index in `path`, {kAlreadyExists} when `new_path` is
/// not empty, {kCorruption} when no commit, or the user dictionary, can be read, {kIoError}; as
/// Index::open() when this build has no such analyzer. When space or memory runs out on the way,
/// `new_path` has an index without documents.
IZDE_EXPORT SalvageReport salvage_index(const std::filesystem::path& path,
                                        const std::filesystem::path& new_path);

/// What backup_index() copied.
struct BackupReport {
  std::uint64_t generation = 0;  ///< Number of the newest commit.
  std::size_t snapshots = 0;     ///< Commits with a name.
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

/// Copies the newest commit of the index in `path`, and those kept by name, to `new_path`, which is
/// then an index of its own. Writers may go on meanwhile: the copy is of one moment. All checksums
/// are compared on the way; when it returns, a power cut loses nothing of the copy, and before its
/// end there is no index in `new_path`.
///
/// Throws: Error{kNotFound} when there is no index in `path`, {kAlreadyExists} when `new_path` is
/// not empty, {kCorruption} naming a damaged file, {kIoError}; what was copied is removed then.
IZDE_EXPORT BackupReport backup_index(const std::filesystem::path& path,
                                      const std::filesystem::path& new_path);

}  // namespace izde
