#include "search/passages.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/utf8.h"
#include "search/sentences.h"

namespace izde::internal {

namespace {

constexpr std::size_t kLeastBytes = 16;
constexpr double kSpreadCost =
    0.2;  // share of the score that a window loses when it is as wide as allowed
constexpr double kSeenFactor = 0.3;  // what a clause is still worth in the next passage

/// What one, two, more occurrences of a clause in a window are worth.
double repetition(std::uint32_t count) {
  if (count <= 1) return count;
  return count == 2 ? 1.15 : 1.2;
}

struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Matches [first, last] and how well they show the query.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
  double score = 0;
};

/// One stored value, and what was cut from it so far.
class ValueText {
 public:
  ValueText(std::string_view text, const Analyzer& analyzer, const Matcher& matcher)
      : text_(text),
        analysis_(analyzer.analyze(text)),
        tokens_(analysis_.tokens()),
        matches_(matcher.find(tokens_)),
        used_(matches_.size(), false) {
    bounds_ = sentence_bounds(text, tokens_);
  }

  bool has_matches() const noexcept { return !matches_.empty(); }
  Window best_window(const std::vector<double>& weights, std::uint32_t max_bytes) const;
  /// Cuts around the window. Lowers the weights of what it shows.
  void take(const Window& window, std::uint32_t max_bytes, std::vector<double>& weights);
  void take_beginning(std::uint32_t max_bytes) {
    taken_.push_back(trim(grow({0, 0}, {0, size()}, max_bytes)));
  }
  /// What was taken, in order.
  void append_passages(std::vector<Passage>& out) const;

 private:
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(text_.size()); }
  Range free_around(Range core) const;
  Range grow(Range core, Range free, std::uint32_t max_bytes) const;
  Range cut_at_words(Range core, Range free, std::uint32_t max_bytes) const;
  Range trim(Range range) const;
  std::uint32_t letter_start(std::uint32_t at) const;
  std::vector<Range> marks_in(Range range) const;
  Passage make_passage(Range range) const;

  std::string_view text_;
  Analysis analysis_;
  std::span<const Token> tokens_;
  std::vector<TextMatch> matches_;
  std::vector<bool> used_;  // by match: in a passage that was taken
  std::vector<std::uint32_t> bounds_;
  std::vector<Range> taken_;
};

/// Slides over the matches that are left; a window never reaches over one that was taken.
Window ValueText::best_window(const std::vector<double>& weights, std::uint32_t max_bytes) const {
  Window best;
  std::vector<std::uint32_t> counts(weights.size(), 0);
  double score = 0;
  const auto change = [&](const TextMatch& match, int by) {
    std::uint32_t& count = counts[match.clause];
    score -= weights[match.clause] * repetition(count);
    count = by > 0 ? count + 1 : count - 1;
    score += weights[match.clause] * repetition(count);
  };
  std::size_t next = 0;  // first match behind the window
  std::uint32_t end = 0;
  for (std::size_t first = 0; first < matches_.size(); ++first) {
    if (used_[first]) continue;
    if (next <= first) {
      next = first;
      end = 0;
    }
    const std::uint32_t begin = matches_[first].begin;
    while (next < matches_.size() && !used_[next] &&
           (next == first || matches_[next].end - begin <= max_bytes)) {
      change(matches_[next], 1);
      end = std::max(end, matches_[next++].end);
    }
    const double spread = std::min(1.0, static_cast<double>(end - begin) / max_bytes);
    const double worth = score * (1.0 - kSpreadCost * spread);
    if (worth > best.score) best = {first, next - 1, worth};
    change(matches_[first], -1);
  }
  return best;
}

Range ValueText::free_around(Range core) const {
  Range free{0, size()};
  for (const Range& taken : taken_) {
    if (taken.end <= core.begin) free.begin = std::max(free.begin, taken.end);
    if (taken.begin >= core.end) free.end = std::min(free.end, taken.begin);
  }
  return free;
}

void ValueText::take(const Window& window, std::uint32_t max_bytes, std::vector<double>& weights) {
  Range core{matches_[window.first].begin, 0};
  for (std::size_t i = window.first; i <= window.last; ++i)
    core.end = std::max(core.end, matches_[i].end);
  const Range range = trim(grow(core, free_around(core), max_bytes));
  for (std::size_t i = 0; i < matches_.size(); ++i) {
    if (used_[i] || matches_[i].end <= range.begin || matches_[i].begin >= range.end) continue;
    used_[i] = true;
  }
  for (std::size_t i = window.first; i <= window.last; ++i) {
    used_[i] = true;
    weights[matches_[i].clause] *= kSeenFactor;
  }
  taken_.push_back(range);
}

/// Widens `core` to whole sentences while they fit; else to words.
Range ValueText::grow(Range core, Range free, std::uint32_t max_bytes) const {
  auto after = std::upper_bound(bounds_.begin(), bounds_.end(), core.begin);
  std::size_t low = static_cast<std::size_t>(after - bounds_.begin()) - 1;
  std::size_t high = static_cast<std::size_t>(
      std::lower_bound(bounds_.begin(), bounds_.end(), std::max(core.end, core.begin + 1)) -
      bounds_.begin());
  high = std::min(high, bounds_.size() - 1);
  low = std::min(low, high);
  Range range{std::max(bounds_[low], free.begin), std::min(bounds_[high], free.end)};
  if (range.end - range.begin > max_bytes + max_bytes / 4)
    return cut_at_words(core, range, max_bytes);
  while (high + 1 < bounds_.size() && bounds_[high + 1] <= free.end &&
         bounds_[high + 1] - range.begin <= max_bytes)
    range.end = bounds_[++high];
  while (low > 0 && bounds_[low - 1] >= free.begin && range.end - bounds_[low - 1] <= max_bytes)
    range.begin = bounds_[--low];
  return range;
}

/// A third of the room goes before the match, the rest behind it.
Range ValueText::cut_at_words(Range core, Range free, std::uint32_t max_bytes) const {
  const std::uint32_t core_bytes = core.end - core.begin;
  const std::uint32_t room = max_bytes > core_bytes ? max_bytes - core_bytes : 0;
  const std::uint32_t behind_all = free.end - core.end;
  const std::uint32_t before =
      std::min(core.begin - free.begin, std::max(room / 3, room - std::min(room, behind_all)));
  const std::uint32_t low = core.begin - before;
  const std::uint32_t high = core.end + std::min(behind_all, room - before);
  Range range = core;
  const auto from = std::lower_bound(tokens_.begin(), tokens_.end(), low,
                                     [](const Token& t, std::uint32_t at) { return t.begin < at; });
  if (from != tokens_.end()) range.begin = std::min(core.begin, from->begin);
  if (low == free.begin) range.begin = low;
  for (auto token = std::lower_bound(tokens_.begin(), tokens_.end(), core.end,
                                     [](const Token&t, std::uint32_t at) { return t.begin < at; });
       token != tokens_.end() && token->end <= high; ++token)
    range.end = std::max(range.end, token->end);
  if (high == free.end) range.end = high;
  // No word ends within reach: a text without blanks. The same for a match that is far too long.
  if (range.begin == range.end) range.end = letter_start(high);
  if (range.end - range.begin > 2 * max_bytes) range.end = letter_start(range.begin + max_bytes);
  return range;
}

/// The begin of the character that `at` lies in; never inside one.
std::uint32_t ValueText::letter_start(std::uint32_t at) const {
  if (at >= size()) return size();
  std::uint32_t start = at;
  for (int back = 0; back < 3 && start > 0; ++back) {
    if ((static_cast<unsigned char>(text_[start]) & 0xC0U) != 0x80U) break;
    --start;
  }
  const CodePoint code = code_point_at(text_, start);
  return start + code.length > at ? start : at;
}

Range ValueText::trim(Range range) const {
  const auto blank = [&](std::uint32_t at) {
    return static_cast<unsigned char>(text_[at]) <= 0x20U;
  };
  while (range.begin < range.end && blank(range.begin)) ++range.begin;
  while (range.begin < range.end && blank(range.end - 1)) --range.end;
  return range;
}

std::vector<Range> ValueText::marks_in(Range range) const {
  std::vector<std::uint32_t> marked;
  for (const TextMatch& match : matches_) {
    if (match.end <= range.begin || match.begin >= range.end) continue;
    marked.insert(marked.end(), match.tokens.begin(), match.tokens.end());
  }
  std::sort(marked.begin(), marked.end());
  marked.erase(std::unique(marked.begin(), marked.end()), marked.end());
  std::vector<Range> marks;
  for (const std::uint32_t i : marked) {
    const Range mark{std::max(tokens_[i].begin, range.begin), std::min(tokens_[i].end, range.end)};
    if (mark.begin >= mark.end) continue;
    if (!marks.empty() && mark.begin < marks.back().end) {
      marks.back().end = std::max(marks.back().end, mark.end);
    } else {
      marks.push_back(mark);
    }
  }
  return marks;
}

Passage ValueText::make_passage(Range range) const {
  Passage passage;
  passage.offset = range.begin;
  std::uint32_t at = range.begin;
  for (const Range& mark : marks_in(range)) {
    append_valid_utf8(text_.substr(at, mark.begin - at), passage.text);
    const std::size_t begin = passage.text.size();
    append_valid_utf8(text_.substr(mark.begin, mark.end - mark.begin), passage.text);
    passage.marks.push_back({begin, passage.text.size()});
    at = mark.end;
  }
  append_valid_utf8(text_.substr(at, range.end - at), passage.text);
  return passage;
}

void ValueText::append_passages(std::vector<Passage>& out) const {
  std::vector<Range> ranges = taken_;
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.begin < b.begin; });
  for (const Range& range : ranges)
    if (range.begin < range.end) out.push_back(make_passage(range));
}

}  // namespace

std::vector<Passage> cut_passages(const std::vector<std::string>& values, const Analyzer& analyzer,
                                  const Matcher& matcher, const PassageOptions& options) {
  std::vector<Passage> passages;
  if (options.max_passages == 0 || values.empty()) return passages;
  const auto max_bytes = static_cast<std::uint32_t>(
      std::clamp<std::size_t>(options.max_bytes, kLeastBytes, std::size_t{1} << 24));
  std::vector<ValueText> texts;
  texts.reserve(values.size());
  for (const std::string& value : values) texts.emplace_back(value, analyzer, matcher);
  std::vector<double> weights;
  for (std::uint32_t i = 0; i < matcher.clauses(); ++i) weights.push_back(matcher.weight(i));
  bool any = false;
  for (std::size_t n = 0; n < options.max_passages; ++n) {
    Window best;
    ValueText* where = nullptr;
    for (ValueText& text : texts) {
      const Window window = text.best_window(weights, max_bytes);
      if (window.score <= best.score) continue;
      best = window;
      where = &text;
    }
    if (where == nullptr) break;
    where->take(best, max_bytes, weights);
    any = true;
  }
  if (!any) texts.front().take_beginning(max_bytes);
  for (const ValueText& text : texts) text.append_passages(passages);
  return passages;
}

}  // namespace izde::internal
