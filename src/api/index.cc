#include "izde/index.h"

#include <chrono>
#include <fmt/format.h>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "izde/error.h"

#include "api/commits.h"
#include "api/index_analyzer.h"
#include "api/index_impl.h"
#include "api/index_writer_impl.h"
#include "api/searcher_impl.h"
#include "index/dictionary_file.h"
#include "index/manifest.h"
#include "index/schema_union.h"
#include "index/snapshot.h"
#include "store/directory.h"

namespace izde {

namespace fs = std::filesystem;
using internal::Directory;
using internal::Manifest;

Index::Impl::Impl(std::shared_ptr<Directory> where, Schema wanted_schema, Analyzer stored_analyzer)
    : directory(std::move(where)),
      wanted(std::move(wanted_schema)),
      analyzer(std::move(stored_analyzer)),
      definition(analyzer.definition()) {}

namespace {

constexpr int kCreateAttempts = 100;
constexpr std::chrono::milliseconds kCreatePause{10};

/// An index is made only where nothing else is: never over other files, nor over an index that lost
/// its manifest.
void require_free(const fs::path& path) {
  std::error_code error;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!internal::is_index_file(name)) {
      throw Error(
          ErrorCode::kAlreadyExists,
          fmt::format("{}: it is no index and not empty: it has \"{}\"", path.string(), name));
    }
    if (name != internal::kLockName && name != internal::kDictionaryName &&
        !name.starts_with("manifest.")) {
      throw Error(ErrorCode::kCorruption,
                  fmt::format("{}: it has files of an index (\"{}\") but no manifest",
                              path.string(), name));
    }
  }
  if (error) {
    throw Error(ErrorCode::kIoError, fmt::format("list {}: {}", path.string(), error.message()));
  }
}

/// Takes the lock; another process that makes the same index holds it for a moment only.
std::unique_ptr<internal::DirectoryLock> lock_for_creation(Directory& directory) {
  for (int attempt = 1;; ++attempt) {
    try {
      return directory.lock(internal::kLockName);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kLocked || attempt == kCreateAttempts) throw;
    }
    if (internal::read_manifest(directory)) return nullptr;
    std::this_thread::sleep_for(kCreatePause);
  }
}

/// Writes the manifest of an index without documents, unless another process was faster.
Manifest create(Directory& directory, const Schema& schema, const Analyzer& analyzer) {
  const auto lock = lock_for_creation(directory);
  if (auto manifest = internal::read_manifest(directory)) return *std::move(manifest);
  Manifest manifest;
  manifest.schema = schema;
  manifest.analyzer = analyzer.definition();
  internal::undo_manifest(directory, manifest.generation);  // what a crash in this place has left
  try {
    internal::write_dictionary(directory, analyzer.options().dictionary.text());
    internal::write_manifest(directory, manifest);
  } catch (...) {
    internal::undo_manifest(directory, manifest.generation);
    throw;
  }
  return manifest;
}

void require_agreement(const Directory& directory, const Manifest& manifest, const Schema& wanted,
                       const std::string& definition) {
  internal::require_same_analyzer(directory, manifest.analyzer, definition);
  internal::unite_schemas(manifest.schema, wanted);  // throws when they disagree
}

std::uint64_t manifest_bytes(const Directory& directory, std::uint64_t generation) {
  try {
    return directory.open(fmt::format("manifest.{}", generation))->bytes().size();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) throw;
    return 0;  // a newer commit has replaced it meanwhile
  }
}

FieldStats field_stats(const internal::Snapshot& snapshot, const Field& field,
                       std::uint32_t number) {
  FieldStats stats;
  stats.name = field.name;
  stats.type = field.type;
  for (const auto& segment : snapshot.segments) {
    stats.terms += segment->terms().term_count(number);
    for (const internal::FieldSums& sums : segment->info().fields) {
      if (sums.field != number) continue;
      stats.tokens += sums.token_count;
      stats.documents += sums.doc_count;
    }
  }
  return stats;
}

}  // namespace

std::shared_ptr<const Searcher::Impl> Index::Impl::latest() {
  const std::lock_guard lock(mutex);
  auto newest = internal::open_latest(*directory, analyzer, snapshot);
  if (newest == nullptr) {
    throw Error(ErrorCode::kNotFound, fmt::format("{}: the index has gone", directory->name()));
  }
  if (newest != snapshot) {
    // Another index may have been put into the folder.
    internal::require_same_analyzer(*directory, newest->manifest.analyzer, definition);
    Schema schema = internal::unite_schemas(newest->manifest.schema, wanted);
    searcher = std::make_shared<const Searcher::Impl>(newest, std::move(schema));
    snapshot = std::move(newest);
  }
  return searcher;
}

std::shared_ptr<const Searcher::Impl> Index::Impl::view_of(Manifest manifest) {
  internal::require_same_analyzer(*directory, manifest.analyzer, definition);
  std::shared_ptr<const internal::Snapshot> open;
  {
    const std::lock_guard lock(mutex);
    open = snapshot;
  }
  auto view = internal::open_snapshot(*directory, std::move(manifest), analyzer, open.get());
  Schema schema = internal::unite_schemas(view->manifest.schema, wanted);
  return std::make_shared<const Searcher::Impl>(std::move(view), std::move(schema));
}

Index::Index(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Index Index::open(const fs::path& path, const Schema& schema, const IndexOptions& options) {
  auto impl =
      std::make_shared<Impl>(internal::open_fs_directory(path), schema, Analyzer(options.analyzer));
  auto manifest = internal::read_manifest(*impl->directory);
  if (!manifest) {
    require_free(path);
    manifest = create(*impl->directory, schema, impl->analyzer);
  }
  require_agreement(*impl->directory, *manifest, schema, impl->definition);
  internal::require_dictionary(*impl->directory, options.analyzer.dictionary);
  return Index(std::move(impl));
}

Index Index::open(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    throw Error(ErrorCode::kNotFound, fmt::format("{}: there is no such folder", path.string()));
  }
  auto directory = internal::open_fs_directory(path);
  const auto manifest = internal::read_manifest(*directory);
  if (!manifest) {
    require_free(path);
    throw Error(ErrorCode::kNotFound, fmt::format("{}: there is no index in it", path.string()));
  }
  Analyzer analyzer = internal::stored_analyzer(*directory, manifest->analyzer);
  return Index(std::make_shared<Impl>(std::move(directory), manifest->schema, std::move(analyzer)));
}

Index Index::in_memory(const Schema& schema, const IndexOptions& options) {
  auto impl =
      std::make_shared<Impl>(internal::make_memory_directory(), schema, Analyzer(options.analyzer));
  create(*impl->directory, schema, impl->analyzer);
  return Index(std::move(impl));
}

IndexWriter Index::writer(const WriterOptions& options) {
  return IndexWriter(std::make_unique<IndexWriter::Impl>(impl_, options));
}

Searcher Index::searcher() const { return Searcher(impl_->latest(), impl_); }

std::vector<CommitInfo> Index::commits() const { return internal::commits_of(*impl_->directory); }

Searcher Index::searcher_of(std::uint64_t generation) const {
  return Searcher(impl_->view_of(internal::find_commit(*impl_->directory, generation)), nullptr);
}

Searcher Index::searcher_of(std::string_view name) const {
  return Searcher(impl_->view_of(internal::find_commit(*impl_->directory, name)), nullptr);
}

Schema Index::schema() const { return impl_->latest()->collection.schema(); }

const Analyzer& Index::analyzer() const noexcept { return impl_->analyzer; }

IndexStats Index::stats() const {
  const auto searcher = impl_->latest();
  const internal::Snapshot& snapshot = searcher->collection.snapshot();
  IndexStats stats;
  stats.generation = snapshot.manifest.generation;
  stats.documents = snapshot.live_count();
  stats.deleted = snapshot.deleted_count;
  stats.segments = snapshot.segments.size();
  stats.bytes = manifest_bytes(*impl_->directory, stats.generation) +
                internal::dictionary_bytes(*impl_->directory);
  for (const internal::SegmentInfo& segment : snapshot.manifest.segments)
    stats.bytes += segment.bytes;
  const auto& fields = searcher->collection.schema().fields();
  for (std::size_t i = 0; i < fields.size(); ++i)
    stats.fields.push_back(field_stats(snapshot, fields[i], static_cast<std::uint32_t>(i)));
  return stats;
}

void Index::verify() const {
  const auto searcher = impl_->latest();  // the manifest itself is checked whenever it is read
  for (const auto& segment : searcher->collection.snapshot().segments) segment->verify();
  internal::require_dictionary(*impl_->directory, impl_->analyzer.options().dictionary);
}

}  // namespace izde
