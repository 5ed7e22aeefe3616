#include "izde/index_writer.h"

#include <utility>

#include "izde/error.h"

#include "api/index_writer_impl.h"

namespace izde {
namespace {

internal::WriterCore& core_of(const std::unique_ptr<IndexWriter::Impl>& impl) {
  if (impl == nullptr) throw Error(ErrorCode::kUnavailable, "the writer was moved from");
  return impl->core;
}

}  // namespace

IndexWriter::IndexWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IndexWriter::~IndexWriter() = default;
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;
IndexWriter& IndexWriter::operator=(IndexWriter&&) noexcept = default;

void IndexWriter::add(const Document& document) { core_of(impl_).add(document); }

std::uint64_t IndexWriter::commit() { return core_of(impl_).commit(); }

std::uint64_t IndexWriter::optimize(std::size_t max_segments, const OptimizeOptions& options) {
  return core_of(impl_).optimize(max_segments, options);
}

void IndexWriter::wait_for_merges() { core_of(impl_).wait_for_merges(); }

void IndexWriter::rollback() { core_of(impl_).rollback(); }

void IndexWriter::close() noexcept {
  if (impl_ != nullptr) impl_->core.close();
}

std::uint64_t IndexWriter::pending_documents() const noexcept {
  return impl_ == nullptr ? 0 : impl_->core.pending_documents();
}

}  // namespace izde
