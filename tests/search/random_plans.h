#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "izde/schema.h"

#include "index/plain_analysis.h"
#include "index/writer.h"
#include "query/plan.h"
#include "query/random_query.h"
#include "search/collection.h"
#include "search/snapshot_vocabulary.h"

// Collections and plans for the ways of execution to be compared on: words of every frequency, with
// few different lengths, so that scores are often equal.

namespace izde::internal {

using testing::below;
using testing::one_of;
using testing::Random;

inline Schema plan_schema() {
  return Schema{}
      .text("title", {.boost = 2.5F})
      .text("body")
      .text("note", {.boost = 0.3F, .families = false})
      .keyword("source");
}

/// The rank of a word: low ones are frequent, the last ones stand in a document or two.
inline std::string random_plan_word(Random& random) {
  const std::size_t most = std::size_t{1} << below(random, 7);
  return "word" + std::to_string(below(random, most));
}

inline std::string random_plan_text(Random& random, std::size_t most) {
  std::string text;
  for (std::size_t n = below(random, most + 1); n > 0; --n) {
    const std::string word = random_plan_word(random);
    const std::size_t times = below(random, 12) == 0 ? 1 + below(random, 6) : 1;
    for (std::size_t i = 0; i < times; ++i) text += word + " ";
  }
  return text;
}

/// `documents` documents in up to `segments` segments.
inline std::shared_ptr<const Snapshot> random_snapshot(Random& random, std::size_t documents,
                                                       std::size_t segments) {
  const auto directory = make_memory_directory();
  WriterCore writer(directory, plan_schema(), kPlainDefinition, plain_analysis(), WriterOptions{});
  const std::size_t longest = 1 + below(random, 12);
  for (std::size_t i = 0; i < documents; ++i) {
    Document document;
    if (below(random, 3) == 0) document.add("title", random_plan_text(random, 3));
    document.add("body", random_plan_text(random, longest));
    if (below(random, 4) == 0) document.add("note", random_plan_text(random, 4));
    if (below(random, 2) == 0) document.add("source", "s" + std::to_string(below(random, 3)));
    writer.add(document);
    if (below(random, documents) + 1 < segments) writer.commit();
  }
  writer.commit();
  return open_latest(*directory, Analyzer{}, nullptr);
}

/// The plan in one line, for messages.
inline std::string describe(const PlanNode& node) {
  const auto all = [](const char* name, const std::vector<PlanNode>& nodes) {
    std::string text = nodes.empty() ? "" : std::string(" ") + name + "(";
    for (const PlanNode& inner : nodes) text += describe(inner) + ",";
    return nodes.empty() ? text : text + ")";
  };
  const auto terms_of = [](const std::vector<PlanTerm>& terms) {
    std::string text;
    for (const PlanTerm& term : terms)
      text += std::to_string(term.field) + ":" + term.term + "*" + std::to_string(term.weight) +
              "/" + std::to_string(term.doc_freq) + " ";
    return text;
  };
  std::string text;
  if (const auto* terms = std::get_if<TermGroup>(&node.what)) {
    text = std::string(terms->families ? "families" : "terms") + (terms->sums_terms ? "+" : "") +
           std::to_string(terms->fields.size()) + "[" + terms_of(terms->terms) + "]";
  } else if (const auto* phrase = std::get_if<PhraseGroup>(&node.what)) {
    text = "phrase~" + std::to_string(phrase->slop);
    for (const PhraseSlot& slot : phrase->slots)
      text += " " + std::to_string(slot.offset) + "[" + terms_of(slot.terms) + "]";
  } else if (const auto* plan = std::get_if<BooleanPlan>(&node.what)) {
    text = "boolean" + std::to_string(plan->least_should) + all("must", plan->must) +
           all("should", plan->should) + all("not", plan->must_not) + all("filter", plan->filter);
  } else if (const auto* best = std::get_if<BestPlan>(&node.what)) {
    text = "best" + std::to_string(best->tie_breaker) + all("", best->clauses);
  } else if (const auto* constant = std::get_if<ConstantPlan>(&node.what)) {
    text = "constant" + all("", constant->what);
  } else {
    text = node.is<AllPlan>() ? "all" : "none";
  }
  return text + "^" + std::to_string(node.boost);
}

class RandomPlans {
 public:
  RandomPlans(Random& random, const Collection& collection)
      : random_(random), vocabulary_(collection.snapshot(), terms_) {}

  PlanNode node(int depth) {
    switch (below(random_, depth == 0 ? 7 : 12)) {
      case 0:
        return leaf(AllPlan{});
      case 1:
        return phrase();
      case 2:
        return keyword();
      case 7:
        return best(depth);
      case 8:
        return constant(depth);
      case 9:
      case 10:
      case 11:
        return boolean(depth);
      default:
        return terms();
    }
  }

  /// Words as a person types them: all optional, or all required, each with its family at times.
  PlanNode words() {
    BooleanPlan plan;
    const bool all = below(random_, 2) == 0;
    for (std::size_t n = 2 + below(random_, 5); n > 0; --n)
      (all || below(random_, 6) == 0 ? plan.must : plan.should).push_back(terms());
    for (std::size_t n = below(random_, 3); n > 0; --n) plan.should.push_back(terms());
    if (below(random_, 5) == 0) plan.must_not.push_back(terms());
    return wrap(std::move(plan));
  }

  PlanNode terms() {
    TermGroup group;
    group.word = "word";
    group.families = below(random_, 5) == 0;
    group.sums_terms = below(random_, 4) == 0;
    const bool one_field = below(random_, 2) == 0;
    for (std::uint32_t field = one_field ? 1 : 0; field < (one_field || group.families ? 2U : 3U);
         ++field)
      group.fields.push_back({field, field == 0 ? 2.5 : field == 1 ? 1 : 0.3});
    std::vector<std::string> words{random_plan_word(random_)};
    while (below(random_, 3) == 0) words.push_back(random_plan_word(random_));
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const FieldWeight& field : group.fields)
      for (const std::string& word : words)
        add(group.families ? word.substr(0, 4) : word, field.field, group.families, group.terms);
    for (const PlanTerm& term : group.terms)
      group.doc_freq = std::max(group.doc_freq, term.doc_freq);
    return group.terms.empty() ? PlanNode{} : leaf(std::move(group));
  }

 private:
  void add(const std::string& term, std::uint32_t field, bool family, std::vector<PlanTerm>& out) {
    static const std::vector<double> kWeights = {1, 1, 1, 0.5, 0.3};
    const std::uint64_t found =
        family ? vocabulary_.family_freq(field, term) : vocabulary_.doc_freq(field, term);
    if (found == 0) return;
    PlanTerm made;
    made.field = field;
    made.term = term;
    made.weight = one_of(random_, kWeights);
    made.doc_freq = found;
    out.push_back(std::move(made));
  }

  template <class Leaf>
  PlanNode leaf(Leaf what) {
    static const std::vector<double> kBoosts = {1, 1, 1, 0.25, 1.7, 30, 1e-9};
    PlanNode node;
    node.what = std::move(what);
    node.boost = one_of(random_, kBoosts);
    return node;
  }

  static PlanNode wrap(BooleanPlan plan) {
    const auto drop = [](std::vector<PlanNode>& nodes) {
      std::erase_if(nodes, [](const PlanNode& clause) { return clause.is<NonePlan>(); });
    };
    const auto is_none = [](const PlanNode& clause) { return clause.is<NonePlan>(); };
    if (std::any_of(plan.must.begin(), plan.must.end(), is_none) ||
        std::any_of(plan.filter.begin(), plan.filter.end(), is_none))
      return {};
    drop(plan.should);
    drop(plan.must_not);
    if (plan.must.empty() && plan.should.empty() && plan.filter.empty()) return {};
    PlanNode node;
    node.what = std::move(plan);
    return node;
  }

  PlanNode keyword() {
    TermGroup group;
    group.word = "source";
    group.fields.push_back({3, 1});
    add("s" + std::to_string(below(random_, 3)), 3, false, group.terms);
    if (group.terms.empty()) return {};
    group.doc_freq = group.terms.front().doc_freq;
    return leaf(std::move(group));
  }

  PlanNode phrase() {
    PhraseGroup phrase;
    phrase.words = "words";
    phrase.fields.push_back({1, 1});
    if (below(random_, 2) == 0) phrase.fields.insert(phrase.fields.begin(), {0, 2.5});
    if (below(random_, 5) == 0) phrase.slop = 1 + static_cast<std::uint32_t>(below(random_, 3));
    std::uint32_t offset = 0;
    for (std::size_t n = 2 + below(random_, 2); n > 0; --n) {
      PhraseSlot slot;
      slot.offset = offset;
      offset += below(random_, 6) == 0 ? 2 : 1;
      std::vector<std::string> words{random_plan_word(random_)};
      if (below(random_, 4) == 0) words.push_back(words.front() == "word0" ? "word1" : "word0");
      for (const FieldWeight& field : phrase.fields)
        for (const std::string& word : words) add(word, field.field, false, slot.terms);
      if (slot.terms.empty()) return {};
      for (const PlanTerm& term : slot.terms)
        slot.doc_freq = std::max(slot.doc_freq, term.doc_freq);
      phrase.slots.push_back(std::move(slot));
    }
    return leaf(std::move(phrase));
  }

  PlanNode boolean(int depth) {
    BooleanPlan plan;
    for (auto* list : {&plan.must, &plan.should, &plan.filter, &plan.must_not}) {
      const std::size_t most = list == &plan.filter || list == &plan.must_not ? 2 : 4;
      for (std::size_t n = below(random_, most); n > 0; --n) list->push_back(node(depth - 1));
    }
    PlanNode made = wrap(std::move(plan));
    if (auto* inner = std::get_if<BooleanPlan>(&made.what);
        inner != nullptr && !inner->should.empty() && below(random_, 4) == 0)
      inner->least_should = static_cast<std::uint32_t>(1 + below(random_, inner->should.size()));
    return made;
  }

  PlanNode best(int depth) {
    BestPlan plan;
    for (std::size_t n = 1 + below(random_, 3); n > 0; --n) {
      PlanNode clause = node(depth - 1);
      if (!clause.is<NonePlan>()) plan.clauses.push_back(std::move(clause));
    }
    if (plan.clauses.empty()) return {};
    plan.tie_breaker = below(random_, 2) == 0 ? 0 : 0.3;
    PlanNode made;
    made.what = std::move(plan);
    return made;
  }

  PlanNode constant(int depth) {
    ConstantPlan plan;
    plan.what.push_back(node(depth - 1));
    if (plan.what.front().is<NonePlan>()) return {};
    return leaf(std::move(plan));
  }

  Random& random_;
  TermLookup terms_;
  SnapshotVocabulary vocabulary_;
};

}  // namespace izde::internal
