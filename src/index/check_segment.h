#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/schema.h"

#include "base/doc_id.h"
#include "codec/columns_reader.h"
#include "codec/lengths_reader.h"
#include "codec/postings_reader.h"
#include "codec/stored_reader.h"
#include "codec/terms_reader.h"
#include "index/findings.h"
#include "index/manifest.h"
#include "index/text_analysis.h"
#include "store/directory.h"

namespace izde::internal {

/// A segment being checked: those of its files that could be opened and have their checksums, and
/// what was counted so far.
struct CheckedSegment {
  CheckedSegment(const SegmentInfo& what, const Schema& of, Findings& found)
      : info(what), schema(of), findings(found) {}

  const SegmentInfo& info;
  const Schema& schema;
  Findings& findings;

  std::optional<TermsReader> terms;
  std::optional<PostingsReader> postings;  ///< And positions.
  std::optional<LengthsFile> lengths;
  std::optional<ColumnsFile> columns;
  std::optional<StoredReader> stored;

  bool keep_occurrences = false;
  /// Occurrences by document, of the fields of the dictionary whose postings are right, where they
  /// are to be kept.
  std::map<std::uint32_t, std::vector<std::uint32_t>> occurrences;
  /// Figures as counted, of the fields that could be counted.
  std::map<std::uint32_t, FieldSums> sums;
  /// Fields whose values could not be counted.
  std::map<std::uint32_t, bool> uncounted;

  std::string file(std::string_view extension) const { return info.name + std::string(extension); }
  /// Reports what a reader threw, under the file that it names.
  void damage(const Error& error, std::string_view extension) const;
  void damage(std::string_view extension, std::string what) const {
    findings.damage(file(extension), std::move(what));
  }
};

/// Dictionary, postings, positions and lengths.
void check_terms(CheckedSegment& segment);
/// Columns, and that those of keywords say what the dictionary says.
void check_columns(CheckedSegment& segment);
/// Stored values, and that they are those of the columns.
void check_stored(CheckedSegment& segment);
/// What comes out of the stored texts when they are analysed again.
void check_analysis(CheckedSegment& segment, const AnalysisMaker& make_analysis);

/// Checks one segment: docs/design/check.md.
class SegmentCheck {
 public:
  /// `commit` is the file that names the segment. `is_wanted` says whether the segment is still
  /// named by a commit, so that a file that is missing is damage.
  SegmentCheck(const Directory& directory, std::string commit, const SegmentInfo& info,
               const Schema& schema, Findings& findings, std::function<bool()> is_wanted)
      : directory_(directory),
        commit_(std::move(commit)),
        is_wanted_(std::move(is_wanted)),
        segment_(info, schema, findings) {}

  /// With `make_analysis`, stored texts are analysed again.
  void run(const AnalysisMaker& make_analysis);

 private:
  template <typename Make>
  void open(std::string_view extension, const Make& make);
  void open_all();
  void check_figures() const;

  const Directory& directory_;
  std::string commit_;
  std::function<bool()> is_wanted_;
  CheckedSegment segment_;
};

}  // namespace izde::internal
