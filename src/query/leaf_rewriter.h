#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "izde/analyzer.h"
#include "izde/query.h"
#include "izde/schema.h"

#include "base/deadline.h"
#include "query/clause_limit.h"
#include "query/expansion.h"
#include "query/lexer.h"
#include "query/plan.h"
#include "query/query_node.h"
#include "query/rewrite.h"
#include "query/vocabulary.h"
#include "query/widening.h"

namespace izde::internal {

/// What a part of a query is to the whole. Families find documents for an optional part; for a
/// required one they only add to the score where its terms are, for one that does not score they do
/// nothing.
enum class Role { kOptional, kRequired, kExcluded, kFilter };

constexpr bool scores(Role role) noexcept {
  return role == Role::kOptional || role == Role::kRequired;
}

/// What a part of a query means; nothing when it says nothing (no word in it) and is to be left
/// out.
using Outcome = std::optional<PlanNode>;

/// Joins the clauses into the simplest plan that means the same.
PlanNode make_boolean(BooleanPlan plan);

/// Says what the leaves of a query tree mean. One thread at a time; what it is given must outlive
/// it.
class LeafRewriter {
 public:
  /// `restore`: words are typed without Kazakh letters. `analysis`: memory to work in.
  LeafRewriter(const Schema& schema, const Analyzer& analyzer, const Vocabulary& vocabulary,
               const RewriteOptions& options, bool restore, Analysis& analysis,
               ClauseLimit& clauses, Deadline& deadline, std::vector<Diagnostic>& diagnostics);

  /// Throws OutOfTime. \pre node.is_leaf(), and was taken; its words from the second on are taken
  /// here
  Outcome rewrite(const Query::Node& node, double boost, Role role);

  bool has_field(const std::string& name) const { return scope_of(name).has_value(); }
  /// What a name means that the schema does not have: text, where it was typed.
  PlanNode unknown_field(const Query::Node& node, double boost, Role role);

 private:
  using Node = Query::Node;

  /// The fields that a leaf searches: all of one type.
  struct Scope {
    FieldWeights fields;
    FieldType type = FieldType::kText;
  };

  Scope all_text_fields() const;
  std::optional<Scope> scope_of(const std::string& field) const;
  Scope with_families(const Scope& scope) const;

  Outcome rewrite_text(const Node& node, const Scope& scope, double boost, Role role);
  Outcome rewrite_match(const Node& node, const Scope& scope, double boost, Role role);
  Outcome rewrite_phrase(const Node& node, const Scope& scope, double boost, Role role);
  void widen_last(const Node& node, const Scope& scope, Role role, std::vector<Word>& words);
  std::string normalised_pattern(std::string_view pattern);
  std::string normalised(std::string_view letters);
  static std::uint32_t edits_of(const Node& node, std::string_view word);
  Outcome rewrite_pattern(const Node& node, const Scope& scope, double boost, Role role);
  Outcome rewrite_fuzzy(const Node& node, const Scope& scope, double boost, Role role);
  Outcome rewrite_keyword(const Node& node, const Scope& scope, double boost, Role role);
  Outcome rewrite_values(const Node& node, const Scope& scope, double boost, Role role);
  PlanNode rewrite_raw_prefix(const Node& node, const Scope& scope, double boost, Role role);
  /// Of a leaf that its field has no use for: the text where it was typed, else nothing, and a
  /// diagnostic.
  Outcome searched_as_text(const Node& node, double boost, Role role, const std::string& why);

  std::vector<Word> words_of(const Node& node, std::size_t most, bool& cut);
  std::vector<PlanTerm> resolve(const Word& word, const Scope& scope) const;
  PlanNode group(const Word& word, const Scope& scope, double boost, bool sums_terms = false) const;
  Outcome group_of(const std::string& term, const Scope& scope, double boost) const;
  PlanNode family_group(const Word& word, const Scope& families, double boost) const;
  void add_word(const Word& word, const Scope& scope, double boost, Role role, bool all_words,
                BooleanPlan& plan);
  PlanNode at_least(const std::vector<std::pair<const Word*, double>>& words, std::uint32_t least,
                    const Scope& scope, double boost, Role role);
  PlanNode expanded(const Node& node, const ExpandedTerms& found, const std::string& word,
                    const Scope& scope, double boost, Role role);
  std::size_t limit_of(Role role) const noexcept;
  void report_cut(const Node& node, std::size_t searched, std::size_t left_out);
  void report_incomplete(const Node& node, bool is_complete);
  void diagnose_node(const Node& node, std::string message) {
    diagnose(diagnostics_, node.offset, node.length, std::move(message));
  }

  const Schema& schema_;
  const Analyzer& analyzer_;
  const Vocabulary& vocabulary_;
  std::size_t limit_;
  double family_weight_;
  bool restore_;
  std::uint32_t last_word_ = 0;  // number of the last word that was planned
  Widening widening_;
  ClauseLimit& clauses_;
  Deadline& deadline_;
  std::vector<Diagnostic>& diagnostics_;
  std::unordered_set<std::string> unknown_fields_;
};

}  // namespace izde::internal
