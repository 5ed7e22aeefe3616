#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "text/damage.h"
#include "text/repair.h"

namespace {

using izde::RepairLevel;
using izde::internal::OffsetMap;
using izde::internal::RepairedText;

// Bytes between two edits are the same on both sides.
bool offsets_are_right(std::string_view source, const RepairedText& out) {
  std::size_t from = 0, to = 0;
  for (const OffsetMap::Edit& edit : out.offsets().edits()) {
    if (edit.source_begin < from || edit.derived_begin < to || edit.source_end > source.size())
      return false;
    if (source.substr(from, edit.source_begin - from) !=
        out.text().substr(to, edit.derived_begin - to))
      return false;
    from = edit.source_end;
    to = edit.derived_end;
  }
  return source.substr(from) == out.text().substr(to);
}

}  // namespace

/// Any bytes: the repaired text is valid, no longer than three times the source, stable, and its
/// offsets are right.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  for (const RepairLevel level :
       {RepairLevel::kOff, RepairLevel::kUnambiguous, RepairLevel::kFull}) {
    RepairedText out, again;
    izde::internal::repair_text(source, level, out);
    if (!izde::internal::is_valid_utf8(out.text())) std::abort();
    if (out.text().size() > 3 * source.size()) std::abort();
    if (!offsets_are_right(source, out)) std::abort();
    izde::internal::repair_text(out.text(), level, again);
    if (again.text() != out.text()) std::abort();
  }
  if (izde::internal::is_valid_utf8(source) &&
      izde::internal::find_damage_sign(source, 0) !=
          izde::internal::find_damage_sign_scalar(source, 0))
    std::abort();
  return 0;
}
