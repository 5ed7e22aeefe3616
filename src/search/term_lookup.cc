#include "search/term_lookup.h"

#include <algorithm>

namespace izde::internal {

std::optional<TermInfo> TermLookup::find(const SegmentReader& segment, std::uint32_t field,
                                         std::string_view term) {
  for (const Known& known : known_)
    if (known.field == field && known.segment == &segment &&
        std::string_view(known.term.data(), known.bytes) == term)
      return known.info;
  const std::optional<TermInfo> info = segment.terms().find(field, term);
  if (known_.size() < kMostKnown && term.size() <= kMostBytes) {
    Known& known = known_.emplace_back();
    known.segment = &segment;
    known.field = field;
    known.bytes = static_cast<std::uint32_t>(term.size());
    std::copy(term.begin(), term.end(), known.term.begin());
    known.info = info;
  }
  return info;
}

}  // namespace izde::internal
