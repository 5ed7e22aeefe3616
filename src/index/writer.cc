#include "index/writer.h"

#include <algorithm>
#include <fmt/format.h>
#include <new>
#include <utility>

#include "izde/error.h"

#include "index/date.h"
#include "index/schema_union.h"

namespace izde::internal {
namespace {

constexpr std::size_t kLeastBuffer = std::size_t{1} << 20;
constexpr std::size_t kMostBuffer = std::size_t{2} << 30;
constexpr std::size_t kMostValueBytes = std::size_t{1} << 30;
constexpr std::size_t kMostDocumentBytes = (std::size_t{2} << 30) - (std::size_t{64} << 20);
constexpr std::size_t kMostValues = 1'000'000;
constexpr std::uint64_t kMostDocuments = 0xFFFFFFFE;

}  // namespace

WriterCore::WriterCore(std::shared_ptr<Directory> directory, const Schema& schema,
                       std::string definition, TextAnalysis analyse, const WriterOptions& options)
    : directory_(std::move(directory)),
      wanted_(schema),
      definition_(std::move(definition)),
      analyse_(std::move(analyse)),
      options_(options) {
  if (options.buffer_bytes < kLeastBuffer || options.buffer_bytes > kMostBuffer)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("buffer_bytes is {}, from {} to {} are allowed", options.buffer_bytes,
                            kLeastBuffer, kMostBuffer));
  lock_ = directory_->lock(kLockName);
  load();
}

// What the directory holds is what is committed, whatever this writer believed before.
void WriterCore::load() {
  std::optional<Manifest> manifest = read_manifest(*directory_);
  has_manifest_ = manifest.has_value();
  if (has_manifest_ && manifest->analyzer != definition_)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("the index was made with analyzer \"{}\", it is opened with \"{}\"",
                            manifest->analyzer, definition_));
  committed_ = has_manifest_ ? *std::move(manifest) : Manifest{};
  committed_.analyzer = definition_;
  committed_documents_ = 0;
  for (const SegmentInfo& segment : committed_.segments) committed_documents_ += segment.doc_count;
  next_generation_ = std::max(next_generation_, committed_.generation + 1);
  next_segment_ = std::max(next_segment_, committed_.next_segment);
  set_schema(unite_schemas(committed_.schema, wanted_));
  remove_unreferenced(*directory_, committed_);
}

void WriterCore::set_schema(Schema schema) {
  schema_ = std::move(schema);
  numbers_.clear();
  for (std::uint32_t i = 0; i < schema_.fields().size(); ++i)
    numbers_.emplace(schema_.fields()[i].name, i);
}

void WriterCore::require_open() const {
  if (state_ == State::kClosed) throw Error(ErrorCode::kUnavailable, "the writer is closed");
  if (state_ == State::kFailed)
    throw Error(
        ErrorCode::kUnavailable,
        "the writer failed before and lost what was not committed; rollback() makes it usable");
}

std::uint64_t WriterCore::pending_documents() const noexcept {
  return flushed_documents_ + (segment_ == nullptr ? 0 : segment_->doc_count());
}

void WriterCore::add(const Document& document) {
  require_open();
  check_limits(document);
  Schema widened;
  check_values(document, widened);
  if (!widened.fields().empty()) set_schema(std::move(widened));
  try {
    add_checked();
    if (segment_->bytes_used() >= options_.buffer_bytes) flush();
  } catch (const std::bad_alloc&) {
    state_ = State::kFailed;
    discard();
    throw Error(ErrorCode::kResourceExhausted, "no memory for the documents being added");
  } catch (...) {
    state_ = State::kFailed;
    discard();
    throw;
  }
}

void WriterCore::check_limits(const Document& document) const {
  if (committed_documents_ + pending_documents() >= kMostDocuments)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("an index holds at most {} documents", kMostDocuments));
  if (document.values().size() > kMostValues)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("a document of {} values, at most {} are allowed",
                            document.values().size(), kMostValues));
  std::size_t bytes = 0;
  for (const auto& [name, value] : document.values()) {
    if (value.size() > kMostValueBytes)
      throw Error(ErrorCode::kResourceExhausted,
                  fmt::format("field \"{}\": a value of {} bytes, at most {} are allowed", name,
                              value.size(), kMostValueBytes));
    bytes += value.size();
  }
  if (bytes > kMostDocumentBytes)
    throw Error(
        ErrorCode::kResourceExhausted,
        fmt::format("a document of {} bytes, at most {} are allowed", bytes, kMostDocumentBytes));
}

// Fills checked_. `widened` stays empty unless the document brings fields: then it is the schema
// with them.
void WriterCore::check_values(const Document& document, Schema& widened) {
  checked_.clear();
  for (const auto& [name, value] : document.values()) {
    if (const auto known = numbers_.find(name); known != numbers_.end()) {
      checked_.push_back(check_value(known->second, schema_.fields()[known->second], value));
      continue;
    }
    if (!schema_.is_dynamic())
      throw Error(ErrorCode::kInvalidArgument,
                  fmt::format("field \"{}\": the schema does not have it", name));
    if (widened.fields().empty()) widened = schema_;
    if (widened.find(name) == nullptr) widened.text(name);
    const auto number = static_cast<std::uint32_t>(widened.find(name) - widened.fields().data());
    checked_.push_back({number, value, {}});
  }
}

WriterCore::Checked WriterCore::check_value(std::uint32_t number, const Field& field,
                                            std::string_view value) const {
  if (field.type == FieldType::kKeyword && value.size() > kMostTermBytes)
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("field \"{}\": a keyword of {} bytes, at most {} are allowed",
                            field.name, value.size(), kMostTermBytes));
  if (field.type != FieldType::kDate) return {number, value, {}};
  std::optional<std::string> date = canonical_date(value);
  if (!date)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("field \"{}\": \"{}\" is no date of the form YYYY-MM-DD or "
                            "YYYY-MM-DDTHH:MM:SSZ",
                            field.name, value.substr(0, 64)));
  return {number, value, *std::move(date)};
}

void WriterCore::add_checked() {
  if (segment_ == nullptr)
    segment_ = std::make_unique<SegmentWriter>(*directory_, segment_name(next_segment_++));
  for (const Checked& each : checked_) {
    const Field& field = schema_.fields()[each.field];
    if (field.options.stored) segment_->stored().add(each.field, each.value);
    switch (field.type) {
      case FieldType::kText:
        segment_->inverter().add_text(each.field, analyse_(each.value), field.options.families);
        break;
      case FieldType::kKeyword:
        segment_->inverter().add_keyword(each.field, each.value);
        break;
      case FieldType::kDate:
        segment_->inverter().add_keyword(each.field, each.date);
        break;
    }
  }
  segment_->end_document();
}

void WriterCore::flush() {
  if (segment_ == nullptr) return;
  flushed_.push_back(segment_->finish(schema_));
  flushed_documents_ += flushed_.back().doc_count;
  segment_.reset();
}

std::uint64_t WriterCore::commit() {
  require_open();
  if (has_manifest_ && pending_documents() == 0 && same_fields(schema_, committed_.schema))
    return committed_.generation;
  try {
    write_commit();
  } catch (const std::bad_alloc&) {
    state_ = State::kFailed;
    discard();
    throw Error(ErrorCode::kResourceExhausted, "no memory for the segment being written");
  } catch (...) {
    state_ = State::kFailed;
    discard();
    throw;
  }
  remove_unreferenced(*directory_, committed_);
  return committed_.generation;
}

void WriterCore::write_commit() {
  flush();
  Manifest manifest = committed_;
  manifest.generation = next_generation_++;
  manifest.next_segment = next_segment_;
  manifest.schema = schema_;
  manifest.segments.insert(manifest.segments.end(), flushed_.begin(), flushed_.end());
  directory_->sync();  // the segments' names, before anything refers to them
  unfinished_generation_ = manifest.generation;
  write_manifest(*directory_, manifest);
  unfinished_generation_.reset();
  committed_ = std::move(manifest);
  has_manifest_ = true;
  committed_documents_ += flushed_documents_;
  flushed_.clear();
  flushed_documents_ = 0;
}

// Drops what is not committed, and its files unless an unfinished commit may still name them.
void WriterCore::discard() noexcept {
  forget_uncommitted();
  if (unfinished_generation_ && !undo_manifest(*directory_, *unfinished_generation_)) return;
  unfinished_generation_.reset();
  remove_unreferenced(*directory_, committed_);
}

void WriterCore::forget_uncommitted() noexcept {
  segment_.reset();
  flushed_.clear();
  flushed_documents_ = 0;
}

void WriterCore::rollback() {
  if (state_ == State::kClosed) require_open();
  state_ = State::kFailed;  // until all is done
  forget_uncommitted();
  load();
  unfinished_generation_.reset();
  state_ = State::kOpen;
}

void WriterCore::close() noexcept {
  if (state_ == State::kClosed) return;
  if (state_ == State::kOpen) {
    forget_uncommitted();
    remove_unreferenced(*directory_, committed_);
  }
  state_ = State::kClosed;
  lock_.reset();
}

}  // namespace izde::internal
