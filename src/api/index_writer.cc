#include "izde/index_writer.h"

#include <limits>
#include <utility>

#include "izde/error.h"

#include "api/index_analyzer.h"
#include "api/index_impl.h"
#include "api/index_writer_impl.h"
#include "index/schema_union.h"
#include "query/rewrite.h"
#include "search/for_each_match.h"
#include "search/snapshot_vocabulary.h"

namespace izde {
namespace {

internal::WriterCore& core_of(const std::unique_ptr<IndexWriter::Impl>& impl) {
  if (impl == nullptr) throw Error(ErrorCode::kUnavailable, "the writer was moved from");
  return impl->views->core();
}

/// Finds what a query matches as IndexWriter::erase() has it.
void find_matches(const Schema& wanted, const std::shared_ptr<const internal::Snapshot>& snapshot,
                  const Query& query, const internal::MatchVisitor& visit) {
  const internal::Collection collection(snapshot,
                                        internal::unite_schemas(snapshot->manifest.schema, wanted));
  internal::Workspace work;
  const internal::SnapshotVocabulary vocabulary(*snapshot, work.terms);
  internal::RewriteOptions exactly;
  exactly.restore_letters = false;
  exactly.max_expansions = std::numeric_limits<std::size_t>::max();
  const internal::Rewritten rewritten = internal::rewrite(
      query, collection.schema(), snapshot->analyzer, vocabulary, exactly, work.analysis);
  internal::for_each_match(rewritten.root, collection, {}, work, visit);
}

}  // namespace

WriterViews::WriterViews(std::shared_ptr<Index::Impl> index, const WriterOptions& options)
    : index_(std::move(index)),
      core_(index_->directory, index_->wanted, index_->definition,
            internal::analysis_of(index_->analyzer), options, index_->analyzer,
            [wanted = index_->wanted](const auto& snapshot, const Query& query, const auto& visit) {
              find_matches(wanted, snapshot, query, visit);
            }) {}

std::shared_ptr<const Searcher::Impl> WriterViews::view() {
  auto snapshot = core_.view();
  const std::lock_guard lock(mutex_);
  if (last_ == nullptr || &last_->collection.snapshot() != snapshot.get()) {
    Schema schema = internal::unite_schemas(snapshot->manifest.schema, index_->wanted);
    last_ = std::make_shared<const Searcher::Impl>(std::move(snapshot), std::move(schema));
  }
  return last_;
}

std::shared_ptr<const Searcher::Impl> WriterViews::latest() try {
  return view();
} catch (const Error& error) {
  if (error.code() != ErrorCode::kUnavailable) throw;
  return index_->latest();
}

IndexWriter::IndexWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IndexWriter::~IndexWriter() = default;
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;
IndexWriter& IndexWriter::operator=(IndexWriter&&) noexcept = default;

void IndexWriter::add(const Document& document) { core_of(impl_).add(document); }

void IndexWriter::update(std::string_view key_field, const Document& document) {
  core_of(impl_).update(key_field, document);
}

void IndexWriter::erase(std::string_view field, std::string_view value) {
  core_of(impl_).erase(field, value);
}

void IndexWriter::erase(const Query& query) { core_of(impl_).erase(query); }

std::uint64_t IndexWriter::commit() { return core_of(impl_).commit(); }

std::uint64_t IndexWriter::prepare_commit() { return core_of(impl_).prepare_commit(); }

Searcher IndexWriter::searcher() {
  core_of(impl_);
  return Searcher(impl_->views->view(), impl_->views);
}

void IndexWriter::create_snapshot(std::string_view name) { core_of(impl_).create_snapshot(name); }

void IndexWriter::remove_snapshot(std::string_view name) { core_of(impl_).remove_snapshot(name); }

std::uint64_t IndexWriter::optimize(std::size_t max_segments, const OptimizeOptions& options) {
  return core_of(impl_).optimize(max_segments, options);
}

void IndexWriter::wait_for_merges() { core_of(impl_).wait_for_merges(); }

void IndexWriter::rollback() { core_of(impl_).rollback(); }

void IndexWriter::close() noexcept {
  if (impl_ != nullptr) impl_->views->core().close();
}

std::uint64_t IndexWriter::pending_documents() const noexcept {
  return impl_ == nullptr ? 0 : impl_->views->core().pending_documents();
}

}  // namespace izde
