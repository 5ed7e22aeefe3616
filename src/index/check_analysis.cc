#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "izde/document.h"
#include "izde/error.h"

#include "index/check_segment.h"
#include "index/document_adder.h"
#include "index/field_table.h"
#include "index/segment_reader.h"
#include "index/segment_writer.h"

namespace izde::internal {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

/// Indexes the stored texts and keywords again, a part in memory at a time, and looks in the
/// segment for all that comes out; and that the segment has no more of each document.
class AnalysisCheck {
 public:
  AnalysisCheck(CheckedSegment& segment, const AnalysisMaker& make_analysis)
      : segment_(segment), fields_(segment.schema), adder_(make_analysis()) {}

  void run() {
    for (std::uint32_t block = 0; block < segment_.stored->block_count(); ++block)
      segment_.stored->read_block(
          block, [this](DocId doc, std::vector<StoredValue>&& values) { add(doc, values); });
    compare_part();
    compare_forms();
  }

 private:
  const std::vector<Field>& fields() const { return fields_.schema().fields(); }
  bool is_compared(std::uint32_t field) const {
    return field < fields().size() && fields()[field].options.stored &&
           (fields()[field].type == FieldType::kText ||
            fields()[field].type == FieldType::kKeyword);
  }
  void add(DocId doc, const std::vector<StoredValue>& values);
  void compare_part();
  void compare_field(const SegmentReader& part, std::uint32_t field, TermKind kind);
  bool compare_term(const SegmentReader& part, std::uint32_t field, TermKind kind,
                    std::string_view term, const TermInfo& info);
  void compare_counts(const SegmentReader& part, std::uint32_t field);
  void compare_lengths(const SegmentReader& part, std::uint32_t field);
  void add_forms(const SegmentReader& part);
  void compare_forms();

  CheckedSegment& segment_;
  FieldTable fields_;
  DocumentAdder adder_;
  Document document_;
  std::shared_ptr<Directory> directory_;
  std::unique_ptr<SegmentWriter> part_;
  DocId base_ = 0;                             ///< First document of the part.
  std::vector<std::uint32_t> occurrences_;     ///< Occurrences of a field in the part's documents.
  std::uint64_t forms_ = 0;                    ///< Occurrences of forms that came out.
  std::vector<std::uint32_t> wanted_, found_;  ///< Positions.
};

void AnalysisCheck::add(DocId doc, const std::vector<StoredValue>& values) {
  document_.clear();
  for (const StoredValue& value : values)
    if (is_compared(value.field)) document_.add(fields()[value.field].name, value.value);
  if (part_ == nullptr) {
    base_ = doc;
    directory_ = make_memory_directory();
    part_ = std::make_unique<SegmentWriter>(*directory_, "part");
  }
  adder_.check(fields_, document_);
  adder_.add_checked(fields_.schema(), *part_);
  if (part_->bytes_used() > kMostBytes) compare_part();
}

void AnalysisCheck::compare_part() {
  if (part_ == nullptr) return;
  const SegmentReader part(*directory_, part_->finish(fields_.schema()));
  for (std::uint32_t field = 0; field < fields().size(); ++field) {
    if (!is_compared(field)) continue;
    const bool is_text = fields()[field].type == FieldType::kText;
    compare_field(part, field, is_text ? TermKind::kPositions : TermKind::kDocs);
    if (!is_text) continue;
    compare_field(part, family_field(field), TermKind::kFrequencies);
    compare_lengths(part, field);
  }
  add_forms(part);
  part_.reset();
}

void AnalysisCheck::compare_field(const SegmentReader& part, std::uint32_t field, TermKind kind) {
  occurrences_.assign(part.doc_count(), 0);
  bool same = true;
  for (const auto term = part.terms().seek(field, ""); same && term->next();)
    same = compare_term(part, field, kind, term->term(), term->info());
  if (same) compare_counts(part, field);
}

bool AnalysisCheck::compare_term(const SegmentReader& part, std::uint32_t field, TermKind kind,
                                 std::string_view term, const TermInfo& info) {
  const auto stands = segment_.terms->find(field, term);
  const auto differ = [&](DocId doc) {
    segment_.damage(".postings", fmt::format("field {}, term \"{}\": document {} does not have it "
                                             "as its stored text does",
                                             field, term, doc));
    return false;
  };
  PostingsCursor wanted(part.postings_reader(), info, kind);
  if (!stands) return differ(base_ + wanted.next());
  PostingsCursor found(*segment_.postings, *stands, kind);
  found.advance(base_);
  while (wanted.next() != kNoMoreDocs) {
    if (found.doc() != base_ + wanted.doc() || found.freq() != wanted.freq())
      return differ(base_ + wanted.doc());
    occurrences_[wanted.doc()] += wanted.freq();
    if (has_positions(kind)) {
      wanted.positions(wanted_);
      found.positions(found_);
      if (wanted_ != found_) return differ(base_ + wanted.doc());
    }
    found.next();
  }
  return true;
}

// All that came out is there; when there is as much, there is nothing else.
void AnalysisCheck::compare_counts(const SegmentReader& part, std::uint32_t field) {
  const auto counted = segment_.occurrences.find(field);
  if (counted == segment_.occurrences.end()) return;
  for (DocId doc = 0; doc < part.doc_count(); ++doc)
    if (counted->second[base_ + doc] != occurrences_[doc])
      return segment_.damage(
          ".postings",
          fmt::format("field {}: document {} has {} occurrences of terms, its "
                      "stored values {}",
                      field, base_ + doc, counted->second[base_ + doc], occurrences_[doc]));
}

void AnalysisCheck::compare_lengths(const SegmentReader& part, std::uint32_t field) {
  const LengthsReader* const wanted = part.lengths(field);
  const LengthsReader* const found = segment_.lengths->find(field);
  for (DocId doc = 0; doc < part.doc_count(); ++doc) {
    const std::uint32_t length = wanted == nullptr ? 0 : (*wanted)[doc];
    if (length != (found == nullptr ? 0 : (*found)[base_ + doc]))
      return segment_.damage(".lengths", fmt::format("field {}: document {} has {} words by its "
                                                     "stored text",
                                                     field, base_ + doc, length));
  }
}

void AnalysisCheck::add_forms(const SegmentReader& part) {
  for (const auto form = part.terms().seek(kFormsField, ""); form->next();) {
    const auto found = segment_.terms->find(kFormsField, form->term());
    if (!found || found->doc_freq < form->info().doc_freq)
      segment_.damage(".terms", fmt::format("a form of the stored texts occurs {} times, not {}",
                                            found ? found->doc_freq : 0, form->info().doc_freq));
    forms_ += form->info().doc_freq;
  }
}

// Each form is there as often at least; their sums tell whether one is there more often. Forms of
// texts that were not stored cannot be told.
void AnalysisCheck::compare_forms() {
  for (const Field& field : fields())
    if (field.type == FieldType::kText && !field.options.stored) return;
  std::uint64_t forms = 0;
  for (const auto form = segment_.terms->seek(kFormsField, ""); form->next();) {
    forms += form->info().doc_freq;
    if (form->info().doc_freq == kNoMoreDocs) return;  // there were more
  }
  if (forms != forms_)
    segment_.damage(".terms",
                    fmt::format("forms occur {} times, in the stored texts {}", forms, forms_));
}

}  // namespace

void check_analysis(CheckedSegment& segment, const AnalysisMaker& make_analysis) {
  if (!segment.terms || !segment.postings || !segment.lengths || !segment.stored ||
      !segment.uncounted.empty())
    return;
  try {
    AnalysisCheck(segment, make_analysis).run();
  } catch (const Error& error) {
    segment.damage(error, ".stored");
  }
}

}  // namespace izde::internal
