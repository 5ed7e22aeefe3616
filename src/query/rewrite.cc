#include "query/rewrite.h"

#include <algorithm>
#include <string>
#include <utility>

#include "query/clause_limit.h"
#include "query/leaf_rewriter.h"
#include "query/query_node.h"
#include "query/typing.h"
#include "text/folding.h"

namespace izde::internal {

namespace {

using Node = Query::Node;
using Kind = Query::Node::Kind;

/// Whether a person typed a Kazakh letter anywhere in the query.
bool has_kazakh_letters(const Query& query, const Analyzer& analyzer, Analysis& analysis,
                        Deadline& deadline) {
  const Node& node = *query.node();
  bool found = false;
  node.for_each_child([&](const Query& child) {
    found = found || has_kazakh_letters(child, analyzer, analysis, deadline);
  });
  deadline.spend(kAnalysisCost);
  if (found || node.kind == Kind::kTerm || node.kind == Kind::kRange) return found;
  analyzer.analyze(node.text, analysis);
  const auto tokens = analysis.tokens();
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return has_kazakh_letter(token.form); });
}

/// Walks the tree; leaves are read by a LeafRewriter.
class Rewriter {
 public:
  Rewriter(const Schema& schema, const Analyzer& analyzer, const Vocabulary& vocabulary,
           const RewriteOptions& options, bool restore, Analysis& analysis, ClauseLimit& clauses,
           Deadline& deadline, std::vector<Diagnostic>& diagnostics)
      : clauses_(clauses),
        deadline_(deadline),
        leaves_(schema, analyzer, vocabulary, options, restore, analysis, clauses, deadline,
                diagnostics) {}

  Outcome rewrite(const Query& query, double boost, Role role);

 private:
  Outcome rewrite_boolean(const Node& node, double boost, Role role);
  Outcome rewrite_best(const Node& node, double boost, Role role);
  Outcome rewrite_constant(const Node& node, double boost, Role role);

  ClauseLimit& clauses_;
  Deadline& deadline_;
  LeafRewriter leaves_;
};

void append(std::vector<PlanNode>&& from, std::vector<PlanNode>& to) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// Puts the clauses of a conjunction or disjunction inside `plan` into `plan` itself. `counted`:
/// the clauses of plan.should are counted, so that no others may join them.
void add_must(PlanNode&& clause, bool counted, BooleanPlan& plan) {
  auto* inner = std::get_if<BooleanPlan>(&clause.what);
  if (inner == nullptr || (inner->must.empty() && inner->filter.empty()) ||
      inner->least_should > 0 || (counted && !inner->should.empty())) {
    plan.must.push_back(std::move(clause));
    return;
  }
  append(std::move(inner->must), plan.must);
  append(std::move(inner->should), plan.should);
  append(std::move(inner->must_not), plan.must_not);
  append(std::move(inner->filter), plan.filter);
}

void add_should(PlanNode&& clause, bool counted, BooleanPlan& plan) {
  auto* inner = std::get_if<BooleanPlan>(&clause.what);
  const bool is_list = inner != nullptr && inner->must.empty() && inner->must_not.empty() &&
                       inner->filter.empty() && inner->least_should <= 1;
  if (is_list && !counted) {
    append(std::move(inner->should), plan.should);
  } else {
    plan.should.push_back(std::move(clause));
  }
}

/// Of `clauses` optional ones that say something, plan.should has those that can match. False when
/// these are fewer than have to match.
bool require(std::size_t clauses, BooleanPlan& plan) {
  const std::size_t least = std::min<std::size_t>(plan.least_should, clauses);
  plan.least_should = static_cast<std::uint32_t>(least);
  if (plan.should.size() < least) return false;
  if (least > 0 && plan.should.size() == least) {
    append(std::move(plan.should), plan.must);
    plan.should.clear();
    plan.least_should = 0;
  }
  return true;
}

Outcome Rewriter::rewrite_boolean(const Node& node, double boost, Role role) {
  const Role must_role = scores(role) ? Role::kRequired : role;
  const bool counted = node.least > (node.must.empty() && node.filter.empty() ? 1U : 0U);
  BooleanPlan plan;
  plan.least_should = counted ? node.least : 0;
  bool said = false, excluded = false, excluded_all = false;
  plan.must.reserve(node.must.size());
  for (const Query& clause : node.filter) {
    Outcome outcome = rewrite(clause, 1, Role::kFilter);
    if (!outcome) continue;
    if (outcome->is<NonePlan>()) return PlanNode{};
    said = true;
    plan.filter.push_back(std::move(*outcome));
  }
  for (const Query& clause : node.must_not) {
    Outcome outcome = rewrite(clause, 1, Role::kExcluded);
    if (!outcome) continue;
    excluded = true;
    if (outcome->is<AllPlan>())
      excluded_all = true;
    else if (!outcome->is<NonePlan>())
      plan.must_not.push_back(std::move(*outcome));
  }
  for (const Query& clause : node.must) {
    Outcome outcome = rewrite(clause, boost, must_role);
    if (!outcome) continue;
    if (outcome->is<NonePlan>()) return PlanNode{};
    said = true;
    add_must(std::move(*outcome), counted, plan);
  }
  std::size_t optional = 0;
  plan.should.reserve(node.should.size());
  for (const Query& clause : node.should) {
    Outcome outcome = rewrite(clause, boost, counted ? must_role : role);
    if (!outcome) continue;
    said = true;
    ++optional;
    if (!outcome->is<NonePlan>()) add_should(std::move(*outcome), counted, plan);
  }
  if (!require(optional, plan)) return PlanNode{};
  if (!node.untyped.empty() && !leaves_.has_field(node.field)) {
    PlanNode word = leaves_.unknown_field(node, boost, role);
    if (!word.is<NonePlan>()) plan.should.push_back(std::move(word));
  }
  const bool only_excludes = node.must.empty() && node.should.empty() && node.filter.empty();
  if (!said && !(excluded && only_excludes)) return std::nullopt;
  if (excluded_all) return PlanNode{};
  if (plan.must.empty() && plan.should.empty() && plan.filter.empty()) {
    if (!only_excludes) return PlanNode{};
    plan.must.push_back(PlanNode{AllPlan{}, boost});
  }
  return make_boolean(std::move(plan));
}

Outcome Rewriter::rewrite_best(const Node& node, double boost, Role role) {
  BestPlan plan;
  plan.tie_breaker = node.tie_breaker;
  bool said = false;
  for (const Query& clause : node.should) {
    Outcome outcome = rewrite(clause, boost, role);
    said = said || outcome.has_value();
    if (outcome && !outcome->is<NonePlan>()) plan.clauses.push_back(std::move(*outcome));
  }
  if (!said) return std::nullopt;
  if (plan.clauses.empty()) return PlanNode{};
  if (plan.clauses.size() == 1) return std::move(plan.clauses.front());
  return PlanNode{std::move(plan), 1};
}

Outcome Rewriter::rewrite_constant(const Node& node, double boost, Role role) {
  Outcome what = rewrite(node.should.front(), 1, role);
  if (!what || what->is<NonePlan>()) return what;
  if (what->is<AllPlan>()) return PlanNode{AllPlan{}, boost};
  ConstantPlan plan;
  plan.what.push_back(std::move(*what));
  return PlanNode{std::move(plan), boost};
}

Outcome Rewriter::rewrite(const Query& query, double boost, Role role) {
  const Node& node = *query.node();
  deadline_.spend(kAnalysisCost);
  if (node.is_leaf() && !clauses_.take(node)) return std::nullopt;
  boost *= node.boost;
  switch (node.kind) {
    case Kind::kNone:
      return PlanNode{};
    case Kind::kAll:
      return PlanNode{AllPlan{}, boost};
    case Kind::kBoolean:
      return rewrite_boolean(node, boost, role);
    case Kind::kBest:
      return rewrite_best(node, boost, role);
    case Kind::kConstant:
      return rewrite_constant(node, boost, role);
    default:
      return leaves_.rewrite(node, boost, role);
  }
}

}  // namespace

Rewritten rewrite(const Query& query, const Schema& schema, const Analyzer& analyzer,
                  const Vocabulary& vocabulary, const RewriteOptions& options, Analysis& analysis) {
  Rewritten rewritten;
  Deadline never;
  Deadline& deadline = options.deadline == nullptr ? never : *options.deadline;
  ClauseLimit clauses(options.max_clauses, rewritten.diagnostics);
  RewriteOptions allowed = options;
  if (analyzer.options().tokenizer == TokenizerKind::kWhitespace) {  // words mean themselves
    allowed.restore_letters = allowed.mend_typing = false;
    allowed.family_weight = 0;
  }
  try {
    deadline.check();
    Query meant = clauses.first_leaves(query);
    if (allowed.mend_typing)
      meant = mend_typing(meant, schema, analyzer, vocabulary, rewritten.diagnostics);
    const bool restore =
        allowed.restore_letters && !has_kazakh_letters(meant, analyzer, analysis, deadline);
    if (Outcome root = Rewriter(schema, analyzer, vocabulary, allowed, restore, analysis, clauses,
                                deadline, rewritten.diagnostics)
                           .rewrite(meant, 1, Role::kOptional))
      rewritten.root = std::move(*root);
    clauses.report_cut();
  } catch (const OutOfTime&) {
    rewritten.timed_out = true;
  }
  return rewritten;
}

Rewritten rewrite(const Query& query, const Schema& schema, const Analyzer& analyzer,
                  const Vocabulary& vocabulary, const RewriteOptions& options) {
  Analysis analysis;
  return rewrite(query, schema, analyzer, vocabulary, options, analysis);
}

}  // namespace izde::internal
