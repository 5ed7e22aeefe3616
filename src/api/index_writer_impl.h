#pragma once

#include <memory>
#include <mutex>

#include "izde/index.h"
#include "izde/index_writer.h"

#include "api/searcher_impl.h"
#include "api/view_source.h"
#include "index/writer.h"

namespace izde {

/// The views of a writer; those of its index once it is closed.
class WriterViews final : public internal::ViewSource {
 public:
  WriterViews(std::shared_ptr<Index::Impl> index, const WriterOptions& options);

  internal::WriterCore& core() noexcept { return core_; }
  /// Throws: Error{kUnavailable} when the writer is closed, and as IndexWriter::searcher().
  std::shared_ptr<const Searcher::Impl> view();
  std::shared_ptr<const Searcher::Impl> latest() override;

 private:
  std::shared_ptr<Index::Impl> index_;
  internal::WriterCore core_;
  std::mutex mutex_;
  std::shared_ptr<const Searcher::Impl> last_;
};

struct IndexWriter::Impl {
  Impl(std::shared_ptr<Index::Impl> index, const WriterOptions& options)
      : views(std::make_shared<WriterViews>(std::move(index), options)) {}
  // A searcher that is being refreshed in another thread may hold the views for a moment longer.
  ~Impl() { views->core().close(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::shared_ptr<WriterViews> views;
};

}  // namespace izde
