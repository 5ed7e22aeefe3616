// WriterCore: what makes a commit.
#include <fmt/format.h>
#include <utility>

#include "izde/error.h"

#include "index/schema_union.h"
#include "index/writer.h"
#include "index/writer_errors.h"
#include "index/writer_guards.h"

namespace izde::internal {

std::uint64_t WriterCore::commit() {
  std::uint64_t generation = 0;
  {
    const std::lock_guard serial(serial_);
    generation = commit_serially();
  }
  start_merging();
  return generation;
}

std::uint64_t WriterCore::prepare_commit() {
  const std::lock_guard serial(serial_);
  return prepare_serially();
}

// \pre the caller holds serial_
std::uint64_t WriterCore::commit_serially() {
  const std::uint64_t generation = prepare_serially();
  return prepared_ ? finish_serially() : generation;
}

// What a commit would change. \pre the caller holds mutex_, and all builders
bool WriterCore::has_news() const {
  const auto is_news = [](const auto& segment) {
    return !segment->is_committed || segment->deleted != segment->committed;
  };
  return !has_manifest_ || pending_documents_ > 0 || !log_.empty() ||
         !same_fields(fields_->schema(), committed_.schema) ||
         std::any_of(live_.begin(), live_.end(), is_news);
}

// \pre the caller holds serial_
std::uint64_t WriterCore::prepare_serially() {
  {
    Lock lock(mutex_);
    require_open();
    if (prepared_) return prepared_->manifest.generation;
    const Hold hold(*this, lock);
    require_open();
    if (!has_news()) return committed_.generation;
  }
  const std::vector<LiveSegment*> segments = gather(true);
  try {
    Prepared prepared = prepare(segments, false);
    const Lock lock(mutex_);
    prepared_ = std::move(prepared);
    working_ = false;
    if (state_ == State::kFailed) settle();  // another thread's add() did meanwhile
    require_open();
    return prepared_->manifest.generation;
  } catch (...) {
    fail();
    rethrow("the commit being written");
  }
}

// \pre the caller holds serial_; a commit is prepared
std::uint64_t WriterCore::finish_serially() {
  std::optional<Prepared> prepared;
  {
    const Lock lock(mutex_);
    require_open();
    prepared = std::exchange(prepared_, std::nullopt);
    working_ = true;
  }
  try {
    finish(*prepared);
  } catch (...) {
    fail();
    rethrow("the commit being written");
  }
  const Lock lock(mutex_);
  documents_in_commit_ = 0;
  std::erase_if(live_, [](const auto& segment) {
    return !segment->is_committed && count_of(segment->deleted) == segment->info.doc_count;
  });
  end_work();
  return committed_.generation;
}

// Writes the files of a commit of these segments: of all their deletes, or with `merged` of those
// alone that are committed. \pre the caller holds serial_, working_
WriterCore::Prepared WriterCore::prepare(std::span<LiveSegment* const> segments, bool merged) {
  Prepared prepared;
  Manifest& manifest = prepared.manifest;
  {
    const Lock lock(mutex_);
    manifest.generation = next_generation_++;
    manifest.origin = merged ? committed_.origin : manifest.generation;
    manifest.next_segment = next_segment_;
    manifest.schema = merged ? committed_.schema : fields_->schema();
    manifest.analyzer = definition_;
    unfinished_generation_ = manifest.generation;
  }
  std::vector<std::string> files;
  for (LiveSegment* segment : segments) {
    const DeletedDocsPtr& deleted = merged ? segment->committed : segment->deleted;
    if (count_of(deleted) == segment->info.doc_count) continue;
    SegmentInfo info = segment->info;
    if (!segment->is_synced) append_files(info, files);
    if (deleted != segment->written()) {
      info.deleted = deleted->count();
      info.deletes = manifest.generation;
      info.deletes_id = random_file_id();
      const std::uint64_t bytes =
          write_deletes(*directory_, deletes_name(info), info.deletes_id, *deleted);
      if (segment->written() == nullptr) info.bytes += bytes;  // else as many as those before
      files.push_back(deletes_name(info));
    }
    prepared.entries.push_back({segment, deleted});
    manifest.segments.push_back(std::move(info));
  }
  directory_->sync_files(files);
  directory_->sync();  // their names, before anything refers to them
  prepare_manifest(*directory_, manifest);
  return prepared;
}

// \pre the caller holds serial_, working_
void WriterCore::finish(Prepared& prepared) {
  finish_manifest(*directory_, prepared.manifest.generation);
  const Lock lock(mutex_);
  unfinished_generation_.reset();
  for (const auto& segment : live_) segment->is_committed = false;
  committed_documents_ = 0;
  for (std::size_t i = 0; i < prepared.entries.size(); ++i) {
    LiveSegment& segment = *prepared.entries[i].segment;
    segment.info = prepared.manifest.segments[i];
    segment.committed = prepared.entries[i].deleted;
    segment.is_committed = segment.is_synced = true;
    committed_documents_ += segment.info.doc_count;
    building_.erase(segment.info.name);
  }
  committed_ = std::move(prepared.manifest);
  has_manifest_ = true;
  kept_.add(committed_, options_.keep_commits);
}

void WriterCore::create_snapshot(std::string_view name) {
  const std::lock_guard serial(serial_);
  const Lock lock(mutex_);
  require_open();
  if (!is_snapshot_name(name))
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("\"{}\" is no name for a snapshot: 1 to 64 of the characters a-z, A-Z, "
                            "0-9, '_', '-' are",
                            name.substr(0, 64)));
  if (!has_manifest_)
    throw Error(ErrorCode::kNotFound, "there is no commit yet to keep a snapshot of");
  if (kept_.has_snapshot(name))
    throw Error(ErrorCode::kAlreadyExists, fmt::format("there is a snapshot \"{}\"", name));
  // Whatever fails, the files stay until it is known that nothing names them.
  kept_.add_snapshot(name, committed_);
  try {
    write_snapshot(*directory_, committed_, name);
  } catch (...) {
    if (undo_snapshot(*directory_, name)) kept_.remove_snapshot(name);
    throw;
  }
}

void WriterCore::remove_snapshot(std::string_view name) {
  const std::lock_guard serial(serial_);
  const Lock lock(mutex_);
  require_open();
  if (!kept_.has_snapshot(name))
    throw Error(ErrorCode::kNotFound, fmt::format("there is no snapshot \"{}\"", name));
  directory_->remove(snapshot_file_name(name));
  directory_->sync();
  kept_.remove_snapshot(name);
  remove_orphans();
}

}  // namespace izde::internal
