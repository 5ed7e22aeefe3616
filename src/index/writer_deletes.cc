// WriterCore: deletes, and views of what is not committed.
#include <algorithm>
#include <fmt/format.h>
#include <future>
#include <set>
#include <system_error>
#include <utility>

#include "izde/error.h"

#include "index/writer.h"
#include "index/writer_errors.h"
#include "index/writer_guards.h"

namespace izde::internal {
namespace {

/// Share of the buffer that noted deletes may take before they are applied.
constexpr std::size_t kShareOfDeletes = 4;

/// Documents to be deleted from one segment: those it had, and more.
class Deleting {
 public:
  explicit Deleting(const LiveSegment& segment) : segment_(segment) {}

  void add(DocId doc) {
    if (more_ == nullptr) {
      if (segment_.deleted != nullptr && segment_.deleted->contains(doc)) return;
      more_ = segment_.deleted == nullptr ? std::make_shared<DeletedDocs>(segment_.info.doc_count)
                                          : std::make_shared<DeletedDocs>(*segment_.deleted);
    }
    more_->add(doc);
  }
  /// Those of `cursor` that were added before delete `number`.
  void add_all(PostingsCursor cursor, std::uint64_t number) {
    const DocId end = segment_.births.end_at(number);
    for (DocId doc = cursor.next(); doc < end && doc != kNoMoreDocs; doc = cursor.next()) add(doc);
  }
  void add(DocId doc, std::uint64_t number) {
    if (doc < segment_.births.end_at(number)) add(doc);
  }
  /// Null when none was added.
  DeletedDocsPtr take() noexcept { return std::move(more_); }

 private:
  const LiveSegment& segment_;
  std::shared_ptr<DeletedDocs> more_;
};

/// The values of one field, in the order of a dictionary.
std::vector<std::pair<std::string_view, std::uint64_t>> sorted(
    const std::unordered_map<std::string, std::uint64_t>& values) {
  std::vector<std::pair<std::string_view, std::uint64_t>> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace

// \pre the caller holds mutex_
std::uint32_t WriterCore::keyword_field(std::string_view name) const {
  const std::optional<std::uint32_t> field = fields_->find(name);
  if (!field)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("field \"{}\": the schema does not have it", name));
  if (fields_->schema().fields()[*field].type != FieldType::kKeyword)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("field \"{}\" is no keyword field: documents are deleted by the value "
                            "of one, or by a query",
                            name));
  return *field;
}

WriterCore::Key WriterCore::key_of(const Document& document, std::string_view field) const {
  const Lock lock(mutex_);
  const std::uint32_t number = keyword_field(field);
  const auto is_key = [field](const auto& value) { return value.first == field; };
  const auto& values = document.values();
  const auto count = std::count_if(values.begin(), values.end(), is_key);
  if (count != 1)
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format("a document with {} values of its key \"{}\", one is wanted", count, field));
  return {number, std::find_if(values.begin(), values.end(), is_key)->second};
}

void WriterCore::erase(std::string_view field, std::string_view value) {
  {
    const Lock lock(mutex_);
    require_open();
    log_.add(keyword_field(field), value);
    ++version_;
  }
  apply_when_many();
}

void WriterCore::erase(const Query& query) {
  if (find_ == nullptr)
    throw Error(ErrorCode::kUnavailable, "this writer cannot search for what to delete");
  {
    const Lock lock(mutex_);
    require_open();
    log_.add(query);
    ++version_;
  }
  apply_when_many();
}

void WriterCore::apply_when_many() {
  const auto is_many = [this] {
    const Lock lock(mutex_);
    return state_ == State::kOpen && log_.bytes_used() > options_.buffer_bytes / kShareOfDeletes;
  };
  if (!is_many()) return;
  const std::lock_guard serial(serial_);
  if (!is_many()) return;  // another thread was faster
  gather(false);
  const Lock lock(mutex_);
  end_work();
}

// Writes what the builders have, and applies the deletes that have come. Returns the segments of
// all documents so far, deletes applied; they stay until end_work(). What is added meanwhile may be
// in other segments of live_, whose deletes are not applied. \pre the caller holds serial_
std::vector<LiveSegment*> WriterCore::gather(bool for_commit) {
  std::vector<OpenSegment> open;
  std::set<std::uint64_t> orders;  // of the segments that are not committed
  PendingDeletes deletes;
  std::shared_ptr<const FieldTable> fields;
  {
    Lock lock(mutex_);
    const Hold hold(*this, lock);
    require_open();
    fields = fields_;
    for (const auto& segment : live_)
      if (!segment->is_committed) orders.insert(segment->order);
    open = take_open_segments();
    for (const OpenSegment& segment : open) orders.insert(segment.number);
    deletes = log_.take();
    view_version_ = version_;
    view_ = nullptr;
    if (for_commit) documents_in_commit_ = std::exchange(pending_documents_, 0);
    working_ = true;
  }
  try {
    finish_all(open, fields->schema());
    std::vector<LiveSegment*> segments;
    {
      const Lock lock(mutex_);
      for (const auto& segment : live_)
        if (segment->is_committed || orders.contains(segment->order))
          segments.push_back(segment.get());
    }
    apply(deletes, segments);
    return segments;
  } catch (...) {
    open.clear();
    fail();
    rethrow("the segment being written");
  }
}

// \pre the caller holds mutex_, and all builders
std::vector<WriterCore::OpenSegment> WriterCore::take_open_segments() {
  std::vector<OpenSegment> open;
  for (const auto& builder : builders_) {
    if (!builder->number) continue;
    const std::uint64_t number = *std::exchange(builder->number, std::nullopt);
    if (builder->segment == nullptr) {  // nothing came of it; what is begun later stands behind
      building_.erase(segment_name(number));
      continue;
    }
    open.push_back({number, std::move(builder->segment), std::exchange(builder->births, Births())});
    builder->bytes = 0;
    builder->flush_wanted = false;
  }
  return open;
}

// Each in a thread of its own, but for the first.
void WriterCore::finish_all(std::vector<OpenSegment>& open, const Schema& schema) {
  std::vector<std::future<SegmentInfo>> others;
  for (std::size_t i = 1; i < open.size(); ++i) {
    const auto finish = [&schema, &open, i] { return open[i].segment->finish(schema); };
    try {
      others.push_back(std::async(std::launch::async, finish));
    } catch (const std::system_error&) {  // no thread to be had
      others.push_back(std::async(std::launch::deferred, finish));
    }
  }
  std::vector<SegmentInfo> infos;
  if (!open.empty()) infos.push_back(open[0].segment->finish(schema));
  for (auto& other : others) infos.push_back(other.get());
  const Lock lock(mutex_);
  for (std::size_t i = 0; i < open.size(); ++i)
    insert(std::move(infos[i]), open[i].number, std::move(open[i].births));
}

// \pre the caller holds serial_, working_
void WriterCore::apply(const PendingDeletes& deletes, std::span<LiveSegment* const> segments) {
  std::vector<Deleting> deleting;
  deleting.reserve(segments.size());
  for (const LiveSegment* segment : segments) deleting.emplace_back(*segment);
  for (const auto& [field, values] : deletes.values) {
    const auto in_order = sorted(values);
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const SegmentReader& reader = *segments[i]->open(*directory_);
      if (reader.terms().term_count(field) == 0) continue;
      for (const auto& [value, number] : in_order)
        if (const std::optional<TermInfo> term = reader.terms().find(field, value))
          deleting[i].add_all(reader.postings(field, *term), number);
    }
  }
  if (!deletes.queries.empty()) {
    const std::shared_ptr<const Snapshot> view = make_view(segments);
    for (const auto& [query, number] : deletes.queries)
      find_(view, query,
            [&, at = number](std::size_t segment, DocId doc) { deleting[segment].add(doc, at); });
  }
  const Lock lock(mutex_);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (DeletedDocsPtr deleted = deleting[i].take()) segments[i]->deleted = std::move(deleted);
    segments[i]->births.clear();
  }
}

// \pre the caller holds serial_, working_
std::shared_ptr<Snapshot> WriterCore::make_view(std::span<LiveSegment* const> segments) const {
  auto view = std::make_shared<Snapshot>(committed_, analyzer_);
  view->manifest.schema = schema();
  view->manifest.segments.clear();
  for (LiveSegment* segment : segments) {
    view->manifest.segments.push_back(segment->info);
    view->add(segment->open(*directory_), segment->deleted);
  }
  return view;
}

std::shared_ptr<const Snapshot> WriterCore::view() {
  std::shared_ptr<const Snapshot> view;
  {
    const std::lock_guard serial(serial_);
    {
      const Lock lock(mutex_);
      require_open();
      if (view_ != nullptr && view_version_ == version_) return view_;
    }
    const std::vector<LiveSegment*> segments = gather(false);
    try {
      view = make_view(segments);
    } catch (...) {
      const Lock lock(mutex_);
      end_work();
      throw;
    }
    const Lock lock(mutex_);
    view_ = view;
    end_work();
  }
  start_merging();
  return view;
}

}  // namespace izde::internal
