#include "search/execute.h"

#include <algorithm>
#include <vector>

#include "search/clause_factory.h"
#include "search/conjunction.h"
#include "search/count.h"
#include "search/cursor_factory.h"
#include "search/disjunction.h"
#include "search/live_docs.h"
#include "search/sink.h"
#include "search/term_ranges.h"

namespace izde::internal {

namespace {

// One document after the other. Where sums of scores are not exact, their order is that of this
// way.
void visit_all(DocCursor& cursor, const DeletedDocs* deleted, bool scored, Deadline& deadline,
               Sink& sink) {
  for (DocId doc = cursor.doc(); doc != kNoMoreDocs; doc = cursor.next()) {
    deadline.spend(1);
    if (is_deleted(deleted, doc) || !cursor.confirm()) continue;
    const double score = scored ? cursor.score() : 0;
    sink.add(&doc, &score, 1);
  }
}

/// From so many documents on, and for so few hits, the ranges of a term are taken best first.
constexpr std::uint32_t kLeastBestFirst = 2048;
constexpr std::size_t kMostBestFirst = 1000;

/// The shortest list whose best `limit` hits may be found without walking it.
constexpr std::uint32_t least_with_ranges(std::size_t limit) noexcept {
  if (limit <= kSkybandDepth) return kLeastWithSkyband;
  return limit <= kMostBestFirst ? kLeastBestFirst : kNoMoreDocs;
}
static_assert(kDeepSkybandDepth <= kMostBestFirst && kLeastWithDeepSkyband >= kLeastBestFirst);

void sort_by_bound(std::vector<BoundedRange>& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const BoundedRange& a, const BoundedRange& b) { return a.bound > b.bound; });
}

// A single term: soon no more than few of its ranges can hold another hit. Documents do not come in
// order, so that one with the worst hit's score may still take its place.
void run_best_first(TermRanges& term, const DeletedDocs* deleted, double step, Workspace& work,
                    Sink& sink) {
  DocId* const docs = work.docs.room(kPostingsBlock);
  double* const scores = work.scores.room(kPostingsBlock);
  std::vector<BoundedRange> groups, blocks;
  term.groups(groups);
  sort_by_bound(groups);
  for (const BoundedRange& group : groups) {
    if (group.bound < sink.least()) return;
    term.blocks(group, sink.least(), blocks);
    sort_by_bound(blocks);
    for (const BoundedRange& block : blocks) {
      if (block.bound < sink.least()) break;
      work.scratch.deadline.spend(kPostingsBlock);
      const double least = std::max(-1.0, sink.least() - step);
      const std::size_t count = term.score_block(block, least, docs, scores);
      sink.add(docs, scores, keep_live(deleted, docs, scores, count));
    }
  }
}

// A single clause: whole ranges that have no hit are skipped.
void run_alone(Clause& clause, Finish& finish) {
  Sink& sink = finish.sink();
  DocId* const docs = finish.work().docs.room(Clause::kBatch);
  double* const scores = finish.work().scores.room(Clause::kBatch);
  while (clause.doc() != kNoMoreDocs) {
    finish.spend(kPostingsBlock);
    const double least = sink.least();
    if (least >= 0) {
      sink.left_out();
      clause.advance(clause.next_above(clause.doc(), least));
      if (clause.doc() == kNoMoreDocs) return;
    }
    finish.add(docs, scores, clause.batch(kNoMoreDocs, least, docs, scores));
  }
}

/// Runs a plan segment by segment.
class Execution {
 public:
  Execution(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
            const ExecuteOptions& options, Workspace& work)
      : plan_(plan),
        snapshot_(collection.snapshot()),
        cursors_(collection, bm25, grid_of(plan, collection, bm25), &work.terms,
                 &work.scratch.deadline),
        clauses_(cursors_, work.scratch, work.clauses),
        options_(options),
        work_(work),
        sink_(options) {}

  SearchResult run() {
    try {
      for (segment_ = 0; segment_ < snapshot_.segments.size(); ++segment_) {
        work_.scratch.deadline.check();
        sink_.begin_segment(snapshot_.doc_bases[segment_]);
        run_segment();
      }
    } catch (const OutOfTime&) {
      sink_.time_out();
    }
    return sink_.take();
  }

 private:
  const SegmentReader& segment() const { return *snapshot_.segments[segment_]; }
  const DeletedDocs* deleted() const { return snapshot_.deleted[segment_].get(); }
  ClauseSet make_clauses() const {
    ClauseSet set = clauses_.make(plan_, segment());
    set.deleted = deleted();
    return set;
  }

  void run_segment() {
    work_.clauses.clear();
    if (options_.exhaustive || cursors_.grid().step() == 0) {
      if (const CursorPtr cursor = cursors_.make(plan_, segment()))
        visit_all(*cursor, deleted(), options_.limit > 0, work_.scratch.deadline, sink_);
      return;
    }
    if (options_.limit > 0 && run_term()) return;
    const ClauseSet set = make_clauses();
    if (set.is_empty()) return;
    if (options_.limit == 0)
      count_matches(set, segment().doc_count(), work_, sink_);
    else
      search(set);
  }

  // The best hits of a term without walking its list from end to end. Returns false, having added
  // none, where that does not pay.
  bool run_term() {
    auto term = clauses_.make_ranges(plan_, segment(), least_with_ranges(options_.limit));
    if (!term || !know_count(term->doc_freq())) return false;
    DocId* const docs = work_.docs.room(kMostOfSkyband);
    double* const scores = work_.scores.room(kMostOfSkyband);
    const std::size_t count = term->best(options_.limit, deleted(), docs, scores);
    const bool best_first = options_.limit <= kMostBestFirst && term->doc_freq() >= kLeastBestFirst;
    if (count == 0 && !best_first) return false;
    if (count > 0)
      sink_.add(docs, scores, count);
    else
      run_best_first(*term, deleted(), cursors_.grid().step(), work_, sink_);
    return true;
  }

  // Tells the sink how many of `doc_freq` documents, all that match, are not deleted, as exactly
  // as it has to know. Returns false where they had better be counted as they are scored.
  bool know_count(std::uint64_t doc_freq) {
    if (sink_.knows_count()) return true;
    if (deleted() == nullptr) {
      sink_.know_count(doc_freq);
      return true;
    }
    const std::uint64_t gone = std::min<std::uint64_t>(doc_freq, deleted()->count());
    if (sink_.know_at_least(doc_freq - gone)) return true;
    if (doc_freq < kLeastBestFirst) return false;
    count_matches(make_clauses(), segment().doc_count(), work_, sink_);
    sink_.know_count(0);
    return true;
  }

  void search(const ClauseSet& set) {
    if (const Clause* const only = set.only_exact()) know_count(only->cost());
    Finish finish(set, work_, sink_);
    if (set.must.size() == 1 && set.filter.empty() && set.should.empty())
      run_alone(*set.must.front(), finish);
    else if (set.must.empty() && set.filter.empty())
      Disjunction(set.should, finish).run();
    else
      Conjunction(set, finish).run();
  }

  const PlanNode& plan_;
  const Snapshot& snapshot_;
  const CursorFactory cursors_;
  const ClauseFactory clauses_;
  const ExecuteOptions& options_;
  Workspace& work_;
  Sink sink_;
  std::size_t segment_ = 0;
};

}  // namespace

SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     const ExecuteOptions& options, Workspace& work) {
  if (options.limit == 0 && !options.exhaustive && collection.snapshot().deleted_count == 0) {
    const auto* const terms = std::get_if<TermGroup>(&plan.what);  // its statistics say how many
    if (terms != nullptr && terms->terms.size() == 1) return {{}, terms->doc_freq, true};
  }
  return Execution(plan, collection, bm25, options, work).run();
}

SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     const ExecuteOptions& options) {
  Workspace work;
  return execute(plan, collection, bm25, options, work);
}

}  // namespace izde::internal
