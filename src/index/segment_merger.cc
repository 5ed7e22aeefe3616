#include "index/segment_merger.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

#include "codec/columns_builder.h"
#include "codec/columns_writer.h"
#include "codec/lengths_writer.h"
#include "codec/postings_writer.h"
#include "codec/stored_writer.h"
#include "codec/terms_writer.h"
#include "index/terms_union.h"

namespace izde::internal {
namespace {

class Merger {
 public:
  Merger(Directory& directory, const MergeTask& task) : directory_(directory), task_(task) {
    info_.name = task.name;
    info_.id = random_file_id();
    for (const auto& segment : task.segments) {
      segment->verify();
      check_stop();
      bases_.push_back(all_docs_);
      all_docs_ += segment->doc_count();
    }
    info_.doc_count = live_docs(task);
  }

  SegmentInfo run() {
    add_sums();
    write_lengths();
    write_terms();
    write_columns();
    write_stored();
    return std::move(info_);
  }

 private:
  void check_stop() const {
    if (task_.stop != nullptr && task_.stop->load(std::memory_order_relaxed)) throw MergeStopped();
  }

  bool keeps_order() const noexcept { return task_.new_docs.empty(); }

  DocId new_doc(std::size_t segment, DocId doc) const noexcept {
    return keeps_order() ? bases_[segment] + doc : task_.new_docs[segment][doc];
  }

  bool drops() const noexcept { return info_.doc_count < all_docs_; }

  void add_sums() {
    if (drops()) return count_sums();
    std::map<std::uint32_t, FieldSums> sums;
    for (const auto& segment : task_.segments)
      for (const FieldSums& each : segment->info().fields) {
        FieldSums& sum = sums[each.field];
        sum.field = each.field;
        sum.doc_count += each.doc_count;
        sum.token_count += each.token_count;
      }
    for (const auto& [field, sum] : sums) info_.fields.push_back(sum);
  }

  // Of what stays, counted: a field that no document has any more has none.
  void count_sums() {
    std::set<std::uint32_t> fields;
    for (const auto& segment : task_.segments)
      for (const FieldSums& each : segment->info().fields) fields.insert(each.field);
    for (const std::uint32_t field : fields) {
      const FieldType type = task_.schema->fields()[field].type;
      FieldSums sums{field, 0, 0};
      for (std::size_t i = 0; i < task_.segments.size(); ++i) {
        if (type == FieldType::kText)
          count_lengths(i, sums);
        else if (const ColumnReader* const column = task_.segments[i]->column(field))
          count_rows(i, *column, sums);
        else
          count_postings(i, sums);
      }
      if (sums.doc_count > 0) info_.fields.push_back(sums);
      check_stop();
    }
  }

  void count_lengths(std::size_t segment, FieldSums& sums) const {
    const LengthsReader* const lengths = task_.segments[segment]->lengths(sums.field);
    if (lengths == nullptr) return;
    for (DocId doc = 0; doc < task_.segments[segment]->doc_count(); ++doc) {
      if (new_doc(segment, doc) == kNoMoreDocs || (*lengths)[doc] == 0) continue;
      ++sums.doc_count;
      sums.token_count += (*lengths)[doc];
    }
  }

  void count_rows(std::size_t segment, const ColumnReader& column, FieldSums& sums) const {
    for (DocId doc = 0; doc < task_.segments[segment]->doc_count(); ++doc)
      if (new_doc(segment, doc) != kNoMoreDocs && column.row_of(doc) != ColumnReader::kNoRow)
        ++sums.doc_count;
  }

  void count_postings(std::size_t segment, FieldSums& sums) const {
    const SegmentReader& reader = *task_.segments[segment];
    DeletedDocs seen(reader.doc_count());
    for (const auto terms = reader.terms().seek(sums.field, ""); terms->next();) {
      PostingsCursor cursor = reader.postings(sums.field, terms->info());
      for (DocId doc = cursor.next(); doc != kNoMoreDocs; doc = cursor.next())
        if (new_doc(segment, doc) != kNoMoreDocs && seen.add(doc)) ++sums.doc_count;
    }
  }

  void write_lengths() {
    LengthsWriter writer(directory_, info_.name + ".lengths", info_.id, info_.doc_count);
    for (const FieldSums& sums : info_.fields) {
      if (task_.schema->fields()[sums.field].type != FieldType::kText) continue;
      std::vector<std::uint32_t>& lengths = lengths_[sums.field];
      lengths.resize(info_.doc_count);
      for (std::size_t i = 0; i < task_.segments.size(); ++i)
        if (const LengthsReader* const from = task_.segments[i]->lengths(sums.field))
          for (DocId doc = 0; doc < task_.segments[i]->doc_count(); ++doc)
            if (const DocId to = new_doc(i, doc); to != kNoMoreDocs) lengths[to] = (*from)[doc];
      writer.add(sums.field, lengths);
    }
    info_.bytes += writer.finish();
  }

  void write_terms() {
    TermsWriter terms(directory_, info_.name + ".terms", info_.id);
    PostingsWriter postings(directory_, info_.name + ".postings", info_.name + ".positions",
                            info_.id, info_.doc_count);
    for (const FieldSums& sums : info_.fields)
      write_field(sums.field, sums.field, term_kind(task_.schema->fields()[sums.field].type), terms,
                  postings);
    for (const auto& [field, lengths] : lengths_)
      write_field(family_field(field), field, TermKind::kFrequencies, terms, postings);
    write_forms(terms);
    info_.bytes += terms.finish() + postings.finish();
  }

  void write_field(std::uint32_t field, std::uint32_t text_field, TermKind kind, TermsWriter& terms,
                   PostingsWriter& postings) {
    TermsUnion all(task_.segments, field);
    const auto found = lengths_.find(text_field);
    std::span<const std::uint32_t> lengths;
    if (found != lengths_.end()) lengths = found->second;
    bool begun = false;
    while (all.next()) {
      if (!keeps_order() && !gather(all, field, kind)) continue;  // no document has it any more
      if (!std::exchange(begun, true)) terms.begin_field(field, kind);
      postings.begin_term(kind, lengths);
      if (keeps_order())
        all.for_each([&](std::size_t segment, const TermInfo& info) {
          postings.append(task_.segments[segment]->postings_reader(), info, bases_[segment]);
        });
      else
        add_gathered(kind, postings);
      terms.add(all.term(), postings.end_term());
      check_stop_at_times();
    }
  }

  /// Finds the documents of a term in their new order. Returns whether there are any.
  bool gather(const TermsUnion& all, std::uint32_t field, TermKind kind) {
    gathered_.clear();
    positions_.clear();
    all.for_each([&](std::size_t segment, const TermInfo& info) {
      PostingsCursor cursor = task_.segments[segment]->postings(field, info);
      for (DocId doc = cursor.next(); doc != kNoMoreDocs; doc = cursor.next()) {
        const DocId to = new_doc(segment, doc);
        if (to == kNoMoreDocs) continue;
        const std::uint32_t freq = has_frequencies(kind) ? cursor.freq() : 1;
        gathered_.push_back({to, freq, positions_.size()});
        if (!has_positions(kind)) continue;
        cursor.positions(in_document_);
        positions_.insert(positions_.end(), in_document_.begin(), in_document_.end());
      }
    });
    const auto is_before = [](const Gathered& a, const Gathered& b) { return a.doc < b.doc; };
    if (!std::is_sorted(gathered_.begin(), gathered_.end(), is_before))
      std::sort(gathered_.begin(), gathered_.end(), is_before);
    return !gathered_.empty();
  }

  void add_gathered(TermKind kind, PostingsWriter& postings) const {
    for (const Gathered& each : gathered_)
      if (has_positions(kind))
        postings.add(each.doc, std::span(positions_).subspan(each.positions, each.freq));
      else
        postings.add(each.doc, each.freq);
  }

  void write_forms(TermsWriter& terms) {
    TermsUnion all(task_.segments, kFormsField);
    bool begun = false;
    while (all.next()) {
      std::uint64_t count = 0;
      all.for_each([&](std::size_t, const TermInfo& info) { count += info.doc_freq; });
      if (const auto dropped = task_.dropped_forms.find(all.term());
          dropped != task_.dropped_forms.end())
        count -= std::min(count, dropped->second);
      if (count == 0) continue;
      if (!std::exchange(begun, true)) terms.begin_field(kFormsField, TermKind::kStatistics);
      TermInfo sum;
      sum.doc_freq = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
      terms.add(all.term(), sum);
      check_stop_at_times();
    }
  }

  void write_columns() {
    std::vector<ColumnSource> sources;
    for (std::size_t i = 0; i < task_.segments.size(); ++i) {
      ColumnSource source{
          &task_.segments[i]->columns(), task_.segments[i]->doc_count(), {}, bases_[i]};
      if (!keeps_order()) source.new_docs = task_.new_docs[i];
      sources.push_back(source);
    }
    ColumnsWriter writer(directory_, info_.name + ".columns", info_.id, info_.doc_count);
    merge_columns(sources, writer);
    info_.bytes += writer.finish();
  }

  void write_stored() {
    StoredWriter writer(directory_, info_.name + ".stored", info_.id);
    if (keeps_order())
      for (const auto& segment : task_.segments) {
        check_stop();
        writer.append(segment->stored());
      }
    else
      write_stored_anew(writer);
    info_.bytes += writer.finish();
  }

  void write_stored_anew(StoredWriter& writer) {
    std::vector<std::pair<std::size_t, DocId>> old_docs(info_.doc_count);
    for (std::size_t i = 0; i < task_.segments.size(); ++i)
      for (DocId doc = 0; doc < task_.segments[i]->doc_count(); ++doc)
        if (const DocId to = new_doc(i, doc); to != kNoMoreDocs) old_docs[to] = {i, doc};
    for (const auto& [segment, doc] : old_docs) {
      writer.append(task_.segments[segment]->stored(), doc);
      check_stop_at_times();
    }
  }

  void check_stop_at_times() {
    if ((++steps_ & 0xFFU) == 0) check_stop();
  }

  struct Gathered {
    DocId doc;
    std::uint32_t freq;
    std::size_t positions;  ///< Where they begin.
  };

  Directory& directory_;
  const MergeTask& task_;
  SegmentInfo info_;
  std::uint32_t all_docs_ = 0;  ///< Those that go, too.
  std::vector<DocId> bases_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> lengths_;  ///< By text field.
  std::vector<Gathered> gathered_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint32_t> in_document_;
  std::uint32_t steps_ = 0;
};

}  // namespace

std::uint32_t live_docs(const MergeTask& task) noexcept {
  std::uint32_t docs = 0;
  for (const auto& segment : task.segments) docs += segment->doc_count();
  for (const std::vector<DocId>& new_docs : task.new_docs)
    docs -= static_cast<std::uint32_t>(std::count(new_docs.begin(), new_docs.end(), kNoMoreDocs));
  return docs;
}

void drop_deleted(std::span<const std::shared_ptr<const SegmentReader>> segments,
                  std::span<const DeletedDocsPtr> deleted,
                  std::vector<std::vector<DocId>>& new_docs) {
  if (std::all_of(deleted.begin(), deleted.end(), [](const auto& each) { return each == nullptr; }))
    return;
  const bool are_in_order = new_docs.empty();
  if (are_in_order) new_docs.resize(segments.size());
  DocId count = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (are_in_order) {
      new_docs[i].resize(segments[i]->doc_count());
      std::iota(new_docs[i].begin(), new_docs[i].end(), count);
    }
    count += segments[i]->doc_count();
  }
  // First the places of those that stay, then how many of them stand before each place.
  std::vector<std::uint32_t> ranks(std::size_t{count} + 1, 1);
  for (std::size_t i = 0; i < segments.size(); ++i)
    for (DocId doc = 0; doc < segments[i]->doc_count(); ++doc)
      if (deleted[i] != nullptr && deleted[i]->contains(doc))
        ranks[std::exchange(new_docs[i][doc], kNoMoreDocs)] = 0;
  std::exclusive_scan(ranks.begin(), ranks.end(), ranks.begin(), 0U);
  for (std::vector<DocId>& docs : new_docs)
    for (DocId& doc : docs)
      if (doc != kNoMoreDocs) doc = ranks[doc];
}

SegmentInfo merge_segments(Directory& directory, const MergeTask& task) {
  return Merger(directory, task).run();
}

}  // namespace izde::internal
