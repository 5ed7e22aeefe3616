#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "codec/columns_reader.h"
#include "index/segment_reader.h"
#include "query/plan.h"
#include "search/cursor.h"

namespace izde::internal {

/// The documents of a segment with a value in a range, by the column of the field, all with one
/// score.
///
/// Walked alone it decides about a window of 4096 documents at once; where the bounds of a block
/// decide, none of its values is read. Led by others it looks at single documents, in confirm(),
/// until they come close to each other.
class RangeCursor final : public DocCursor {
 public:
  /// The column must outlive the cursor.
  RangeCursor(const ColumnReader& column, const CodeRange& range, std::uint32_t doc_count,
              double score);

  DocId next() override { return seek(doc_ + 1); }
  DocId advance(DocId target) override;
  bool confirm() override { return !is_open_ || column_.matches(doc_, range_); }
  double score() override { return score_; }

  /// Sets bit document - base for each match in [doc(), end), and moves to the first match from
  /// `end` on. \pre base <= doc()
  void to_bits(DocId base, DocId end, std::uint64_t* words);

 private:
  /// The first match from `target` on; fills windows until there is one.
  DocId seek(std::uint64_t target);
  bool fill(std::uint32_t window);

  const ColumnReader& column_;
  CodeRange range_;
  std::uint32_t doc_count_;
  double score_;
  bool is_open_ = false;  // whether confirm() has to look at doc_
  std::uint32_t window_;  // that words_ are of
  std::uint32_t probed_window_;
  unsigned probes_ = 0;  // in it
  std::array<std::uint64_t, ColumnReader::kWindowWords> words_{};
};

/// Null when no document of the segment can match. Throws: Error{kCorruption}.
std::unique_ptr<RangeCursor> make_range(const RangePlan& plan, double score,
                                        const SegmentReader& segment);
std::unique_ptr<RangeCursor> make_range(const KeywordRangePlan& plan, double score,
                                        const SegmentReader& segment);

}  // namespace izde::internal
