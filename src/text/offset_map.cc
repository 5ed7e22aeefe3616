#include "text/offset_map.h"

#include <algorithm>
#include <cassert>

namespace izde::internal {
namespace {

using Edit = OffsetMap::Edit;

// Joins `next` to `last`, with whatever stands between them.
void join(Edit& last, const Edit& next) {
  last.derived_end = next.derived_end;
  last.source_end = next.source_end;
  last.confidence = std::min(last.confidence, next.confidence);
}

// Walks the edits of both maps in the order of the middle text. Edits that overlap there become
// one; the others are carried over, moved by what came before them.
class Composition {
 public:
  Composition(const std::vector<Edit>& first, const std::vector<Edit>& second)
      : first_(first), second_(second) {}

  std::vector<Edit> run() {
    while (i_ < first_.size() || j_ < second_.size()) out_.push_back(cluster());
    return std::move(out_);
  }

 private:
  // A maximal group of edits that overlap in the middle text, as one edit.
  Edit cluster() {
    const bool from_first =
        j_ == second_.size() ||
        (i_ < first_.size() && first_[i_].derived_begin <= second_[j_].source_begin);
    const std::size_t middle_begin =
        from_first ? first_[i_].derived_begin : second_[j_].source_begin;
    std::size_t middle_end = middle_begin;
    Edit edit;
    edit.source_begin = middle_begin + source_shift_;
    edit.derived_begin = middle_begin + derived_shift_;
    edit.label = from_first ? first_[i_].label : second_[j_].label;
    bool labelled = from_first;
    bool empty_so_far = true;
    for (;;) {
      const auto touches = [&](std::size_t begin) {
        return begin < middle_end || (begin == middle_begin && empty_so_far);
      };
      if (i_ < first_.size() && touches(first_[i_].derived_begin)) {
        const Edit& e = first_[i_++];
        middle_end = std::max(middle_end, e.derived_end);
        source_shift_ = e.source_end - e.derived_end;
        if (!labelled) edit.label = e.label;
        labelled = true;
        edit.confidence = std::min(edit.confidence, e.confidence);
      } else if (j_ < second_.size() && touches(second_[j_].source_begin)) {
        const Edit& e = second_[j_++];
        middle_end = std::max(middle_end, e.source_end);
        derived_shift_ = e.derived_end - e.source_end;
        edit.confidence = std::min(edit.confidence, e.confidence);
      } else {
        break;
      }
      empty_so_far = middle_end == middle_begin;
    }
    edit.source_end = middle_end + source_shift_;
    edit.derived_end = middle_end + derived_shift_;
    return edit;
  }

  const std::vector<Edit>& first_;
  const std::vector<Edit>& second_;
  std::size_t i_ = 0;
  std::size_t j_ = 0;
  std::size_t source_shift_ = 0;   // middle to source behind the last edit; wraps when negative
  std::size_t derived_shift_ = 0;  // middle to derived, likewise
  std::vector<Edit> out_;
};

// Keeps edits apart that touch but merges what a composition left out of order on one side.
void normalise(std::vector<Edit>& edits) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (kept > 0 && (edits[i].source_begin < edits[kept - 1].source_end ||
                     edits[i].derived_begin < edits[kept - 1].derived_end))
      join(edits[kept - 1], edits[i]);
    else
      edits[kept++] = edits[i];
  }
  edits.resize(kept);
}

}  // namespace

void OffsetMap::append(const Edit& edit) {
  assert(edit.derived_begin <= edit.derived_end && edit.source_begin <= edit.source_end);
  assert(edits_.empty() ? edit.derived_begin == edit.source_begin
                        : edit.derived_begin >= edits_.back().derived_end &&
                              edit.derived_begin - edits_.back().derived_end ==
                                  edit.source_begin - edits_.back().source_end);
  edits_.push_back(edit);
}

OffsetMap::Span OffsetMap::span_from(std::size_t at, std::size_t begin,
                                     std::size_t end) const noexcept {
  // `at` is the first edit that ends after `begin`; what ends at `begin` lies before the span.
  Span span{begin, end};
  const auto shift_before = [&](std::size_t i) {
    return i == 0 ? std::size_t{0} : edits_[i - 1].source_end - edits_[i - 1].derived_end;
  };
  span.begin = at < edits_.size() && edits_[at].derived_begin <= begin &&
                       edits_[at].derived_begin < edits_[at].derived_end
                   ? edits_[at].source_begin
                   : begin + shift_before(at);
  while (at < edits_.size() && edits_[at].derived_begin < end) ++at;
  span.end = at > 0 && edits_[at - 1].derived_end >= end && edits_[at - 1].derived_begin < end
                 ? edits_[at - 1].source_end
                 : end + shift_before(at);
  return span;
}

OffsetMap::Span OffsetMap::source_span(std::size_t begin, std::size_t end) const noexcept {
  const auto first = std::partition_point(edits_.begin(), edits_.end(),
                                          [&](const Edit& e) { return e.derived_end <= begin; });
  return span_from(static_cast<std::size_t>(first - edits_.begin()), begin, end);
}

OffsetMap::Span OffsetMap::Cursor::source_span(std::size_t begin, std::size_t end) noexcept {
  const auto& edits = map_->edits_;
  while (at_ < edits.size() && edits[at_].derived_end <= begin) ++at_;
  return map_->span_from(at_, begin, end);
}

void OffsetMap::compose(const OffsetMap& next) {
  if (next.empty()) return;
  if (empty()) {
    edits_ = next.edits_;
    return;
  }
  std::vector<Edit> composed = Composition(edits_, next.edits_).run();
  normalise(composed);
  edits_ = std::move(composed);
}

}  // namespace izde::internal
