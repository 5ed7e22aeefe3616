#include "query/rewrite.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "query/lexer.h"
#include "query/query_node.h"
#include "query/typing.h"
#include "query/widening.h"
#include "text/folding.h"

namespace izde::internal {

namespace {

using Node = Query::Node;
using Kind = Query::Node::Kind;

/// What a part of a query is to the whole. Families find documents for an optional part; for a
/// required one they only add to the score where its terms are, for an excluded one they do
/// nothing.
enum class Role { kOptional, kRequired, kExcluded };

/// What a part of a query means; nothing when it says nothing (no word in it) and is to be left
/// out.
using Outcome = std::optional<PlanNode>;

/// A word that stands for one term alone.
Word word_of(std::string form, std::string term) {
  return {0, std::move(form), {{std::move(term), 1.0}}, {}, false};
}

bool is_text_leaf(Kind kind) {
  return kind == Kind::kMatch || kind == Kind::kPhrase || kind == Kind::kPrefix;
}

class Rewriter {
 public:
  Rewriter(const Query& query, const Schema& schema, const Analyzer& analyzer,
           const Vocabulary& vocabulary, const RewriteOptions& options)
      : query_(query),
        schema_(schema),
        analyzer_(analyzer),
        vocabulary_(vocabulary),
        limit_(options.max_expansions),
        family_weight_(options.family_weight),
        widening_(analyzer, vocabulary, options.restore_letters && !has_kazakh_letters(query),
                  options.max_expansions) {}

  Rewritten run() {
    Rewritten rewritten;
    if (Outcome root = rewrite_node(query_, 1.0, Role::kOptional))
      rewritten.root = std::move(*root);
    rewritten.diagnostics = std::move(diagnostics_);
    return rewritten;
  }

 private:
  /// The fields that a leaf searches. `analysed`: text fields, not a keyword or date.
  struct Scope {
    std::vector<FieldWeight> fields;
    bool analysed = true;
  };

  bool has_kazakh_letters(const Query& query);
  Outcome rewrite_node(const Query& query, double boost, Role role);
  Outcome rewrite_leaf(const Node& node, double boost, Role role);
  Outcome rewrite_boolean(const Node& node, double boost, Role role);
  Outcome rewrite_match(const Node& node, const Scope& scope, double boost, Role role);
  Outcome rewrite_phrase(const Node& node, const Scope& scope, double boost, bool prefix);
  PlanNode rewrite_raw_prefix(const Node& node, const Scope& scope, double boost);
  PlanNode unknown_field(const Node& node, double boost, Role role);
  Scope all_text_fields() const;
  std::optional<Scope> scope_of(const std::string& field) const;
  std::vector<Word> words_of(const Node& node);
  std::vector<PlanTerm> resolve(const Word& word, const Scope& scope) const;
  PlanNode group(const Word& word, const Scope& scope, double boost, bool prefix = false) const;
  PlanNode family_group(const Word& word, const Scope& families, double boost) const;
  Scope with_families(const Scope& scope) const;
  void add_word(const Word& word, const Scope& scope, double boost, Role role, bool all_words,
                BooleanPlan& plan);
  void report_cut(const Node& node, std::size_t left_out);
  void diagnose_node(const Node& node, std::string message) {
    diagnose(diagnostics_, node.offset, node.length, std::move(message));
  }

  const Query& query_;
  const Schema& schema_;
  const Analyzer& analyzer_;
  const Vocabulary& vocabulary_;
  std::size_t limit_;
  double family_weight_;
  std::uint32_t last_word_ = 0;  // number of the last word that was planned
  Widening widening_;
  std::vector<Diagnostic> diagnostics_;
  std::unordered_set<std::string> unknown_fields_;
};

std::uint64_t greatest_doc_freq(const std::vector<PlanTerm>& terms) {
  std::uint64_t greatest = 0;
  for (const PlanTerm& term : terms) greatest = std::max(greatest, term.doc_freq);
  return greatest;
}

/// Joins the clauses into the simplest plan that means the same.
PlanNode make_boolean(BooleanPlan plan) {
  if (plan.must_not.empty() && plan.must.empty() && plan.should.size() == 1)
    return std::move(plan.should.front());
  if (plan.must_not.empty() && plan.should.empty() && plan.must.size() == 1)
    return std::move(plan.must.front());
  PlanNode node;
  node.what = std::move(plan);
  return node;
}

void append(std::vector<PlanNode>&& from, std::vector<PlanNode>& to) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

bool Rewriter::has_kazakh_letters(const Query& query) {
  const Node& node = *query.node();
  if (node.kind == Kind::kBoolean) {
    for (const auto* clauses : {&node.must, &node.should, &node.must_not})
      for (const Query& clause : *clauses)
        if (has_kazakh_letters(clause)) return true;
    return false;
  }
  if (!is_text_leaf(node.kind)) return false;
  const Analysis analysis = analyzer_.analyze(node.text);
  const auto tokens = analysis.tokens();
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return has_kazakh_letter(token.form); });
}

Rewriter::Scope Rewriter::all_text_fields() const {
  Scope scope;
  const auto& fields = schema_.fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].type != FieldType::kText) continue;
    scope.fields.push_back({static_cast<std::uint32_t>(i), fields[i].options.boost});
  }
  return scope;
}

std::optional<Rewriter::Scope> Rewriter::scope_of(const std::string& field) const {
  if (field.empty()) return all_text_fields();
  const auto& fields = schema_.fields();
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& known) { return known.name == field; });
  if (found == fields.end()) return std::nullopt;
  const auto number = static_cast<std::uint32_t>(found - fields.begin());
  return Scope{{{number, found->options.boost}}, found->type == FieldType::kText};
}

std::vector<PlanTerm> Rewriter::resolve(const Word& word, const Scope& scope) const {
  std::vector<PlanTerm> terms;
  for (const FieldWeight& field : scope.fields) {
    for (const Alternative& alternative : word.alternatives) {
      const std::uint64_t doc_freq = vocabulary_.doc_freq(field.field, alternative.term);
      if (doc_freq > 0)
        terms.push_back({field.field, alternative.term, alternative.weight, doc_freq});
    }
  }
  return terms;
}

PlanNode Rewriter::group(const Word& word, const Scope& scope, double boost, bool prefix) const {
  PlanNode node;
  TermGroup group{word.form, scope.fields, resolve(word, scope), 0, prefix, false, 0};
  if (group.terms.empty()) return node;
  group.doc_freq = greatest_doc_freq(group.terms);
  node.what = std::move(group);
  node.boost = boost;
  return node;
}

/// The fields of `scope` that have families.
Rewriter::Scope Rewriter::with_families(const Scope& scope) const {
  Scope families;
  for (const FieldWeight& field : scope.fields)
    if (schema_.fields()[field.field].options.families) families.fields.push_back(field);
  return families;
}

PlanNode Rewriter::family_group(const Word& word, const Scope& families, double boost) const {
  TermGroup group{word.form, families.fields, {}, 0, false, true, 0};
  for (const FieldWeight& field : families.fields) {
    for (const Alternative& family : word.families) {
      const std::uint64_t doc_freq = vocabulary_.family_freq(field.field, family.term);
      if (doc_freq > 0) group.terms.push_back({field.field, family.term, family.weight, doc_freq});
    }
  }
  PlanNode node;
  if (group.terms.empty()) return node;
  group.doc_freq = greatest_doc_freq(group.terms);
  node.what = std::move(group);
  node.boost = boost;
  return node;
}

/// Adds the groups of a word. One that has no families weighs as much as one whose families are all
/// its own.
void Rewriter::add_word(const Word& word, const Scope& scope, double boost, Role role,
                        bool all_words, BooleanPlan& plan) {
  const Scope fields = with_families(scope);
  const bool has_families = family_weight_ > 0 && !word.is_function_word &&
                            !word.families.empty() && !fields.fields.empty();
  if (word.is_function_word)
    boost *= kFunctionWordWeight;
  else if (!has_families)
    boost *= 1 + family_weight_;
  PlanNode terms = group(word, scope, boost);
  PlanNode families;
  if (has_families && role != Role::kExcluded)
    families = family_group(word, fields, boost * family_weight_);
  ++last_word_;
  for (PlanNode* node : {&terms, &families})
    if (auto* made = std::get_if<TermGroup>(&node->what)) made->word_number = last_word_;

  const bool has_terms = !terms.is<NonePlan>(), adds = !families.is<NonePlan>();
  if (all_words || role == Role::kOptional || !has_terms || !adds) {
    if (has_terms || all_words) (all_words ? plan.must : plan.should).push_back(std::move(terms));
    if (adds && (has_terms || role == Role::kOptional)) plan.should.push_back(std::move(families));
    return;
  }
  BooleanPlan word_plan;
  word_plan.must.push_back(std::move(terms));
  word_plan.should.push_back(std::move(families));
  plan.should.push_back(make_boolean(std::move(word_plan)));
}

std::vector<Word> Rewriter::words_of(const Node& node) {
  bool cut = false;
  std::vector<Word> words = widening_.words(node.text, kMaxWords, cut);
  if (cut) {
    diagnose_node(node, "More than " + std::to_string(kMaxWords) +
                            " different words; the rest was left out.");
  }
  if (words.empty()) diagnose_node(node, "There is no word here to search for; it was left out.");
  return words;
}

void Rewriter::report_cut(const Node& node, std::size_t left_out) {
  if (left_out == 0) return;
  diagnose_node(node, "Too many words begin so: the " + std::to_string(limit_) +
                          " most frequent were searched, " + std::to_string(left_out) +
                          " were left out.");
}

Outcome Rewriter::rewrite_match(const Node& node, const Scope& scope, double boost, Role role) {
  const std::vector<Word> words = words_of(node);
  if (words.empty()) return std::nullopt;
  std::vector<std::pair<const Word*, double>> different;  // with how often they were typed
  std::unordered_map<std::string, std::size_t> place;
  for (const Word& word : words) {
    std::string key;
    for (const auto* readings : {&word.alternatives, &word.families}) {
      for (const Alternative& reading : *readings) key.append(reading.term).push_back('\0');
      key.push_back('\0');
    }
    const auto [at, is_new] = place.try_emplace(std::move(key), different.size());
    if (is_new) different.emplace_back(&word, 0);
    ++different[at->second].second;
  }
  BooleanPlan plan;
  for (const auto& [word, times] : different)
    add_word(*word, scope, boost * times, role, node.all_words, plan);
  const auto is_none = [](const PlanNode& clause) { return clause.is<NonePlan>(); };
  if (std::any_of(plan.must.begin(), plan.must.end(), is_none)) return PlanNode{};
  if (plan.must.empty() && plan.should.empty()) return PlanNode{};
  return make_boolean(std::move(plan));
}

Outcome Rewriter::rewrite_phrase(const Node& node, const Scope& scope, double boost, bool prefix) {
  std::vector<Word> words = words_of(node);
  if (words.empty()) return std::nullopt;
  if (words.size() > kMaxWords) {
    words.resize(kMaxWords);
    diagnose_node(node, "A phrase of more than " + std::to_string(kMaxWords) +
                            " words; the rest was left out.");
  }
  if (prefix) {
    std::vector<std::uint32_t> numbers;
    for (const FieldWeight& field : scope.fields) numbers.push_back(field.field);
    report_cut(node, widening_.widen_prefix(words.back(), numbers));
    words.back().form += "*";
  }
  if (words.size() == 1) return group(words.front(), scope, boost, prefix);
  PhraseGroup phrase;
  phrase.fields = scope.fields;
  for (const Word& word : words) {
    PhraseSlot slot{word.position - words.front().position, resolve(word, scope), 0};
    if (slot.terms.empty()) return PlanNode{};
    slot.doc_freq = greatest_doc_freq(slot.terms);
    phrase.slots.push_back(std::move(slot));
    phrase.words.append(phrase.words.empty() ? "" : " ").append(word.form);
  }
  return PlanNode{std::move(phrase), boost};
}

PlanNode Rewriter::rewrite_raw_prefix(const Node& node, const Scope& scope, double boost) {
  std::vector<VocabularyEntry> entries;
  const std::size_t found =
      vocabulary_.terms_with_prefix(scope.fields.front().field, node.text, limit_, entries);
  report_cut(node, found - entries.size());
  Word word{0, node.text + "*", {}, {}, false};
  for (VocabularyEntry& entry : entries) word.alternatives.push_back({std::move(entry.text), 1.0});
  return group(word, scope, boost, true);
}

/// A typed name that the schema does not have is no name: `http:` and `ескерту:` are text.
PlanNode Rewriter::unknown_field(const Node& node, double boost, Role role) {
  if (unknown_fields_.insert(node.field).second) {
    diagnose_node(node,
                  "There is no field \"" + node.field + "\"; " +
                      (node.typed ? "it was searched as text." : "this part matches nothing."));
  }
  if (!node.typed) return {};
  Node text = node;
  text.field.clear();
  if (text.kind == Kind::kBoolean || text.untyped != text.text) {
    text.kind = Kind::kMatch;
    text.text = node.untyped;
  }
  Outcome outcome = rewrite_leaf(text, boost, role);
  return outcome ? std::move(*outcome) : PlanNode{};
}

Outcome Rewriter::rewrite_leaf(const Node& node, double boost, Role role) {
  const std::optional<Scope> scope = scope_of(node.field);
  if (!scope) return unknown_field(node, boost, role);
  if (node.kind == Kind::kTerm) return group(word_of(node.text, node.text), *scope, boost);
  if (!scope->analysed && node.kind != Kind::kPrefix) {
    std::string value = vocabulary_.whole_value(scope->fields.front().field, node.text);
    return group(word_of(node.text, std::move(value)), *scope, boost);
  }
  if (!scope->analysed) return rewrite_raw_prefix(node, *scope, boost);
  if (node.kind == Kind::kMatch) return rewrite_match(node, *scope, boost, role);
  return rewrite_phrase(node, *scope, boost, node.kind == Kind::kPrefix);
}

/// Puts the clauses of a conjunction or disjunction inside `plan` into `plan` itself.
void add_must(PlanNode clause, BooleanPlan& plan) {
  auto* inner = std::get_if<BooleanPlan>(&clause.what);
  if (inner == nullptr || inner->must.empty()) {
    plan.must.push_back(std::move(clause));
    return;
  }
  append(std::move(inner->must), plan.must);
  append(std::move(inner->should), plan.should);
  append(std::move(inner->must_not), plan.must_not);
}

void add_should(PlanNode clause, BooleanPlan& plan) {
  auto* inner = std::get_if<BooleanPlan>(&clause.what);
  if (inner == nullptr || !inner->must.empty() || !inner->must_not.empty()) {
    plan.should.push_back(std::move(clause));
  } else {
    append(std::move(inner->should), plan.should);
  }
}

Outcome Rewriter::rewrite_boolean(const Node& node, double boost, Role role) {
  const Role must_role = role == Role::kExcluded ? role : Role::kRequired;
  BooleanPlan plan;
  bool said = false, excluded = false, excluded_all = false;
  for (const Query& clause : node.must) {
    Outcome outcome = rewrite_node(clause, boost, must_role);
    if (!outcome) continue;
    if (outcome->is<NonePlan>()) return PlanNode{};
    said = true;
    add_must(std::move(*outcome), plan);
  }
  for (const Query& clause : node.should) {
    Outcome outcome = rewrite_node(clause, boost, role);
    if (!outcome) continue;
    said = true;
    if (!outcome->is<NonePlan>()) add_should(std::move(*outcome), plan);
  }
  if (!node.untyped.empty() && !scope_of(node.field)) {
    PlanNode word = unknown_field(node, boost, role);
    if (!word.is<NonePlan>()) plan.should.push_back(std::move(word));
  }
  for (const Query& clause : node.must_not) {
    Outcome outcome = rewrite_node(clause, boost, Role::kExcluded);
    if (!outcome) continue;
    excluded = true;
    if (outcome->is<AllPlan>())
      excluded_all = true;
    else if (!outcome->is<NonePlan>())
      plan.must_not.push_back(std::move(*outcome));
  }
  const bool only_excludes = node.must.empty() && node.should.empty();
  if (!said && !(excluded && only_excludes)) return std::nullopt;
  if (excluded_all) return PlanNode{};
  if (plan.must.empty() && plan.should.empty()) {
    if (!only_excludes) return PlanNode{};
    plan.must.push_back(PlanNode{AllPlan{}, boost});
  }
  return make_boolean(std::move(plan));
}

Outcome Rewriter::rewrite_node(const Query& query, double boost, Role role) {
  const Node& node = *query.node();
  boost *= node.boost;
  switch (node.kind) {
    case Kind::kNone:
      return PlanNode{};
    case Kind::kAll:
      return PlanNode{AllPlan{}, boost};
    case Kind::kBoolean:
      return rewrite_boolean(node, boost, role);
    default:
      return rewrite_leaf(node, boost, role);
  }
}

}  // namespace

Rewritten rewrite(const Query& query, const Schema& schema, const Analyzer& analyzer,
                  const Vocabulary& vocabulary, const RewriteOptions& options) {
  std::vector<Diagnostic> diagnostics;
  RewriteOptions allowed = options;
  if (analyzer.options().tokenizer == TokenizerKind::kWhitespace) {  // words mean themselves
    allowed.restore_letters = allowed.mend_typing = false;
    allowed.family_weight = 0;
  }
  const Query meant =
      allowed.mend_typing ? mend_typing(query, schema, analyzer, vocabulary, diagnostics) : query;
  Rewritten rewritten = Rewriter(meant, schema, analyzer, vocabulary, allowed).run();
  rewritten.diagnostics.insert(rewritten.diagnostics.begin(), diagnostics.begin(),
                               diagnostics.end());
  return rewritten;
}

}  // namespace izde::internal
