#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>

#include "izde/error.h"

#include "index/check_postings.h"
#include "index/check_segment.h"
#include "index/inverter.h"
#include "index/segment_reader.h"
#include "text/folding.h"

namespace izde::internal {
namespace {

/// Most values of a document, so that no position can be this much above what its words need.
constexpr std::uint64_t kMostGaps = std::uint64_t{1'000'000} * (kValueGap + 1);

bool same(const TermInfo& a, const TermInfo& b) noexcept {
  return a.doc_freq == b.doc_freq && a.total_term_freq == b.total_term_freq &&
         a.postings_offset == b.postings_offset && a.positions_offset == b.positions_offset &&
         a.singleton_doc == b.singleton_doc;
}

/// A term as messages show it.
std::string shown(std::string_view term) {
  std::string text;
  for (const char c : term.substr(0, 64)) text += c >= 0 && c < ' ' ? ' ' : c;
  return text;
}

class TermsCheck {
 public:
  explicit TermsCheck(CheckedSegment& segment) : segment_(segment) {}

  void run() {
    if (segment_.terms) {
      for (const TermsReader::FieldEntry& entry : segment_.terms->fields()) {
        const bool is_sound = check_field(entry);
        if (!is_sound) segment_.uncounted[text_field(entry.field)] = true;
      }
    }
    check_fields_without_terms();
  }

 private:
  const std::vector<Field>& fields() const { return segment_.schema.fields(); }
  static std::uint32_t text_field(std::uint32_t field) noexcept {
    return is_family_field(field) ? field - kFirstFamilyField : field;
  }
  std::optional<TermKind> kind_of(std::uint32_t field) const;
  bool check_field(const TermsReader::FieldEntry& entry);
  bool check_term(const TermsReader::FieldEntry& entry, const TermsCursor& cursor,
                  PostingsCheck* postings);
  bool check_form(std::string_view term);
  void check_fields_without_terms();
  void count(const TermsReader::FieldEntry& entry, FieldCounts&& counts);
  void check_lengths(std::uint32_t field, const FieldCounts& counts);
  void count_positions(std::uint32_t field, const LengthsReader& lengths,
                       const FieldCounts& counts);
  bool check_length(std::uint32_t field, DocId doc, std::uint32_t length,
                    std::optional<std::uint32_t> counted, const FieldCounts& counts);
  void wrong(std::string_view extension, std::uint32_t field, std::string_view term,
             std::string_view what) {
    segment_.damage(extension, fmt::format("field {}, term \"{}\": {}", field, shown(term), what));
  }

  CheckedSegment& segment_;
  std::string folded_;
};

/// What terms of the field the schema wants; nothing when there must not be any.
std::optional<TermKind> TermsCheck::kind_of(std::uint32_t field) const {
  if (field == kFormsField) return TermKind::kStatistics;
  const std::uint32_t number = text_field(field);
  if (number >= fields().size()) return std::nullopt;
  const Field& of = fields()[number];
  if (field != number)
    return of.type == FieldType::kText && of.options.families
               ? std::optional(TermKind::kFrequencies)
               : std::nullopt;
  if (of.type == FieldType::kText) return TermKind::kPositions;
  return of.type == FieldType::kKeyword ? std::optional(TermKind::kDocs) : std::nullopt;
}

// Returns whether all of its postings could be counted.
bool TermsCheck::check_field(const TermsReader::FieldEntry& entry) {
  if (kind_of(entry.field) != entry.kind) {
    segment_.damage(".terms", fmt::format("field {} has terms of kind {}, which its schema does "
                                          "not have",
                                          entry.field, static_cast<unsigned>(entry.kind)));
    return false;
  }
  const LengthsReader* const lengths =
      segment_.lengths ? segment_.lengths->find(text_field(entry.field)) : nullptr;
  FieldCounts counts;
  std::optional<PostingsCheck> postings;
  if (segment_.postings && entry.kind != TermKind::kStatistics) {
    counts.occurrences.resize(segment_.info.doc_count);
    if (has_positions(entry.kind)) counts.spans.resize(segment_.info.doc_count);
    postings.emplace(*segment_.postings, entry.kind, lengths, counts);
  }
  bool is_sound = postings.has_value() || entry.kind == TermKind::kStatistics;
  std::uint64_t terms = 0;
  try {
    const auto cursor = segment_.terms->seek(entry.field, "");
    for (; cursor->next(); ++terms)
      if (!check_term(entry, *cursor, postings ? &*postings : nullptr)) is_sound = false;
  } catch (const Error& error) {
    segment_.damage(error, ".terms");
    return false;
  }
  if (terms != entry.terms) {
    segment_.damage(".terms", fmt::format("field {} has {} terms, {} are said", entry.field, terms,
                                          entry.terms));
    return false;
  }
  if (is_sound) count(entry, std::move(counts));
  return is_sound;
}

bool TermsCheck::check_term(const TermsReader::FieldEntry& entry, const TermsCursor& cursor,
                            PostingsCheck* postings) {
  const auto found = segment_.terms->find(entry.field, cursor.term());
  if (!found || !same(*found, cursor.info())) {
    wrong(".terms", entry.field, cursor.term(), "it is not found by its index");
    return false;
  }
  if (entry.kind == TermKind::kStatistics) return check_form(cursor.term());
  if (postings == nullptr) return false;
  try {
    const auto what = postings->check(cursor.info());
    if (what) wrong(".postings", entry.field, cursor.term(), *what);
    return !what;
  } catch (const Error& error) {
    segment_.damage(error, ".postings");
    return false;
  }
}

bool TermsCheck::check_form(std::string_view term) {
  const std::size_t end = term.find('\0');
  if (end != std::string_view::npos) {
    const std::string_view form = term.substr(end + 1);
    folded_.clear();
    fold_kazakh_letters(form, folded_);
    if (folded_ == term.substr(0, end) && has_kazakh_letter(form)) return true;
  }
  wrong(".terms", kFormsField, term, "it is no form behind its folding");
  return false;
}

void TermsCheck::count(const TermsReader::FieldEntry& entry, FieldCounts&& counts) {
  if (entry.kind == TermKind::kPositions || entry.kind == TermKind::kDocs) {
    FieldSums& sums = segment_.sums[entry.field];
    for (const std::uint32_t occurrences : counts.occurrences) sums.doc_count += occurrences > 0;
  }
  if (entry.kind == TermKind::kPositions) check_lengths(entry.field, counts);
  if (segment_.keep_occurrences && entry.kind != TermKind::kStatistics)
    segment_.occurrences[entry.field] = std::move(counts.occurrences);
}

void TermsCheck::check_lengths(std::uint32_t field, const FieldCounts& counts) try {
  const LengthsReader* const lengths = segment_.lengths ? segment_.lengths->find(field) : nullptr;
  if (lengths == nullptr) {
    segment_.uncounted[field] = true;
    if (segment_.lengths)
      segment_.damage(".lengths", fmt::format("field {} has terms and no lengths", field));
    return;
  }
  std::uint64_t& tokens = segment_.sums[field].token_count;
  for (DocId doc = 0; doc < segment_.info.doc_count; ++doc) tokens += (*lengths)[doc];
  count_positions(field, *lengths, counts);
} catch (const Error& error) {
  segment_.damage(error, ".positions");
}

void TermsCheck::count_positions(std::uint32_t field, const LengthsReader& lengths,
                                 const FieldCounts& counts) {
  LengthCount bits(counts);
  std::vector<std::uint32_t> positions;
  for (DocId begin = 0; begin < segment_.info.doc_count;) {
    const DocId end = bits.begin_window(begin);
    for (const auto term = segment_.terms->seek(field, ""); term->next();) {
      PostingsCursor cursor(*segment_.postings, term->info(), TermKind::kPositions);
      for (DocId doc = cursor.advance(begin); doc < end; doc = cursor.next()) {
        cursor.positions(positions);
        bits.add(doc, positions);
      }
    }
    for (DocId doc = begin; doc < end; ++doc)
      if (!check_length(field, doc, lengths[doc], bits.count(doc), counts)) return;
    begin = end;
  }
}

// Where positions lie too far apart to be counted, only what must be so is looked at.
bool TermsCheck::check_length(std::uint32_t field, DocId doc, std::uint32_t length,
                              std::optional<std::uint32_t> counted, const FieldCounts& counts) {
  const std::uint64_t occurrences = counts.occurrences[doc];
  const std::uint64_t span = counts.spans[doc];
  if (counted && *counted != length) {
    segment_.damage(".lengths", fmt::format("field {}: document {} is said to be {} words long, {} "
                                            "positions are there",
                                            field, doc, length, *counted));
    return false;
  }
  if (length > occurrences || span > 2 * occurrences + kMostGaps) {
    segment_.damage(".positions", fmt::format("field {}: document {} is {} words long, and has a "
                                              "word at position {}",
                                              field, doc, length, span - 1));
    return false;
  }
  if (!counted)
    segment_.findings.note(segment_.file(".lengths"),
                           fmt::format("field {}: document {} is too long for its words to be "
                                       "counted",
                                       field, doc));
  return true;
}

void TermsCheck::check_fields_without_terms() {
  if (segment_.lengths)
    for (const std::uint32_t field : segment_.lengths->fields()) {
      const bool is_text = field < fields().size() && fields()[field].type == FieldType::kText;
      if (!is_text || (segment_.terms && segment_.terms->term_count(field) == 0))
        segment_.damage(".lengths", fmt::format("field {} has lengths and no words", field));
    }
  if (segment_.terms && segment_.postings) return;
  for (std::uint32_t field = 0; field < fields().size(); ++field)
    if (kind_of(field)) segment_.uncounted[field] = true;
}

}  // namespace

void check_terms(CheckedSegment& segment) { TermsCheck(segment).run(); }

}  // namespace izde::internal
