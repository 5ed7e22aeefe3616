#pragma once

#include <cstdint>
#include <string>

#include "codec/columns_builder.h"
#include "codec/stored_writer.h"
#include "index/inverter.h"
#include "index/manifest.h"
#include "store/directory.h"

namespace izde::internal {

/// A segment being built: stored values go to disk at once, the rest stays in memory until
/// finish().
///
/// Destroyed before, its files stay, incomplete, for remove_unreferenced(). One thread at a time.
class SegmentWriter {
 public:
  /// Throws: Error{kIoError}, {kAlreadyExists}.
  SegmentWriter(Directory& directory, std::string name);

  StoredWriter& stored() noexcept { return stored_; }
  Inverter& inverter() noexcept { return inverter_; }
  ColumnsBuilder& columns() noexcept { return columns_; }
  void end_document() {
    stored_.end_document();
    inverter_.end_document();
  }

  std::uint32_t doc_count() const noexcept { return inverter_.doc_count(); }
  /// Memory held, in bytes.
  std::size_t bytes_used() const noexcept {
    return inverter_.bytes_used() + stored_.bytes_used() + columns_.bytes_used();
  }

  /// Completes and syncs all files. The directory is still to be synced. Throws: Error{kIoError}.
  SegmentInfo finish(const Schema& schema);

 private:
  Directory* directory_;
  std::string name_;
  FileId id_;
  StoredWriter stored_;
  Inverter inverter_;
  ColumnsBuilder columns_;
};

}  // namespace izde::internal
