#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/term_info.h"
#include "index/segment_reader.h"

namespace izde::internal {

/// Looks terms up in the dictionaries of segments, and remembers the first of a query: its plan
/// asks for their statistics, its execution for their postings. One thread at a time.
class TermLookup {
 public:
  /// What the segment's dictionary has of the term. Throws: Error{kCorruption}.
  std::optional<TermInfo> find(const SegmentReader& segment, std::uint32_t field,
                               std::string_view term);
  /// Forgets what was found. The segments asked must live until then.
  void clear() noexcept { known_.clear(); }

 private:
  // Queries of many terms are few, and spend their time elsewhere; looking through more would cost
  // them more than it saves.
  static constexpr std::size_t kMostKnown = 16;
  static constexpr std::size_t kMostBytes = 40;

  struct Known {
    const SegmentReader* segment;
    std::uint32_t field;
    std::uint32_t bytes;
    std::array<char, kMostBytes> term;
    std::optional<TermInfo> info;
  };

  std::vector<Known> known_;
};

}  // namespace izde::internal
