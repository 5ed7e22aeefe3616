#include "search/explain.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

#include "search/cursor_factory.h"
#include "search/live_docs.h"

namespace izde::internal {

namespace {

class Explainer {
 public:
  Explainer(const Collection& collection, const Bm25& bm25, const ScoreGrid& grid,
            const SegmentReader& segment, DocId doc)
      : factory_(collection, bm25, grid), collection_(collection), segment_(segment), doc_(doc) {}

  /// Nothing when the document does not match.
  std::optional<Explanation> explain_node(const PlanNode& node) const {
    if (node.is<AllPlan>()) return Explanation{factory_.grid()(node.boost), "every document", {}};
    if (const auto* terms = std::get_if<TermGroup>(&node.what))
      return explain_terms(*terms, node.boost);
    if (const auto* phrase = std::get_if<PhraseGroup>(&node.what))
      return explain_phrase(*phrase, node.boost);
    if (const auto* plan = std::get_if<BooleanPlan>(&node.what)) return explain_boolean(*plan);
    if (const auto* plan = std::get_if<BestPlan>(&node.what)) return explain_best(*plan);
    if (const auto* plan = std::get_if<ConstantPlan>(&node.what))
      return explain_constant(*plan, factory_.grid()(node.boost));
    if (const auto* range = std::get_if<RangePlan>(&node.what))
      return explain_range(node, range->field);
    if (const auto* range = std::get_if<KeywordRangePlan>(&node.what))
      return explain_range(node, range->field);
    return std::nullopt;
  }

 private:
  std::optional<Explanation> explain_terms(const TermGroup& group, double boost) const;
  std::optional<Explanation> explain_phrase(const PhraseGroup& phrase, double boost) const;
  std::optional<Explanation> explain_boolean(const BooleanPlan& plan) const;
  std::optional<Explanation> explain_best(const BestPlan& plan) const;
  std::optional<Explanation> explain_constant(const ConstantPlan& plan, double score) const;
  std::optional<Explanation> explain_range(const PlanNode& node, std::uint32_t field) const;

  bool stands_here(DocCursor* cursor) const {
    if (cursor == nullptr) return false;
    if (cursor->doc() < doc_) cursor->advance(doc_);
    return cursor->doc() == doc_ && cursor->confirm();
  }

  std::string field_names(const FieldWeights& fields) const;
  std::string found_terms(const TermGroup& group) const;
  std::string idf_name() const;
  std::string figures(double tf, double length, const FieldWeights& fields, double boost) const;

  CursorFactory factory_;
  const Collection& collection_;
  const SegmentReader& segment_;
  DocId doc_;
};

std::string Explainer::field_names(const FieldWeights& fields) const {
  std::string names;
  for (const FieldWeight& field : fields) {
    names.append(names.empty() ? "" : ", ").append(collection_.schema().fields()[field.field].name);
    if (field.boost != 1) names.append(fmt::format("^{:g}", field.boost));
  }
  return names;
}

/// The terms of the group that the document has: `title:мектеп x 2`.
std::string Explainer::found_terms(const TermGroup& group) const {
  std::string found;
  for (const PlanTerm& term : group.terms) {
    const std::uint32_t field = index_field(group, term);
    const auto info = segment_.terms().find(field, term.term);
    if (!info) continue;
    PostingsCursor postings = segment_.postings(field, *info);
    if (postings.advance(doc_) != doc_) continue;
    found.append(found.empty() ? "" : ", ")
        .append(collection_.schema().fields()[term.field].name)
        .append(fmt::format(":{}{} x {}", term.term, group.families ? "…" : "", postings.freq()));
    if (term.weight != 1) found.append(fmt::format(" (restored, weight {:g})", term.weight));
  }
  return found;
}

std::string Explainer::figures(double tf, double length, const FieldWeights& fields,
                               double boost) const {
  const double average = collection_.average_length(fields);
  const double part = Bm25Scorer(1, factory_.bm25(), average).tf_part(tf, length);
  std::string text =
      fmt::format("tf {:.4f} (frequency {:g}, length {:g}, average {:.1f}, k1 {:g}, b {:g})", part,
                  tf, length, average, factory_.bm25().k1, factory_.bm25().b);
  if (boost != 1) text.append(fmt::format(" x boost {:g}", boost));
  return text;
}

// Names what factory_.idf() gives.
std::string Explainer::idf_name() const {
  const float power = factory_.bm25().idf_power;
  return power == 1 ? "idf" : fmt::format("idf^{:g}", power);
}

std::optional<Explanation> Explainer::explain_terms(const TermGroup& group, double boost) const {
  const auto cursor = factory_.make_terms(group, boost, segment_);
  if (!stands_here(cursor.get())) return std::nullopt;
  return Explanation{cursor->score(),
                     fmt::format("{}\"{}\" in {} [{}]: {} {:.4f} ({} of {} documents) x {}",
                                 group.families ? "family of " : "", group.word,
                                 field_names(group.fields), found_terms(group), idf_name(),
                                 factory_.idf(group), group.doc_freq, collection_.doc_count(),
                                 figures(cursor->tf(), cursor->length(), group.fields, boost)),
                     {}};
}

std::optional<Explanation> Explainer::explain_phrase(const PhraseGroup& phrase,
                                                     double boost) const {
  const auto cursor = factory_.make_phrase(phrase, boost, segment_);
  if (!stands_here(cursor.get())) return std::nullopt;
  return Explanation{
      cursor->score(),
      fmt::format("phrase \"{}\"{} in {}: {} {:.4f} (sum over {} words) x {}", phrase.words,
                  phrase.slop == 0 ? "" : fmt::format("~{}", phrase.slop),
                  field_names(phrase.fields), idf_name(), factory_.idf(phrase), phrase.slots.size(),
                  figures(cursor->tf(), cursor->length(), phrase.fields, boost)),
      {}};
}

std::optional<Explanation> Explainer::explain_boolean(const BooleanPlan& plan) const {
  Explanation sum{0, "sum of", {}};
  const auto add = [&](std::optional<Explanation> part) {
    if (!part) return false;
    sum.value += part->value;
    sum.parts.push_back(std::move(*part));
    return true;
  };
  for (const PlanNode& clause : plan.must)
    if (!add(explain_node(clause))) return std::nullopt;
  std::size_t found = 0;
  for (const PlanNode& clause : plan.should) found += add(explain_node(clause)) ? 1U : 0U;
  const std::size_t least = plan.must.empty() && plan.filter.empty() ? 1 : 0;
  if (found < std::max<std::size_t>(plan.least_should, least)) return std::nullopt;
  const auto matches = [this](const PlanNode& clause) { return explain_node(clause).has_value(); };
  if (!std::all_of(plan.filter.begin(), plan.filter.end(), matches)) return std::nullopt;
  if (std::any_of(plan.must_not.begin(), plan.must_not.end(), matches)) return std::nullopt;
  if (sum.parts.empty()) sum.what = "filtered, without a score";
  return sum;
}

std::optional<Explanation> Explainer::explain_best(const BestPlan& plan) const {
  std::vector<Explanation> parts;
  for (const PlanNode& clause : plan.clauses)
    if (auto part = explain_node(clause)) parts.push_back(std::move(*part));
  if (parts.empty()) return std::nullopt;
  const auto best = std::max_element(
      parts.begin(), parts.end(),
      [](const Explanation& a, const Explanation& b) { return a.value < b.value; });
  std::iter_swap(parts.begin(), best);
  Explanation sum{0, fmt::format("best of {} that match", parts.size()), {}};
  double all = 0;
  for (const Explanation& part : parts) all += part.value;
  sum.value = best_score(parts.front().value, all, plan.tie_breaker, factory_.grid());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    parts[i].what =
        fmt::format("{:g} x {:.6f}: {}", plan.tie_breaker, parts[i].value, parts[i].what);
    parts[i].value *= plan.tie_breaker;
    parts[i].parts.clear();
  }
  sum.parts = std::move(parts);
  return sum;
}

std::optional<Explanation> Explainer::explain_constant(const ConstantPlan& plan,
                                                       double score) const {
  const auto part = explain_node(plan.what.front());
  if (!part) return std::nullopt;
  return Explanation{score, "constant score of: " + part->what, {}};
}

std::optional<Explanation> Explainer::explain_range(const PlanNode& node,
                                                    std::uint32_t field) const {
  const CursorPtr cursor = factory_.make(node, segment_);
  if (!stands_here(cursor.get())) return std::nullopt;
  return Explanation{cursor->score(),
                     "a value of " + collection_.schema().fields()[field].name + " in the range",
                     {}};
}

}  // namespace

Explanation explain(const PlanNode& plan, const Collection& collection, const Bm25& bm25,
                    std::uint32_t doc) {
  const Snapshot& snapshot = collection.snapshot();
  const auto after = std::upper_bound(snapshot.doc_bases.begin(), snapshot.doc_bases.end(), doc);
  const auto i = static_cast<std::size_t>(after - snapshot.doc_bases.begin() - 1);
  if (is_deleted(snapshot.deleted[i].get(), doc - snapshot.doc_bases[i]))
    return {0, "the document was deleted", {}};
  const Explainer explainer(collection, bm25, grid_of(plan, collection, bm25),
                            *snapshot.segments[i], doc - snapshot.doc_bases[i]);
  if (auto explanation = explainer.explain_node(plan)) return std::move(*explanation);
  return {0, "the document does not match", {}};
}

}  // namespace izde::internal
