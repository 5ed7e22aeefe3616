#include "search/cursor_factory.h"

#include <utility>
#include <vector>

namespace izde::internal {

namespace {

double boost_of(const std::vector<FieldWeight>& fields, std::uint32_t number) {
  for (const FieldWeight& field : fields)
    if (field.field == number) return field.boost;
  return 1;
}

void add_postings(const PlanTerm& term, std::uint32_t field, double boost, std::uint32_t word,
                  const SegmentReader& segment, PostingsUnion& postings) {
  if (const auto info = segment.terms().find(field, term.term))
    postings.add(segment.postings(field, *info), term.weight * boost, word);
}

}  // namespace

std::uint32_t index_field(const TermGroup& group, const PlanTerm& term) noexcept {
  return group.families ? family_field(term.field) : term.field;
}

std::unique_ptr<TermGroupCursor> CursorFactory::make_terms(const TermGroup& group, double boost,
                                                           const SegmentReader& segment) const {
  PostingsUnion postings;
  std::uint32_t number = 0;
  for (const PlanTerm& term : group.terms)
    add_postings(term, index_field(group, term), boost_of(group.fields, term.field),
                 group.sums_terms ? number++ : term.field, segment, postings);
  if (postings.empty()) return nullptr;
  postings.start();
  const Bm25Scorer scorer(boost * idf(group), bm25_, collection_.average_length(group.fields));
  return std::make_unique<TermGroupCursor>(std::move(postings), FieldLengths(segment, group.fields),
                                           scorer);
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
          add_postings(term, term.field, 1.0, 0, segment, slot.postings);
      if (slot.postings.empty()) break;
      slot.postings.start();
      slots.push_back(std::move(slot));
    }
    if (slots.size() == phrase.slots.size()) phrases.emplace_back(std::move(slots), field.boost);
  }
  if (phrases.empty()) return nullptr;
  const Bm25Scorer scorer(boost * idf(phrase), bm25_, collection_.average_length(phrase.fields));
  return std::make_unique<PhraseCursor>(std::move(phrases), FieldLengths(segment, phrase.fields),
                                        scorer);
}

CursorPtr CursorFactory::make_disjunction(const std::vector<PlanNode>& clauses,
                                          const SegmentReader& segment) const {
  std::vector<CursorPtr> cursors;
  for (const PlanNode& clause : clauses)
    if (CursorPtr cursor = make(clause, segment)) cursors.push_back(std::move(cursor));
  if (cursors.empty()) return nullptr;
  if (cursors.size() == 1) return std::move(cursors.front());
  return std::make_unique<DisjunctionCursor>(std::move(cursors));
}

CursorPtr CursorFactory::make_conjunction(const std::vector<PlanNode>& clauses,
                                          const SegmentReader& segment) const {
  std::vector<CursorPtr> cursors;
  for (const PlanNode& clause : clauses) {
    CursorPtr cursor = make(clause, segment);
    if (cursor == nullptr) return nullptr;
    cursors.push_back(std::move(cursor));
  }
  if (cursors.size() == 1) return std::move(cursors.front());
  return std::make_unique<ConjunctionCursor>(std::move(cursors));
}

CursorPtr CursorFactory::make_boolean(const BooleanPlan& plan, const SegmentReader& segment) const {
  CursorPtr optional = make_disjunction(plan.should, segment);
  CursorPtr cursor;
  if (plan.must.empty()) {
    cursor = std::move(optional);
  } else {
    cursor = make_conjunction(plan.must, segment);
    if (cursor != nullptr && optional != nullptr)
      cursor = std::make_unique<OptionalCursor>(std::move(cursor), std::move(optional));
  }
  if (cursor == nullptr) return nullptr;
  CursorPtr unwanted = make_disjunction(plan.must_not, segment);
  if (unwanted == nullptr) return cursor;
  return std::make_unique<ExclusionCursor>(std::move(cursor), std::move(unwanted));
}

CursorPtr CursorFactory::make(const PlanNode& node, const SegmentReader& segment) const {
  if (node.is<AllPlan>()) return std::make_unique<AllCursor>(segment.doc_count(), node.boost);
  if (const auto* terms = std::get_if<TermGroup>(&node.what))
    return make_terms(*terms, node.boost, segment);
  if (const auto* phrase = std::get_if<PhraseGroup>(&node.what))
    return make_phrase(*phrase, node.boost, segment);
  if (const auto* plan = std::get_if<BooleanPlan>(&node.what)) return make_boolean(*plan, segment);
  return nullptr;
}

}  // namespace izde::internal
