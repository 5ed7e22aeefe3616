#include "index/writer.h"

#include <algorithm>
#include <fmt/format.h>
#include <new>

#include "izde/error.h"

#include "index/schema_union.h"
#include "index/writer_errors.h"
#include "index/writer_guards.h"

namespace izde::internal {
namespace {

constexpr std::size_t kLeastBuffer = std::size_t{1} << 20;
constexpr std::size_t kMostBuffer = std::size_t{2} << 30;

void check_most(std::string_view name, std::size_t value, std::size_t most) {
  if (value > most)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("{} is {}, at most {} is allowed", name, value, most));
}

void check_options(const WriterOptions& options) {
  if (options.buffer_bytes < kLeastBuffer || options.buffer_bytes > kMostBuffer)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("buffer_bytes is {}, from {} to {} are allowed", options.buffer_bytes,
                            kLeastBuffer, kMostBuffer));
  if (options.merge.segments_per_tier < 2)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("segments_per_tier is {}, at least 2 are needed",
                            options.merge.segments_per_tier));
  if (!(options.merge.deleted_share > 0))
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("deleted_share is {}, above 0 is needed", options.merge.deleted_share));
  if (options.keep_commits == 0)
    throw Error(ErrorCode::kInvalidArgument, "keep_commits is 0, at least 1 is needed");
  check_most("max_value_bytes", options.max_value_bytes, kMostValueBytes);
  check_most("max_document_bytes", options.max_document_bytes, kMostDocumentBytes);
}

}  // namespace

WriterCore::WriterCore(std::shared_ptr<Directory> directory, const Schema& schema,
                       std::string definition, AnalysisMaker make_analysis,
                       const WriterOptions& options, Analyzer analyzer, MatchFinder find)
    : directory_(std::move(directory)),
      wanted_(schema),
      definition_(std::move(definition)),
      make_analysis_(std::move(make_analysis)),
      options_(options),
      analyzer_(std::move(analyzer)),
      find_(std::move(find)) {
  check_options(options);
  lock_ = directory_->lock(kLockName);
  load();
}

// What the directory holds is what is committed, whatever this writer believed before.
void WriterCore::load() {
  directory_->sync();  // what it shows may be a rename that never became durable
  std::optional<Manifest> manifest = read_manifest(*directory_);
  has_manifest_ = manifest.has_value();
  if (has_manifest_ && manifest->analyzer != definition_)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("the index was made with analyzer \"{}\", it is opened with \"{}\"",
                            manifest->analyzer, definition_));
  committed_ = has_manifest_ ? *std::move(manifest) : Manifest{};
  committed_.analyzer = definition_;
  committed_documents_ = 0;
  live_.clear();
  for (const SegmentInfo& segment : committed_.segments) {
    committed_documents_ += segment.doc_count;
    LiveSegment& live = *live_.emplace_back(std::make_unique<LiveSegment>());
    live.info = segment;
    live.is_committed = live.is_synced = true;
    live.deleted = live.committed = open_deletes(*directory_, segment);
  }
  next_generation_ = std::max(next_generation_, committed_.generation + 1);
  next_segment_ = std::max(next_segment_, committed_.next_segment);
  fields_ = std::make_shared<const FieldTable>(unite_schemas(committed_.schema, wanted_));
  kept_.load(*directory_);
  kept_.keep_last(options_.keep_commits);
  unfinished_generation_.reset();
  ++version_;
  remove_orphans();
}

void WriterCore::require_open() const {
  if (state_ == State::kClosed) throw Error(ErrorCode::kUnavailable, "the writer is closed");
  if (state_ == State::kFailed)
    throw Error(
        ErrorCode::kUnavailable,
        "the writer failed before and lost what was not committed; rollback() makes it usable");
}

std::uint64_t WriterCore::pending_documents() const noexcept {
  const std::lock_guard lock(mutex_);
  return pending_documents_;
}

Manifest WriterCore::committed() const {
  const std::lock_guard lock(mutex_);
  return committed_;
}

Schema WriterCore::schema() const {
  const std::lock_guard lock(mutex_);
  return fields_->schema();
}

void WriterCore::add(const Document& document, const std::string_view* key_field) {
  {
    Lock lock(mutex_);
    Builder& builder = take_builder(lock);
    lock.unlock();
    std::shared_ptr<const FieldTable> fields;
    std::optional<Key> key;
    try {
      check_size(document, options_);
      if (key_field != nullptr) key = key_of(document, *key_field);
      fields = check(builder, document);
    } catch (...) {  // nothing was added
      lock.lock();
      give_back(builder);
      throw;
    }
    try {
      add_checked(builder, *fields);
      lock.lock();
      if (key) log_.add(key->field, key->value);
      builder.births.note(builder.segment->doc_count() - 1, log_.count());
      ++pending_documents_;
      ++version_;
      flush_when_full(builder, lock);
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      state_ = State::kFailed;
      give_back(builder);
      rethrow("the documents being added");
    }
    give_back(builder);
  }
  if (key_field != nullptr) apply_when_many();
}

// Waits for a commit that takes the segments away, and while what is being written takes as much
// memory as a whole buffer more.
WriterCore::Builder& WriterCore::take_builder(Lock& lock) {
  changed_.wait(lock, [this] {
    return !held_ && (bytes_being_written_ == 0 ||
                      bytes_being_written_ + bytes_being_built() < 2 * options_.buffer_bytes);
  });
  require_open();
  std::uint64_t documents = committed_documents_ + documents_in_commit_ + pending_documents_;
  Builder* free = nullptr;
  for (const auto& builder : builders_) {
    if (builder->busy)
      ++documents;
    else if (free == nullptr)
      free = builder.get();
  }
  if (documents >= kMostDocuments)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("an index holds at most {} documents", kMostDocuments));
  if (free == nullptr)
    free = builders_.emplace_back(std::make_unique<Builder>(make_analysis_())).get();
  if (!free->number) {
    free->number = next_segment_++;
    building_.insert(segment_name(*free->number));
  }
  free->busy = true;
  return *free;
}

void WriterCore::give_back(Builder& builder) noexcept {
  builder.busy = false;
  if (state_ == State::kFailed) settle();
  changed_.notify_all();
}

// The fields that the document brings become part of the schema. Another thread may bring the same:
// then they are looked for again.
std::shared_ptr<const FieldTable> WriterCore::check(Builder& builder, const Document& document) {
  const auto current = [this] {
    const std::lock_guard lock(mutex_);
    return fields_;
  };
  std::shared_ptr<const FieldTable> fields = current();
  if (!builder.adder.check(*fields, document)) return fields;
  const std::lock_guard lock(mutex_);
  if (std::optional<Schema> widened = builder.adder.check(*fields_, document))
    fields_ = std::make_shared<const FieldTable>(*std::move(widened));
  return fields_;
}

void WriterCore::add_checked(Builder& builder, const FieldTable& fields) {
  if (builder.segment == nullptr)
    builder.segment = std::make_unique<SegmentWriter>(*directory_, segment_name(*builder.number));
  builder.adder.add_checked(fields.schema(), *builder.segment);
}

std::size_t WriterCore::bytes_being_built() const noexcept {
  std::size_t bytes = 0;
  for (const auto& builder : builders_) bytes += builder->bytes;
  return bytes;
}

// The buffer is for all builders together; the largest is written when it is full. When another
// thread works with that one, it is left to that thread, after its document.
void WriterCore::flush_when_full(Builder& builder, Lock& lock) {
  builder.bytes = builder.segment->bytes_used() + builder.births.bytes_used();
  if (builder.flush_wanted) flush(builder, lock);
  if (bytes_being_built() < options_.buffer_bytes) return;
  Builder& largest =
      **std::max_element(builders_.begin(), builders_.end(),
                         [](const auto& a, const auto& b) { return a->bytes < b->bytes; });
  if (&largest == &builder) {
    flush(builder, lock);
  } else if (largest.busy) {
    largest.flush_wanted = true;
  } else {
    largest.busy = true;
    try {
      flush(largest, lock);
    } catch (...) {
      largest.busy = false;
      throw;
    }
    largest.busy = false;
  }
}

// \pre the caller has the builder
void WriterCore::flush(Builder& builder, Lock& lock) {
  const std::unique_ptr<SegmentWriter> segment = std::move(builder.segment);
  const std::uint64_t number = *std::exchange(builder.number, std::nullopt);
  const std::size_t bytes = std::exchange(builder.bytes, 0);
  Births births = std::exchange(builder.births, {});
  builder.flush_wanted = false;
  bytes_being_written_ += bytes;
  const std::shared_ptr<const FieldTable> fields = fields_;
  lock.unlock();
  try {
    SegmentInfo info = segment->finish(fields->schema());
    lock.lock();
    insert(std::move(info), number, std::move(births));
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    bytes_being_written_ -= bytes;
    throw;
  }
  bytes_being_written_ -= bytes;
  changed_.notify_all();
}

// \pre the caller holds mutex_
void WriterCore::insert(SegmentInfo info, std::uint64_t order, Births births) {
  auto segment = std::make_unique<LiveSegment>();
  segment->info = std::move(info);
  segment->order = order;
  segment->births = std::move(births);
  const auto at = std::find_if(live_.begin(), live_.end(), [order](const auto& other) {
    return !other->is_committed && other->order > order;
  });
  live_.insert(at, std::move(segment));
}

// Drops what is not committed, as soon as no other thread works at it.
void WriterCore::fail() noexcept {
  const std::lock_guard lock(mutex_);
  state_ = State::kFailed;
  end_work();
  changed_.notify_all();
}

// add() may have failed meanwhile in another thread. \pre the caller holds mutex_
void WriterCore::end_work() noexcept {
  working_ = false;
  if (state_ == State::kFailed)
    settle();
  else
    remove_orphans();
}

// Files stay when an unfinished commit may still name them. \pre failed; the caller holds mutex_
void WriterCore::settle() noexcept {
  if (working_) return;
  for (const auto& builder : builders_)
    if (builder->busy) return;
  forget_uncommitted();
  if (unfinished_generation_ && !undo_manifest(*directory_, *unfinished_generation_)) return;
  unfinished_generation_.reset();
  remove_orphans();
}

// \pre the caller holds mutex_; no other thread uses a builder or live_
void WriterCore::forget_uncommitted() noexcept {
  for (const auto& builder : builders_) {
    builder->segment.reset();
    builder->number.reset();
    builder->bytes = 0;
    builder->births = {};
    builder->flush_wanted = false;
  }
  prepared_.reset();
  std::erase_if(live_, [](const auto& segment) { return !segment->is_committed; });
  for (const auto& segment : live_) segment->deleted = segment->committed;
  log_.take();
  building_.clear();
  pending_documents_ = documents_in_commit_ = 0;
  ++version_;
}

// \pre the caller holds mutex_
void WriterCore::remove_orphans() noexcept {
  if (unfinished_generation_) return;
  try {
    remove_unreferenced(*directory_, kept_.files(), kept_.is_unsure(),
                        [this](std::string_view segment) {
                          return building_.contains(std::string(segment)) ||
                                 merging_.contains(std::string(segment));
                        });
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): they stay for the next call
  }
}

}  // namespace izde::internal
