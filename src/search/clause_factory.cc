#include "search/clause_factory.h"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cmath>
#include <optional>
#include <utility>

#include "search/cursor_clause.h"
#include "search/group_clause.h"
#include "search/phrase_clause.h"
#include "search/term_clause.h"

namespace izde::internal {

namespace {

/// How many leaves can add to a score.
std::size_t leaves(const PlanNode& node) {
  const auto sum = [](const std::vector<PlanNode>& nodes) {
    std::size_t count = 1;
    for (const PlanNode& inner : nodes) count += leaves(inner);
    return count;
  };
  if (const auto* plan = std::get_if<BooleanPlan>(&node.what))
    return sum(plan->must) + sum(plan->should);
  if (const auto* best = std::get_if<BestPlan>(&node.what)) return sum(best->clauses);
  return 1;
}

/// Whether sums of it are exact.
bool is_power_of_two(double weight) {
  int exponent = 0;
  return std::frexp(weight, &exponent) == 0.5;
}

struct FoundWord {
  TermInfo info;
  double weight = 1;
  std::uint32_t offset = 0;  ///< Of its slot.
};

/// Writes a term that the segment has for each word of the phrase to `out`, fewer when a word has
/// none. Returns how many terms the word with the most has.
std::size_t find_words(const PhraseGroup& phrase, std::uint32_t field, const CursorFactory& cursors,
                       const SegmentReader& segment, std::vector<FoundWord>& out) {
  out.clear();
  std::size_t most = 0;
  for (const PhraseSlot& slot : phrase.slots) {
    std::size_t count = 0;
    for (const PlanTerm& term : slot.terms) {
      if (term.field != field) continue;
      const auto info = cursors.find(segment, field, term.term);
      if (info && count++ == 0) out.push_back({*info, term.weight, slot.offset});
    }
    if (count == 0) break;
    most = std::max(most, count);
  }
  return most;
}

}  // namespace

double ClauseFactory::bound(const PlanNode& node) const {
  const ScoreGrid& grid = cursors_.grid();
  return grid(greatest_score(node, cursors_.collection(), cursors_.bm25())) +
         static_cast<double>(leaves(node)) * grid.slack();
}

std::optional<TermRanges> ClauseFactory::make_ranges(const PlanNode& plan,
                                                     const SegmentReader& segment,
                                                     std::uint32_t least_docs) const {
  std::optional<TermRanges> ranges;
  const auto* const group = std::get_if<TermGroup>(&plan.what);
  if (group == nullptr || group->doc_freq < least_docs) return ranges;
  const PlanTerm* only = nullptr;
  TermInfo found;
  for (const PlanTerm& term : group->terms) {
    const auto info = cursors_.find(segment, index_field(*group, term), term.term);
    if (!info) continue;
    if (only != nullptr) return ranges;
    only = &term;
    found = *info;
  }
  if (only != nullptr && found.doc_freq >= least_docs)
    ranges.emplace(list_of(*group, *only, found, segment), scorer(*group, plan.boost, segment));
  return ranges;
}

TermList ClauseFactory::list_of(const TermGroup& group, const PlanTerm& term, const TermInfo& info,
                                const SegmentReader& segment) const {
  const double boost = boost_of(group.fields, term.field);
  return {&segment, index_field(group, term), info, term.weight * boost, boost};
}

BatchScorer ClauseFactory::scorer(const TermGroup& group, double boost,
                                  const SegmentReader& segment) const {
  return {FieldLengths(segment, group.fields), cursors_.scorer(group, boost), scratch_};
}

ClausePtr ClauseFactory::make_terms(const TermGroup& group, double boost,
                                    const SegmentReader& segment) const {
  struct Found {
    TermList list;
    std::uint32_t word;
  };
  boost::container::small_vector<Found, 2> found;
  std::uint32_t number = 0;
  for (const PlanTerm& term : group.terms) {
    const std::uint32_t word = group.sums_terms ? number++ : term.field;
    const auto info = cursors_.find(segment, index_field(group, term), term.term);
    if (info) found.push_back({list_of(group, term, *info, segment), word});
  }
  if (found.empty()) return nullptr;
  if (found.size() == 1)
    return memory_.make<TermClause>(found.front().list, scorer(group, boost, segment));
  std::vector<GroupClause::Term> terms;
  terms.reserve(found.size());
  for (const Found& each : found) terms.push_back({BoundedPostings(each.list), each.word});
  return memory_.make<GroupClause>(std::move(terms), scorer(group, boost, segment));
}

// For words of one term each, that one field alone has. Other phrases go the way of cursors.
ClausePtr ClauseFactory::make_phrase(const PhraseGroup& phrase, double boost,
                                     const SegmentReader& segment) const {
  if (phrase.slop > 0) return nullptr;
  const FieldWeight* only = nullptr;
  std::vector<FoundWord> words, found;
  for (const FieldWeight& field : phrase.fields) {
    const std::size_t most = find_words(phrase, field.field, cursors_, segment, found);
    if (found.size() != phrase.slots.size()) continue;
    if (only != nullptr || most > 1) return nullptr;
    only = &field;
    words.swap(found);
  }
  if (only == nullptr) return nullptr;
  double weight = 1;
  for (const FoundWord& word : words) weight = std::min(weight, word.weight);
  if (!is_power_of_two(weight)) return nullptr;
  std::stable_sort(words.begin(), words.end(), [](const FoundWord& a, const FoundWord& b) {
    return a.info.doc_freq < b.info.doc_freq;
  });
  std::vector<PhraseClause::Slot> slots;
  slots.reserve(words.size());
  for (const FoundWord& word : words)
    slots.push_back(
        {BoundedPostings({&segment, only->field, word.info, weight * only->boost, only->boost}),
         word.offset});
  return memory_.make<PhraseClause>(
      std::move(slots), segment.doc_count(), weight, only->boost,
      BatchScorer(FieldLengths(segment, phrase.fields), cursors_.scorer(phrase, boost), scratch_));
}

ClausePtr ClauseFactory::make_clause(const PlanNode& node, const SegmentReader& segment) const {
  if (const auto* terms = std::get_if<TermGroup>(&node.what))
    return make_terms(*terms, node.boost, segment);
  if (const auto* phrase = std::get_if<PhraseGroup>(&node.what)) {
    if (ClausePtr clause = make_phrase(*phrase, node.boost, segment)) return clause;
  }
  CursorPtr cursor = cursors_.make(node, segment);
  if (cursor == nullptr) return nullptr;
  return memory_.make<CursorClause>(std::move(cursor), bound(node), scratch_.deadline);
}

/// Returns false when `all` are needed and one is missing.
bool ClauseFactory::add_all(const std::vector<PlanNode>& nodes, const SegmentReader& segment,
                            bool all, std::vector<ClausePtr>& out) const {
  out.reserve(nodes.size());
  for (const PlanNode& node : nodes) {
    ClausePtr clause = make_clause(node, segment);
    if (clause != nullptr)
      out.push_back(std::move(clause));
    else if (all)
      return false;
  }
  return true;
}

ClauseSet ClauseFactory::make(const PlanNode& node, const SegmentReader& segment) const {
  ClauseSet set;
  const auto* plan = std::get_if<BooleanPlan>(&node.what);
  const bool any = plan != nullptr && plan->must.empty() && plan->filter.empty();
  if (plan == nullptr || plan->least_should > (any ? 1U : 0U)) {
    if (ClausePtr clause = make_clause(node, segment)) set.must.push_back(std::move(clause));
    return set;
  }
  if (!add_all(plan->must, segment, true, set.must) ||
      !add_all(plan->filter, segment, true, set.filter))
    return {};
  add_all(plan->should, segment, false, set.should);
  if (set.is_empty()) return set;
  add_all(plan->must_not, segment, false, set.must_not);
  if (any && set.should.size() == 1) std::swap(set.must, set.should);
  return set;
}

}  // namespace izde::internal
