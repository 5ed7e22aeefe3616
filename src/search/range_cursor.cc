#include "search/range_cursor.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace izde::internal {
namespace {

constexpr std::uint32_t kNoWindow = 0xFFFFFFFF;

/// So many documents of a window cost as much one by one as the window does.
constexpr unsigned kMostProbes = 64;

std::unique_ptr<RangeCursor> make_cursor(const ColumnReader& column,
                                         const std::optional<CodeRange>& range, double score,
                                         const SegmentReader& segment) {
  if (!range) return nullptr;
  auto cursor = std::make_unique<RangeCursor>(column, *range, segment.doc_count(), score);
  return cursor->doc() == kNoMoreDocs ? nullptr : std::move(cursor);
}

}  // namespace

RangeCursor::RangeCursor(const ColumnReader& column, const CodeRange& range,
                         std::uint32_t doc_count, double score)
    : column_(column),
      range_(range),
      doc_count_(doc_count),
      score_(score),
      window_(kNoWindow),
      probed_window_(kNoWindow) {
  cost_ = column.most_matches(range);
  seek(0);
}

bool RangeCursor::fill(std::uint32_t window) {
  window_ = window;
  return column_.fill(window, range_, words_.data());
}

DocId RangeCursor::seek(std::uint64_t target) {
  is_open_ = false;
  while (target < doc_count_) {
    const auto window = static_cast<std::uint32_t>(target / kColumnWindow);
    if (window == window_ || fill(window)) {
      std::size_t word = target % kColumnWindow / 64;
      std::uint64_t bits = words_[word] >> (target % 64) << (target % 64);
      while (bits == 0 && ++word < words_.size()) bits = words_[word];
      if (bits != 0)
        return doc_ = static_cast<DocId>(window * kColumnWindow + word * 64 +
                                         static_cast<unsigned>(std::countr_zero(bits)));
    }
    target = (std::uint64_t{window} + 1) * kColumnWindow;
  }
  return doc_ = kNoMoreDocs;
}

DocId RangeCursor::advance(DocId target) {
  if (target >= doc_count_) return doc_ = kNoMoreDocs;
  const std::uint32_t window = target / kColumnWindow;
  if (window == window_) return seek(target);
  if (window != probed_window_) {
    if (!column_.may_match(window, range_))
      return seek((std::uint64_t{window} + 1) * kColumnWindow);
    probed_window_ = window;
    probes_ = 0;
  }
  if (++probes_ > kMostProbes) return seek(target);
  is_open_ = true;
  return doc_ = target;
}

void RangeCursor::to_bits(DocId base, DocId end, std::uint64_t* words) {
  const DocId last = std::min(end, doc_count_);
  for (std::uint64_t at = doc_; at < last;) {
    const auto window = static_cast<std::uint32_t>(at / kColumnWindow);
    const std::uint64_t first = std::uint64_t{window} * kColumnWindow;
    const std::uint64_t stop = std::min<std::uint64_t>(first + kColumnWindow, last);
    if (window == window_ || fill(window)) {
      while (at < stop) {
        const auto count = static_cast<unsigned>(std::min<std::uint64_t>(64 - at % 64, stop - at));
        std::uint64_t bits = words_[(at - first) / 64] >> (at % 64);
        if (count < 64) bits &= (std::uint64_t{1} << count) - 1;
        const std::uint64_t to = at - base;
        words[to / 64] |= bits << (to % 64);
        if (to % 64 != 0 && (bits >> (64 - to % 64)) != 0)
          words[to / 64 + 1] |= bits >> (64 - to % 64);
        at += count;
      }
    }
    at = stop;
  }
  if (doc_ < end) seek(end);
}

std::unique_ptr<RangeCursor> make_range(const RangePlan& plan, double score,
                                        const SegmentReader& segment) {
  const ColumnReader* const column = segment.column(plan.field);
  if (column == nullptr) return nullptr;
  return make_cursor(*column, column->codes(ValueRange{plan.low, plan.high}), score, segment);
}

std::unique_ptr<RangeCursor> make_range(const KeywordRangePlan& plan, double score,
                                        const SegmentReader& segment) {
  const ColumnReader* const column = segment.column(plan.field);
  if (column == nullptr) return nullptr;
  const KeywordBounds bounds{plan.low, plan.high, plan.includes_low, plan.includes_high};
  return make_cursor(*column, column->codes(bounds), score, segment);
}

}  // namespace izde::internal
