#include "index/segment_merger.h"

#include <algorithm>
#include <limits>
#include <map>
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
      bases_.push_back(info_.doc_count);
      info_.doc_count += segment->doc_count();
    }
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

  void add_sums() {
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

  void write_lengths() {
    LengthsWriter writer(directory_, info_.name + ".lengths", info_.id, info_.doc_count);
    for (const FieldSums& sums : info_.fields) {
      if (task_.schema->fields()[sums.field].type != FieldType::kText) continue;
      std::vector<std::uint32_t>& lengths = lengths_[sums.field];
      lengths.resize(info_.doc_count);
      for (std::size_t i = 0; i < task_.segments.size(); ++i)
        if (const LengthsReader* const from = task_.segments[i]->lengths(sums.field))
          for (DocId doc = 0; doc < task_.segments[i]->doc_count(); ++doc)
            lengths[new_doc(i, doc)] = (*from)[doc];
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
    const auto lengths = lengths_.find(text_field);
    bool begun = false;
    while (all.next()) {
      if (!std::exchange(begun, true)) terms.begin_field(field, kind);
      postings.begin_term(
          kind, lengths == lengths_.end() ? std::span<const std::uint32_t>() : lengths->second);
      if (keeps_order())
        all.for_each([&](std::size_t segment, const TermInfo& info) {
          postings.append(task_.segments[segment]->postings_reader(), info, bases_[segment]);
        });
      else
        add_reordered(all, field, kind, postings);
      terms.add(all.term(), postings.end_term());
      check_stop_at_times();
    }
  }

  /// Adds the documents of a term in their new order.
  void add_reordered(const TermsUnion& all, std::uint32_t field, TermKind kind,
                     PostingsWriter& postings) {
    reordered_.clear();
    positions_.clear();
    all.for_each([&](std::size_t segment, const TermInfo& info) {
      PostingsCursor cursor = task_.segments[segment]->postings(field, info);
      for (DocId doc = cursor.next(); doc != kNoMoreDocs; doc = cursor.next()) {
        const std::uint32_t freq = has_frequencies(kind) ? cursor.freq() : 1;
        reordered_.push_back({new_doc(segment, doc), freq, positions_.size()});
        if (!has_positions(kind)) continue;
        cursor.positions(in_document_);
        positions_.insert(positions_.end(), in_document_.begin(), in_document_.end());
      }
    });
    std::sort(reordered_.begin(), reordered_.end(),
              [](const Reordered& a, const Reordered& b) { return a.doc < b.doc; });
    for (const Reordered& each : reordered_)
      if (has_positions(kind))
        postings.add(each.doc, std::span(positions_).subspan(each.positions, each.freq));
      else
        postings.add(each.doc, each.freq);
  }

  void write_forms(TermsWriter& terms) {
    TermsUnion all(task_.segments, kFormsField);
    bool begun = false;
    while (all.next()) {
      if (!std::exchange(begun, true)) terms.begin_field(kFormsField, TermKind::kStatistics);
      std::uint64_t count = 0;
      all.for_each([&](std::size_t, const TermInfo& info) { count += info.doc_freq; });
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
    if (keeps_order()) {
      for (const auto& segment : task_.segments) {
        check_stop();
        writer.append(segment->stored());
      }
    } else {
      std::vector<std::pair<std::size_t, DocId>> old_docs(info_.doc_count);
      for (std::size_t i = 0; i < task_.segments.size(); ++i)
        for (DocId doc = 0; doc < task_.segments[i]->doc_count(); ++doc)
          old_docs[task_.new_docs[i][doc]] = {i, doc};
      for (const auto& [segment, doc] : old_docs) {
        writer.append(task_.segments[segment]->stored(), doc);
        check_stop_at_times();
      }
    }
    info_.bytes += writer.finish();
  }

  void check_stop_at_times() {
    if ((++steps_ & 0xFFU) == 0) check_stop();
  }

  struct Reordered {
    DocId doc;
    std::uint32_t freq;
    std::size_t positions;  ///< Where they begin.
  };

  Directory& directory_;
  const MergeTask& task_;
  SegmentInfo info_;
  std::vector<DocId> bases_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> lengths_;  ///< By text field.
  std::vector<Reordered> reordered_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint32_t> in_document_;
  std::uint32_t steps_ = 0;
};

}  // namespace

SegmentInfo merge_segments(Directory& directory, const MergeTask& task) {
  return Merger(directory, task).run();
}

}  // namespace izde::internal
