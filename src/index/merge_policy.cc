#include "index/merge_policy.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace izde::internal {
namespace {

/// How much the size of a merge counts beside how alike its segments are.
constexpr double kSizeWeight = 0.05;
constexpr std::uint64_t kMostSegmentDocuments = 0xFFFFFFFE;

std::uint64_t bytes_of(std::span<const SegmentInfo> segments, const SegmentRun& run) noexcept {
  std::uint64_t bytes = 0;
  for (const SegmentInfo& segment : segments.subspan(run.first, run.count)) bytes += segment.bytes;
  return bytes;
}

std::uint64_t documents_of(std::span<const SegmentInfo> segments, const SegmentRun& run) noexcept {
  std::uint64_t documents = 0;
  for (const SegmentInfo& segment : segments.subspan(run.first, run.count))
    documents += segment.live_count();
  return documents;
}

/// How many segments may stand: segments_per_tier of the least size, as many of each size above,
/// as far as the bytes go.
std::size_t allowed_segments(std::span<const SegmentInfo> segments, const MergeOptions& options) {
  std::uint64_t left = 0;
  std::uint64_t tier = options.most_bytes;
  for (const SegmentInfo& segment : segments) {
    left += segment.bytes;
    tier = std::min(tier, segment.bytes);
  }
  tier = std::max({tier, options.floor_bytes, std::uint64_t{1}});
  std::size_t allowed = 0;
  for (;;) {
    if (left / tier < options.segments_per_tier || tier >= options.most_bytes)
      return std::max<std::size_t>(allowed + left / tier + (left % tier == 0 ? 0 : 1),
                                   options.segments_per_tier);
    allowed += options.segments_per_tier;
    left -= options.segments_per_tier * tier;
    const std::uint64_t next = tier * options.segments_per_tier;
    tier = next / options.segments_per_tier == tier ? std::min(next, options.most_bytes)
                                                    : options.most_bytes;
  }
}

/// The segment with the greatest share of deleted documents, if it is too great.
std::optional<SegmentRun> worn(std::span<const SegmentInfo> segments, const MergeOptions& options) {
  std::optional<SegmentRun> most;
  double most_share = options.deleted_share;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const double share =
        static_cast<double>(segments[i].deleted) / static_cast<double>(segments[i].doc_count);
    if (share <= most_share) continue;
    most = SegmentRun{i, 1};
    most_share = share;
  }
  return most;
}

}  // namespace

std::vector<SegmentRun> runs_for(std::span<const SegmentInfo> segments, std::size_t most) {
  std::vector<SegmentRun> runs;
  for (std::size_t i = 0; i < segments.size(); ++i) runs.push_back({i, 1});
  while (runs.size() > most) {
    std::size_t best = 0;
    std::uint64_t least = ~std::uint64_t{0};
    for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
      const std::uint64_t bytes = bytes_of(segments, runs[i]) + bytes_of(segments, runs[i + 1]);
      if (bytes < least) {
        least = bytes;
        best = i;
      }
    }
    runs[best].count += runs[best + 1].count;
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(best) + 1);
  }
  return runs;
}

std::optional<SegmentRun> choose_merge(std::span<const SegmentInfo> segments,
                                       const MergeOptions& options) {
  if (segments.size() <= allowed_segments(segments, options)) return worn(segments, options);
  std::optional<SegmentRun> best;
  double best_score = 0;
  for (std::size_t first = 0; first < segments.size(); ++first) {
    std::uint64_t total = 0;
    std::uint64_t largest = 0;
    std::uint64_t counted = 0;
    for (std::size_t count = 1;
         count <= options.segments_per_tier && first + count <= segments.size(); ++count) {
      const SegmentInfo& segment = segments[first + count - 1];
      const std::uint64_t size = std::max(segment.bytes, options.floor_bytes);
      total += segment.bytes;
      counted += size;
      largest = std::max(largest, size);
      if (total > options.most_bytes ||
          documents_of(segments, {first, count}) > kMostSegmentDocuments)
        break;
      if (count < 2) continue;
      const double skew = static_cast<double>(largest) / static_cast<double>(counted);
      const double score = skew * std::pow(static_cast<double>(total), kSizeWeight);
      if (best && score >= best_score) continue;
      best = SegmentRun{first, count};
      best_score = score;
    }
  }
  return best;
}

}  // namespace izde::internal
