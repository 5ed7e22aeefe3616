#pragma once

#include <utility>

#include "izde/index_writer.h"

#include "index/writer.h"

namespace izde {

struct IndexWriter::Impl {
  template <typename... Arguments>
  explicit Impl(Arguments&&... arguments) : core(std::forward<Arguments>(arguments)...) {}

  internal::WriterCore core;
};

}  // namespace izde
