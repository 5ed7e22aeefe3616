#include "search/cursor_factory.h"

#include <utility>
#include <vector>

#include "search/range_cursor.h"

namespace izde::internal {

namespace {

constexpr std::size_t kLeastTermsOfSet = 16;

void add_postings(const PlanTerm& term, std::uint32_t field, double boost, std::uint32_t word,
                  const CursorFactory& factory, const SegmentReader& segment,
                  PostingsUnion& postings) {
  if (const auto info = factory.find(segment, field, term.term))
    postings.add(segment.postings(field, *info), term.weight * boost, word);
}

}  // namespace

double boost_of(const FieldWeights& fields, std::uint32_t number) noexcept {
  for (const FieldWeight& field : fields)
    if (field.field == number) return field.boost;
  return 1;
}

std::uint32_t index_field(const TermGroup& group, const PlanTerm& term) noexcept {
  return group.families ? family_field(term.field) : term.field;
}

std::unique_ptr<TermGroupCursor> CursorFactory::make_terms(const TermGroup& group, double boost,
                                                           const SegmentReader& segment) const {
  PostingsUnion postings;
  std::uint32_t number = 0;
  for (const PlanTerm& term : group.terms)
    add_postings(term, index_field(group, term), boost_of(group.fields, term.field),
                 group.sums_terms ? number++ : term.field, *this, segment, postings);
  if (postings.empty()) return nullptr;
  postings.start();
  return std::make_unique<TermGroupCursor>(std::move(postings), FieldLengths(segment, group.fields),
                                           scorer(group, boost));
}

std::unique_ptr<PhraseCursor> CursorFactory::make_phrase(const PhraseGroup& phrase, double boost,
                                                         const SegmentReader& segment) const {
  std::vector<FieldPhrase> phrases;
  for (const FieldWeight& field : phrase.fields) {
    std::vector<FieldPhrase::Slot> slots;
    for (const PhraseSlot& place : phrase.slots) {
      FieldPhrase::Slot slot{place.offset, {}};
      for (const PlanTerm& term : place.terms)
        if (term.field == field.field)
          add_postings(term, term.field, 1.0, 0, *this, segment, slot.postings);
      if (slot.postings.empty()) break;
      slot.postings.start();
      slots.push_back(std::move(slot));
    }
    if (slots.size() == phrase.slots.size())
      phrases.emplace_back(std::move(slots), field.boost, phrase.slop, deadline_);
  }
  if (phrases.empty()) return nullptr;
  return std::make_unique<PhraseCursor>(std::move(phrases), FieldLengths(segment, phrase.fields),
                                        scorer(phrase, boost));
}

std::vector<CursorPtr> CursorFactory::make_some(const std::vector<PlanNode>& clauses,
                                                const SegmentReader& segment) const {
  std::vector<CursorPtr> cursors;
  for (const PlanNode& clause : clauses)
    if (CursorPtr cursor = make(clause, segment)) cursors.push_back(std::move(cursor));
  return cursors;
}

CursorPtr CursorFactory::make_disjunction(const std::vector<PlanNode>& clauses,
                                          const SegmentReader& segment) const {
  std::vector<CursorPtr> cursors = make_some(clauses, segment);
  if (cursors.empty()) return nullptr;
  if (cursors.size() == 1) return std::move(cursors.front());
  return std::make_unique<DisjunctionCursor>(std::move(cursors));
}

CursorPtr CursorFactory::make_boolean(const BooleanPlan& plan, const SegmentReader& segment) const {
  const bool optional = plan.least_should == 0 && (!plan.must.empty() || !plan.filter.empty());
  std::vector<CursorPtr> required;
  for (const PlanNode& clause : plan.must) {
    required.push_back(make(clause, segment));
    if (required.back() == nullptr) return nullptr;
  }
  if (!optional) {
    required.push_back(make_at_least(plan.should, plan.least_should, segment));
    if (required.back() == nullptr) return nullptr;
  }
  for (const PlanNode& clause : plan.filter) {
    CursorPtr filter = make(clause, segment);
    if (filter == nullptr) return nullptr;
    required.push_back(std::make_unique<ConstantCursor>(std::move(filter), 0));
  }
  CursorPtr cursor = required.size() == 1
                         ? std::move(required.front())
                         : std::make_unique<ConjunctionCursor>(std::move(required), deadline_);
  if (optional) {
    if (CursorPtr more = make_disjunction(plan.should, segment))
      cursor = std::make_unique<OptionalCursor>(std::move(cursor), std::move(more));
  }
  CursorPtr unwanted = make_disjunction(plan.must_not, segment);
  if (unwanted == nullptr) return cursor;
  return std::make_unique<ExclusionCursor>(std::move(cursor), std::move(unwanted));
}

CursorPtr CursorFactory::make_at_least(const std::vector<PlanNode>& clauses, std::size_t least,
                                       const SegmentReader& segment) const {
  if (least <= 1) return make_disjunction(clauses, segment);
  std::vector<CursorPtr> cursors = make_some(clauses, segment);
  if (cursors.size() < least) return nullptr;
  return std::make_unique<AtLeastCursor>(std::move(cursors), least, deadline_);
}

CursorPtr CursorFactory::make_best(const BestPlan& plan, const SegmentReader& segment) const {
  std::vector<CursorPtr> cursors = make_some(plan.clauses, segment);
  if (cursors.empty()) return nullptr;
  if (cursors.size() == 1) return std::move(cursors.front());
  return std::make_unique<BestCursor>(std::move(cursors), plan.tie_breaker, grid_);
}

/// Many terms whose frequencies do not count are a set of documents: it needs memory for documents
/// alone, and no heap.
CursorPtr CursorFactory::make_constant(const PlanNode& what, double score,
                                       const SegmentReader& segment) const {
  const auto* terms = std::get_if<TermGroup>(&what.what);
  if (terms == nullptr || terms->terms.size() < kLeastTermsOfSet) {
    CursorPtr cursor = make(what, segment);
    if (cursor == nullptr) return nullptr;
    return std::make_unique<ConstantCursor>(std::move(cursor), score);
  }
  std::vector<std::uint64_t> words((std::size_t{segment.doc_count()} + 63) / 64, 0);
  bool any = false;
  for (const PlanTerm& term : terms->terms) {
    const std::uint32_t field = index_field(*terms, term);
    const auto info = find(segment, field, term.term);
    if (!info) continue;
    any = true;
    PostingsCursor postings = segment.postings(field, *info);
    if (postings.next() != kNoMoreDocs) postings.to_bits(0, segment.doc_count(), words.data());
  }
  if (!any) return nullptr;
  return std::make_unique<BitsCursor>(std::move(words), score);
}

CursorPtr CursorFactory::make(const PlanNode& node, const SegmentReader& segment) const {
  if (node.is<AllPlan>())
    return std::make_unique<AllCursor>(segment.doc_count(), grid_(node.boost));
  if (const auto* terms = std::get_if<TermGroup>(&node.what))
    return make_terms(*terms, node.boost, segment);
  if (const auto* phrase = std::get_if<PhraseGroup>(&node.what))
    return make_phrase(*phrase, node.boost, segment);
  if (const auto* range = std::get_if<RangePlan>(&node.what))
    return make_range(*range, grid_(node.boost), segment);
  if (const auto* range = std::get_if<KeywordRangePlan>(&node.what))
    return make_range(*range, grid_(node.boost), segment);
  if (const auto* plan = std::get_if<BooleanPlan>(&node.what)) return make_boolean(*plan, segment);
  if (const auto* plan = std::get_if<BestPlan>(&node.what)) return make_best(*plan, segment);
  if (const auto* plan = std::get_if<ConstantPlan>(&node.what))
    return make_constant(plan->what.front(), grid_(node.boost), segment);
  return nullptr;
}

}  // namespace izde::internal
