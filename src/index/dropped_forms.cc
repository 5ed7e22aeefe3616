#include "index/dropped_forms.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "izde/document.h"

#include "index/document_adder.h"
#include "index/field_table.h"
#include "index/segment_merger.h"
#include "index/segment_writer.h"

namespace izde::internal {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

/// Puts texts into segments in memory, for the forms that these then have.
class FormCounter {
 public:
  FormCounter(const Schema& schema, const AnalysisMaker& make_analysis)
      : fields_(schema), adder_(make_analysis()) {}

  void add(const std::vector<StoredValue>& values) {
    document_.clear();
    const std::vector<Field>& fields = fields_.schema().fields();
    for (const StoredValue& value : values)
      if (value.field < fields.size() && fields[value.field].type == FieldType::kText)
        document_.add(fields[value.field].name, value.value);
    if (document_.values().empty()) return;
    if (segment_ == nullptr) segment_ = std::make_unique<SegmentWriter>(*directory_, kName);
    adder_.check(fields_, document_);
    adder_.add_checked(fields_.schema(), *segment_);
    if (segment_->bytes_used() > kMostBytes) count();
  }

  FormCounts take() {
    count();
    return std::move(counts_);
  }

 private:
  void count() {
    if (segment_ == nullptr) return;
    const SegmentReader reader(*directory_, segment_->finish(fields_.schema()));
    for (const auto forms = reader.terms().seek(kFormsField, ""); forms->next();)
      counts_[std::string(forms->term())] += forms->info().doc_freq;
    segment_.reset();
    directory_ = make_memory_directory();
  }

  inline static const std::string kName = "dropped";

  FieldTable fields_;
  DocumentAdder adder_;
  Document document_;
  std::shared_ptr<Directory> directory_ = make_memory_directory();
  std::unique_ptr<SegmentWriter> segment_;
  FormCounts counts_;
};

}  // namespace

FormCounts count_dropped_forms(const MergeTask& task, const AnalysisMaker& make_analysis) {
  FormCounter counter(*task.schema, make_analysis);
  for (std::size_t i = 0; i < task.new_docs.size(); ++i) {
    if (task.segments[i]->terms().term_count(kFormsField) == 0) continue;
    for (DocId doc = 0; doc < task.new_docs[i].size(); ++doc) {
      if (task.new_docs[i][doc] != kNoMoreDocs) continue;
      if (task.stop != nullptr && task.stop->load(std::memory_order_relaxed)) throw MergeStopped();
      counter.add(task.segments[i]->stored().read(doc));
    }
  }
  return counter.take();
}

}  // namespace izde::internal
