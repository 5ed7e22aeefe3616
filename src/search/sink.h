#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "search/clause_factory.h"
#include "search/execute.h"
#include "search/live_docs.h"
#include "search/top_docs.h"
#include "search/workspace.h"

namespace izde::internal {

/// Gathers the hits of a query and counts its matches, over all segments one after the other.
class Sink {
 public:
  explicit Sink(const ExecuteOptions& options)
      : top_(options.limit),
        count_up_to_(options.count_up_to),
        least_total_(std::max<std::uint64_t>(options.count_up_to, options.limit)) {}

  /// `base`: the segment's first document.
  void begin_segment(std::uint32_t base) noexcept {
    base_ = base;
    counted_ = false;
  }
  /// The segment's matches are known to be `count`: all others may be left out.
  void know_count(std::uint64_t count) noexcept {
    total_ += count;
    counted_ = true;
  }
  /// The same where they are known to be `count` at least. Returns false, and nothing is known,
  /// where they have to be counted exactly.
  bool know_at_least(std::uint64_t count) noexcept {
    if (total_ + count <= least_total_) return false;
    know_count(count);
    is_exact_ = false;
    return true;
  }

  /// Whether the segment's matches were counted beforehand.
  bool knows_count() const noexcept { return counted_; }

  /// Documents to come with this score or less may be left out; below 0: none may.
  double least() const noexcept { return counted_ || total_ > count_up_to_ ? top_.least() : -1; }
  /// Documents were left out.
  void left_out() noexcept { is_exact_ = is_exact_ && counted_; }
  /// Matches that were counted and are not added.
  void count(std::uint64_t matches) noexcept { total_ += matches; }
  /// The search ends before it has seen all.
  void time_out() noexcept { timed_out_ = true; }

  void add(const DocId* docs, const double* scores, std::size_t count) {
    if (!counted_) total_ += count;
    if (top_.add_first(base_, docs, scores, count)) return;
    for (std::size_t i = 0; i < count; ++i) top_.add(scores[i], base_ + docs[i]);
  }

  SearchResult take() { return {top_.take(), total_, is_exact_ && !timed_out_, timed_out_}; }

 private:
  TopDocs top_;
  std::uint64_t count_up_to_;
  std::uint64_t least_total_;  // what a total that is not exact is above
  std::uint64_t total_ = 0;
  std::uint32_t base_ = 0;
  bool counted_ = false;
  bool is_exact_ = true;
  bool timed_out_ = false;
};

/// What every way to run a query on a segment ends with: deletes and exclusions, and then the sink.
class Finish {
 public:
  Finish(const ClauseSet& set, Workspace& work, Sink& sink) : set_(set), work_(work), sink_(sink) {}

  void add(DocId* docs, double* scores, std::size_t count) {
    count = keep_live(set_.deleted, docs, scores, count);
    for (const ClausePtr& clause : set_.must_not) {
      if (count == 0) return;
      count = exclude(*clause, docs, scores, count);
    }
    sink_.add(docs, scores, count);
  }

  Workspace& work() const noexcept { return work_; }
  Sink& sink() const noexcept { return sink_; }
  /// See Deadline::spend().
  void spend(std::size_t documents) const { work_.scratch.deadline.spend(documents); }

 private:
  std::size_t exclude(Clause& clause, DocId* docs, double* scores, std::size_t count) {
    spend(count);
    std::uint32_t* const which = work_.which.room(count);
    const std::size_t found = clause.find(docs, count, which, nullptr);
    if (found == 0) return count;
    std::size_t kept = 0, next = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (next < found && which[next] == i) {
        ++next;
        continue;
      }
      docs[kept] = docs[i];
      scores[kept++] = scores[i];
    }
    return kept;
  }

  const ClauseSet& set_;
  Workspace& work_;
  Sink& sink_;
};

/// Adds the clause's scores where it matches.
inline void add_optional(Clause& clause, const DocId* docs, double* scores, std::size_t count,
                         Workspace& work) {
  work.scratch.deadline.spend(count);
  std::uint32_t* const which = work.which.room(count);
  double* const more = work.found.room(count);
  const std::size_t found = clause.find(docs, count, which, more);
  for (std::size_t i = 0; i < found; ++i) scores[which[i]] += more[i];
}

/// Keeps the documents that the clause matches, and adds its scores if it `adds`. Returns how many.
inline std::size_t keep_required(Clause& clause, bool adds, DocId* docs, double* scores,
                                 std::size_t count, Workspace& work) {
  work.scratch.deadline.spend(count);
  std::uint32_t* const which = work.which.room(count);
  double* const more = adds ? work.found.room(count) : nullptr;
  const std::size_t found = clause.find(docs, count, which, more);
  for (std::size_t i = 0; i < found; ++i) {
    docs[i] = docs[which[i]];
    scores[i] = scores[which[i]] + (adds ? more[i] : 0);
  }
  return found;
}

}  // namespace izde::internal
