#include "search/execute.h"

#include <algorithm>
#include <vector>

#include "search/clause_factory.h"
#include "search/conjunction.h"
#include "search/count.h"
#include "search/cursor_factory.h"
#include "search/disjunction.h"
#include "search/sink.h"
#include "search/term_ranges.h"

namespace izde::internal {

namespace {

// One document after the other. Where sums of scores are not exact, their order is that of this
// way.
void visit_all(const PlanNode& plan, const CursorFactory& factory, const SegmentReader& segment,
               bool scored, Sink& sink) {
  const CursorPtr cursor = factory.make(plan, segment);
  if (cursor == nullptr) return;
  for (DocId doc = cursor->doc(); doc != kNoMoreDocs; doc = cursor->next()) {
    if (!cursor->confirm()) continue;
    const double score = scored ? cursor->score() : 0;
    sink.add(&doc, &score, 1);
  }
}

/// Whether counting the clauses' matches costs little beside scoring them.
bool counts_cheaply(const ClauseSet& set) {
  return set.must_not.empty() && set.filter.empty() && set.must.size() == 1 && set.should.empty() &&
         set.must.front()->is_exact();
}

/// From so many documents on, and for so few hits, the ranges of a term are taken best first.
constexpr std::uint64_t kLeastBestFirst = 2048;
constexpr std::size_t kMostBestFirst = 1000;

void sort_by_bound(std::vector<BoundedRange>& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const BoundedRange& a, const BoundedRange& b) { return a.bound > b.bound; });
}

// A single term: soon no more than few of its ranges can hold another hit. Documents do not come in
// order, so that one with the worst hit's score may still take its place.
void run_best_first(TermRanges& term, double step, Workspace& work, Sink& sink) {
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
      const double least = std::max(-1.0, sink.least() - step);
      sink.add(docs, scores, term.score_block(block, least, docs, scores));
    }
  }
}

// The best hits of a term without walking its list from end to end. Returns false, having added
// none, where that does not pay.
bool run_term(TermRanges& term, std::size_t limit, double step, Workspace& work, Sink& sink) {
  DocId* const docs = work.docs.room(kMostOfSkyband);
  double* const scores = work.scores.room(kMostOfSkyband);
  const std::size_t count = term.best(limit, docs, scores);
  const bool best_first = limit <= kMostBestFirst && term.doc_freq() >= kLeastBestFirst;
  if (count == 0 && !best_first) return false;
  sink.know_count(term.doc_freq());
  if (count > 0)
    sink.add(docs, scores, count);
  else
    run_best_first(term, step, work, sink);
  return true;
}

// A single clause: whole ranges that have no hit are skipped.
void run_alone(Clause& clause, Finish& finish) {
  Sink& sink = finish.sink();
  DocId* const docs = finish.work().docs.room(Clause::kBatch);
  double* const scores = finish.work().scores.room(Clause::kBatch);
  while (clause.doc() != kNoMoreDocs) {
    const double least = sink.least();
    if (least >= 0) {
      sink.left_out();
      clause.advance(clause.next_above(clause.doc(), least));
      if (clause.doc() == kNoMoreDocs) return;
    }
    finish.add(docs, scores, clause.batch(kNoMoreDocs, least, docs, scores));
  }
}

void search_segment(const ClauseSet& set, Finish& finish) {
  if (counts_cheaply(set)) finish.sink().know_count(set.must.front()->cost());
  if (set.must.size() == 1 && set.filter.empty() && set.should.empty())
    run_alone(*set.must.front(), finish);
  else if (set.must.empty() && set.filter.empty())
    Disjunction(set.should, finish).run();
  else
    Conjunction(set, finish).run();
}

}  // namespace

SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     const ExecuteOptions& options, Workspace& work) {
  if (options.limit == 0 && !options.exhaustive) {
    // Its statistics say how many, as long as no document is deleted.
    const auto* const terms = std::get_if<TermGroup>(&plan.what);
    if (terms != nullptr && terms->terms.size() == 1) return {{}, terms->doc_freq, true};
  }
  const Snapshot& snapshot = collection.snapshot();
  const CursorFactory cursors(collection, bm25, grid_of(plan, collection, bm25), &work.terms);
  const ClauseFactory clauses(cursors, work.scratch);
  const bool exhaustive = options.exhaustive || cursors.grid().step() == 0;
  Sink sink(options);
  for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
    const SegmentReader& segment = *snapshot.segments[i];
    sink.begin_segment(snapshot.doc_bases[i]);
    if (exhaustive) {
      visit_all(plan, cursors, segment, options.limit > 0, sink);
      continue;
    }
    if (options.limit > 0) {
      auto term = clauses.make_ranges(plan, segment);
      if (term && run_term(*term, options.limit, cursors.grid().step(), work, sink)) continue;
    }
    const ClauseSet set = clauses.make(plan, segment);
    if (set.is_empty()) continue;
    if (options.limit == 0) {
      sink.know_count(count_matches(set, segment.doc_count(), work));
      continue;
    }
    Finish finish(set.must_not, work, sink);
    search_segment(set, finish);
  }
  return sink.take();
}

SearchResult execute(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                     const ExecuteOptions& options) {
  Workspace work;
  return execute(plan, collection, bm25, options, work);
}

}  // namespace izde::internal
