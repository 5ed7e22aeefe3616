#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "izde/analyzer.h"
#include "izde/document.h"
#include "izde/index_writer.h"
#include "izde/schema.h"

#include "index/manifest.h"
#include "index/segment_writer.h"
#include "store/directory.h"

namespace izde::internal {

/// Cuts a text into tokens; they live until the next call.
using TextAnalysis = std::function<std::span<const Token>(std::string_view text)>;

/// The analysis of an Analyzer. Not compiled into the module, so that it does not need the analyzer
/// to link.
inline TextAnalysis analysis_of(const Analyzer& analyzer) {
  return [analyzer, analysis = std::make_shared<Analysis>()](std::string_view text) {
    analyzer.analyze(text, *analysis);
    return analysis->tokens();
  };
}

/// What IndexWriter does; see izde/index_writer.h for the contract of each call.
///
/// Holds the lock of the directory. One thread at a time.
class WriterCore {
 public:
  /// `schema` is the one the index was opened with: it is united with that of the last commit.
  /// Throws: Error{kLocked}, {kIoError}, {kCorruption}, {kInvalidArgument} when types or analyzer
  /// differ from the index's or an option is out of range.
  WriterCore(std::shared_ptr<Directory> directory, const Schema& schema, std::string definition,
             TextAnalysis analyse, const WriterOptions& options);
  ~WriterCore() { close(); }
  WriterCore(const WriterCore&) = delete;
  WriterCore& operator=(const WriterCore&) = delete;

  void add(const Document& document);
  std::uint64_t commit();
  void rollback();
  void close() noexcept;
  std::uint64_t pending_documents() const noexcept;

  /// The last commit; generation 0 before the first.
  const Manifest& committed() const noexcept { return committed_; }
  /// The fields as the next commit will have them.
  const Schema& schema() const noexcept { return schema_; }

 private:
  enum class State { kOpen, kFailed, kClosed };
  /// A value of the document being added, its field found and the value checked.
  struct Checked {
    std::uint32_t field;
    std::string_view value;
    std::string date;  ///< Canonical, of a date field.
  };
  /// Looks names up without making a string of them.
  struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };

  void require_open() const;
  void load();
  void set_schema(Schema schema);
  void check_limits(const Document& document) const;
  void check_values(const Document& document, Schema& widened);
  Checked check_value(std::uint32_t number, const Field& field, std::string_view value) const;
  void add_checked();
  void flush();
  void write_commit();
  void discard() noexcept;
  void forget_uncommitted() noexcept;

  std::shared_ptr<Directory> directory_;
  std::unique_ptr<DirectoryLock> lock_;
  Schema wanted_;
  std::string definition_;
  TextAnalysis analyse_;
  WriterOptions options_;

  State state_ = State::kOpen;
  Manifest committed_;
  bool has_manifest_ = false;
  // Only ever rise, also over rollbacks: a name stands for one content.
  std::uint64_t next_generation_ = 1;
  std::uint64_t next_segment_ = 0;
  std::optional<std::uint64_t>
      unfinished_generation_;  ///< Whose manifest may stand there, half done.

  Schema schema_;
  std::unordered_map<std::string, std::uint32_t, NameHash, std::equal_to<>> numbers_;
  std::vector<Checked> checked_;  ///< Of the current document; kept for its memory.
  std::unique_ptr<SegmentWriter> segment_;
  std::vector<SegmentInfo> flushed_;
  std::uint64_t flushed_documents_ = 0;
  std::uint64_t committed_documents_ = 0;
};

}  // namespace izde::internal
