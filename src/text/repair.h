#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "izde/repairer.h"

#include "text/offset_map.h"

namespace izde::internal {

struct RepairScratch;

/// A repaired text. Reuse one for many texts: its buffers stay. Movable; one thread at a time.
class RepairedText {
 public:
  RepairedText();
  ~RepairedText();
  RepairedText(RepairedText&&) noexcept;
  RepairedText& operator=(RepairedText&&) noexcept;

  /// Valid UTF-8: a view of the source itself when nothing changed, else of a buffer in here.
  std::string_view text() const noexcept { return text_; }

  /// From text() to the source; empty when nothing changed. Labels of its edits are RepairReasons.
  const OffsetMap& offsets() const noexcept { return offsets_; }

  /// Bytes of the source that were no UTF-8.
  std::size_t replaced_bytes() const noexcept { return replaced_bytes_; }

  bool changed() const noexcept { return !offsets_.empty(); }

  /// Becomes what repair_text() makes of `source`, valid UTF-8 without a sign of damage.
  void keep(std::string_view source) noexcept {
    text_ = source;
    offsets_.clear();
    replaced_bytes_ = 0;
  }

  /// Returns the changes with their bytes, in order of offset. `source` is the text that was
  /// repaired.
  std::vector<RepairChange> changes(std::string_view source) const;

 private:
  friend void repair_text(std::string_view source, RepairLevel level, RepairedText& out);

  std::string_view text_;
  OffsetMap offsets_;
  std::size_t replaced_bytes_ = 0;
  std::unique_ptr<RepairScratch> scratch_;
};

/// Repairs `source` into `out`, replacing what it held. Bytes that are no UTF-8 become U+FFFD at
/// every level, kOff too; out.text() may point into `source`.
///
/// Takes any bytes. Cost: clean text one vectorised scan; damaged text O(text).
void repair_text(std::string_view source, RepairLevel level, RepairedText& out);

}  // namespace izde::internal
