#include "search/sort.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "izde/error.h"

#include "base/values.h"
#include "search/cursor_factory.h"
#include "search/live_docs.h"

namespace izde::internal {
namespace {

constexpr std::size_t kMostKeys = 16;
constexpr std::int64_t kLeastValue = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMostValue = std::numeric_limits<std::int64_t>::max();

/// A key's value of a document, within its segment: less comes first.
struct LocalValue {
  bool is_missing = false;
  std::uint64_t value = 0;

  friend auto operator<=>(const LocalValue&, const LocalValue&) = default;
};

/// The same over all segments; keywords as `text`, which `descending` turns round.
struct GlobalValue {
  bool is_missing = false;
  std::int64_t number = 0;
  std::string text;
};

/// A document among the best so far.
struct Found {
  ScoredDoc doc;
  std::vector<GlobalValue> values;
};

std::uint64_t unsigned_of(std::int64_t value) noexcept {
  return static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63);
}
std::int64_t signed_of(std::uint64_t value) noexcept {
  return static_cast<std::int64_t>(value ^ (std::uint64_t{1} << 63));
}

/// Whether `a` comes before `b`, by keys and then by document.
bool before(const Found& a, const Found& b, const std::vector<ResolvedKey>& keys) noexcept {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const GlobalValue& x = a.values[i];
    const GlobalValue& y = b.values[i];
    if (x.is_missing != y.is_missing) return y.is_missing;
    if (x.number != y.number) return x.number < y.number;
    if (x.text != y.text) return keys[i].descending ? x.text > y.text : x.text < y.text;
  }
  return a.doc.doc < b.doc.doc;
}

/// A key's values in one segment.
class KeyReader {
 public:
  KeyReader(const ResolvedKey& key, const SegmentReader& segment)
      : key_(key), column_(key.by == SortKey::By::kField ? segment.column(key.field) : nullptr) {}

  const ResolvedKey& key() const noexcept { return key_; }
  bool needs_score() const noexcept { return key_.by == SortKey::By::kScore; }
  const ColumnReader* column() const noexcept { return column_; }

  LocalValue value(DocId doc, double score) const {
    switch (key_.by) {
      case SortKey::By::kScore:
        return {false, turned(unsigned_of(value_of_float(score)))};
      case SortKey::By::kDocument:
        return {false, turned(doc)};
      case SortKey::By::kField:
        break;
    }
    if (column_ == nullptr) return {true, 0};
    const auto code = key_.descending ? column_->greatest_code(doc) : column_->least_code(doc);
    return code ? LocalValue{false, turned(*code)} : LocalValue{true, 0};
  }

  GlobalValue global(const LocalValue& local, std::uint32_t doc_base) const {
    if (local.is_missing) return {true, 0, {}};
    const std::uint64_t value = turned(local.value);
    if (key_.by == SortKey::By::kScore) return {false, signed_of(local.value), {}};
    if (key_.by == SortKey::By::kDocument) return {false, turned_back(doc_base + value), {}};
    if (column_->has_keywords()) return {false, 0, column_->keyword(value)};
    return {false, key_.descending ? ~column_->value(value) : column_->value(value), {}};
  }

  /// The codes of this segment that come before `last`, or also its own; nothing when there is
  /// none. \pre column() is not null, last is not missing
  std::optional<CodeRange> codes_until(const GlobalValue& last, bool itself) const {
    if (column_->has_keywords()) {
      KeywordBounds bounds;
      (key_.descending ? bounds.low : bounds.high) = last.text;
      (key_.descending ? bounds.includes_low : bounds.includes_high) = itself;
      return column_->codes(bounds);
    }
    if (!itself && last.number == kLeastValue) return std::nullopt;
    const std::int64_t number = itself ? last.number : last.number - 1;
    return column_->codes(key_.descending ? ValueRange{~number, kMostValue}
                                          : ValueRange{kLeastValue, number});
  }
  /// The same for a value of this segment.
  std::optional<CodeRange> codes_until(const LocalValue& last, bool itself) const noexcept {
    if (!itself && last.value == turned(key_.descending ? column_->greatest_code() : 0))
      return std::nullopt;
    const std::uint64_t code = turned(itself ? last.value : last.value - 1);
    return key_.descending ? CodeRange{code, column_->greatest_code()} : CodeRange{0, code};
  }
  bool is_in(const LocalValue& local, const CodeRange& range) const noexcept {
    const std::uint64_t code = turned(local.value);
    return !local.is_missing && range.low <= code && code <= range.high;
  }

 private:
  std::uint64_t turned(std::uint64_t value) const noexcept {
    return key_.descending ? ~value : value;
  }
  std::int64_t turned_back(std::uint64_t doc) const noexcept {
    const auto number = static_cast<std::int64_t>(doc);
    return key_.descending ? ~number : number;
  }

  ResolvedKey key_;
  const ColumnReader* column_;
};

/// The first `limit` documents of one segment, as they come in rising order: a heap of places with
/// the last of them on top.
class LocalTop {
 public:
  LocalTop(std::size_t limit, std::size_t keys) : limit_(limit), keys_(keys) {}

  bool is_full() const noexcept { return heap_.size() == limit_; }
  /// \pre is_full()
  const LocalValue* last() const noexcept { return values_of(heap_.front()); }
  const LocalValue* values_of(std::uint32_t place) const noexcept {
    return values_.data() + place * keys_;
  }

  /// A document behind all those before it, with values that come before last().
  void add(const LocalValue* values, const ScoredDoc& doc) {
    std::uint32_t place = static_cast<std::uint32_t>(docs_.size());
    if (is_full()) {
      std::pop_heap(heap_.begin(), heap_.end(), order());
      place = heap_.back();
      docs_[place] = doc;
      std::copy_n(values, keys_, values_.begin() + static_cast<std::ptrdiff_t>(place * keys_));
    } else {
      heap_.push_back(place);
      docs_.push_back(doc);
      values_.insert(values_.end(), values, values + keys_);
    }
    std::push_heap(heap_.begin(), heap_.end(), order());
  }

  bool is_before_last(const LocalValue* values) const noexcept {
    return !is_full() ||
           std::lexicographical_compare(values, values + keys_, last(), last() + keys_);
  }

  const std::vector<ScoredDoc>& docs() const noexcept { return docs_; }

 private:
  struct Order {
    const LocalTop* top;
    bool operator()(std::uint32_t a, std::uint32_t b) const noexcept {
      const LocalValue* const x = top->values_of(a);
      const LocalValue* const y = top->values_of(b);
      for (std::size_t i = 0; i < top->keys_; ++i)
        if (x[i] != y[i]) return x[i] < y[i];
      return top->docs_[a].doc < top->docs_[b].doc;
    }
  };
  Order order() const noexcept { return {this}; }

  std::size_t limit_, keys_;
  std::vector<std::uint32_t> heap_;
  std::vector<ScoredDoc> docs_;
  std::vector<LocalValue> values_;
};

/// Runs a plan segment by segment and keeps the best.
class SortedSearch {
 public:
  SortedSearch(const std::vector<ResolvedKey>& keys, const ExecuteOptions& options,
               Deadline& deadline)
      : keys_(keys), options_(options), deadline_(deadline) {}

  SearchResult run(const PlanNode& plan, const CursorFactory& factory, const Snapshot& snapshot) {
    try {
      for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
        deadline_.check();
        deleted_ = snapshot.deleted[i].get();
        if (const CursorPtr cursor = factory.make(plan, *snapshot.segments[i]))
          add_segment(*cursor, *snapshot.segments[i], snapshot.doc_bases[i]);
      }
    } catch (const OutOfTime&) {
      result_.timed_out = true;
      result_.total_is_exact = false;
    }
    for (const Found& found : best_) result_.best.push_back(found.doc);
    return std::move(result_);
  }

 private:
  void add_segment(DocCursor& cursor, const SegmentReader& segment, std::uint32_t doc_base) {
    readers_.clear();
    for (const ResolvedKey& key : keys_) readers_.emplace_back(key, segment);
    needs_score_ = std::any_of(readers_.begin(), readers_.end(),
                               [](const KeyReader& reader) { return reader.needs_score(); });
    range_.reset();
    closed_ = false;
    if (best_.size() == options_.limit) narrow(best_.back().values.front());
    LocalTop top(options_.limit, keys_.size());
    try {
      walk(cursor, top, doc_base);
    } catch (const OutOfTime&) {
      keep(top, doc_base);
      throw;
    }
    keep(top, doc_base);
  }

  bool may_skip() const noexcept {
    return (range_ || closed_) && result_.total > options_.count_up_to && !options_.exhaustive;
  }

  /// `last`: the first key of the last document that would be kept. With a single key, another one
  /// with the same value is too late: it was added later.
  template <typename Value>
  void narrow(const Value& last) {
    const KeyReader& reader = readers_.front();
    if (reader.key().by == SortKey::By::kDocument && !reader.key().descending) closed_ = true;
    if (reader.key().by != SortKey::By::kField || last.is_missing || closed_) return;
    const auto range =
        reader.column() == nullptr ? std::nullopt : reader.codes_until(last, keys_.size() > 1);
    closed_ = !range;
    if (closed_) return;
    const CodeRange before = range_.value_or(*range);
    range_ = {std::max(before.low, range->low), std::min(before.high, range->high)};
    wanted_window_ = kNoWindow;
  }

  void walk(DocCursor& cursor, LocalTop& top, std::uint32_t doc_base) {
    std::vector<LocalValue> values(keys_.size());
    const DeletedDocs* const deleted = deleted_;
    for (DocId doc = cursor.doc(); doc != kNoMoreDocs;) {
      deadline_.spend(kDocCost);
      if (may_skip()) {
        const DocId wanted = next_wanted(doc);
        if (wanted != doc) {
          result_.total_is_exact = false;
          if (wanted == kNoMoreDocs) return;
          doc = cursor.advance(wanted);
          continue;
        }
      }
      if (!is_deleted(deleted, doc) && cursor.confirm()) {
        ++result_.total;
        consider(cursor, doc, doc_base, values, top);
      }
      doc = cursor.next();
    }
  }

  /// `doc`, or the first of the next window that may have something for the first key.
  DocId next_wanted(DocId doc) {
    if (closed_) return kNoMoreDocs;
    const ColumnReader& column = *readers_.front().column();
    const std::uint32_t window = doc / kColumnWindow;
    if (window == wanted_window_) return doc;
    for (std::uint32_t next = window;; ++next) {
      if (std::uint64_t{next} * kColumnWindow >= column.doc_count()) return kNoMoreDocs;
      if (!column.may_match(next, *range_)) continue;
      wanted_window_ = next;
      return next == window ? doc : next * kColumnWindow;
    }
  }

  void consider(DocCursor& cursor, DocId doc, std::uint32_t doc_base,
                std::vector<LocalValue>& values, LocalTop& top) {
    if (closed_) return;
    double score = needs_score_ ? cursor.score() : 0;
    for (std::size_t i = 0; i < readers_.size(); ++i) {
      values[i] = readers_[i].value(doc, score);
      if (i == 0 && range_ && !readers_[0].is_in(values[0], *range_)) return;
    }
    if (!top.is_before_last(values.data())) return;
    if (!needs_score_) score = cursor.score();
    top.add(values.data(), {score, doc_base + doc});
    if (top.is_full()) narrow(*top.last());
  }

  /// Puts the best of a segment among those of the segments before it.
  void keep(const LocalTop& top, std::uint32_t doc_base) {
    std::vector<Found> found;
    for (std::uint32_t place = 0; place < top.docs().size(); ++place) {
      Found& each = found.emplace_back();
      each.doc = top.docs()[place];
      for (std::size_t i = 0; i < readers_.size(); ++i)
        each.values.push_back(readers_[i].global(top.values_of(place)[i], doc_base));
    }
    const auto order = [this](const Found& a, const Found& b) { return before(a, b, keys_); };
    std::sort(found.begin(), found.end(), order);
    std::vector<Found> merged;
    std::merge(std::move_iterator(best_.begin()), std::move_iterator(best_.end()),
               std::move_iterator(found.begin()), std::move_iterator(found.end()),
               std::back_inserter(merged), order);
    if (merged.size() > options_.limit) merged.resize(options_.limit);
    best_ = std::move(merged);
    wanted_window_ = kNoWindow;
  }

  static constexpr std::uint32_t kNoWindow = 0xFFFFFFFF;
  /// Documents that are passed over in the time that one with its values is looked at in.
  static constexpr std::size_t kDocCost = 4;

  const std::vector<ResolvedKey>& keys_;
  ExecuteOptions options_;
  Deadline& deadline_;
  const DeletedDocs* deleted_ = nullptr;  // of the segment
  SearchResult result_;
  std::vector<Found> best_;  // in order
  std::vector<KeyReader> readers_;
  bool needs_score_ = false;
  std::optional<CodeRange> range_;  // codes of the first key that can still be among the best
  bool closed_ = false;             // the segment has no such code
  std::uint32_t wanted_window_ = kNoWindow;
};

}  // namespace

std::vector<ResolvedKey> resolve_keys(const std::vector<SortKey>& keys, const Schema& schema) {
  if (keys.size() > kMostKeys)
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("{} keys to sort by, at most {} are allowed", keys.size(), kMostKeys));
  std::vector<ResolvedKey> resolved;
  for (const SortKey& key : keys) {
    std::uint32_t number = 0;
    if (key.by == SortKey::By::kField) {
      const Field* const field = schema.find(key.field);
      if (field == nullptr)
        throw Error(ErrorCode::kInvalidArgument,
                    fmt::format("sort by \"{}\": the schema does not have it", key.field));
      if (field->type == FieldType::kText || !field->options.column)
        throw Error(ErrorCode::kInvalidArgument,
                    fmt::format("sort by \"{}\": it is {}, and has no column", key.field,
                                to_string(field->type)));
      number = static_cast<std::uint32_t>(field - schema.fields().data());
    }
    resolved.push_back({key.by, number, key.descending});
  }
  return resolved;
}

SearchResult execute_sorted(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                            const std::vector<ResolvedKey>& keys, const ExecuteOptions& options,
                            Workspace& work) {
  if (options.limit == 0) return execute(plan, collection, bm25, options, work);
  Deadline& deadline = work.scratch.deadline;
  const CursorFactory factory(collection, bm25, grid_of(plan, collection, bm25), &work.terms,
                              &deadline);
  return SortedSearch(keys, options, deadline).run(plan, factory, collection.snapshot());
}

SearchResult execute_sorted(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                            const std::vector<ResolvedKey>& keys, const ExecuteOptions& options) {
  Workspace work;
  return execute_sorted(plan, collection, bm25, keys, options, work);
}

}  // namespace izde::internal
