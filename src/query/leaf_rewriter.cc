#include "query/leaf_rewriter.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "base/utf8.h"
#include "base/values.h"

namespace izde::internal {

namespace {

/// Terms of a part that does not score.
constexpr std::size_t kMostUnscoredTerms = std::size_t{1} << 16;
/// Words of a phrase with slop.
constexpr std::size_t kMostSloppyWords = 64;
/// What a term counts for each edit that leads to it.
constexpr double kEditWeight = 0.5;

PlanNode as_set(PlanNode terms) {
  if (terms.is<NonePlan>()) return terms;
  ConstantPlan plan;
  plan.what.push_back(std::move(terms));
  return PlanNode{std::move(plan), 1};
}

std::uint64_t greatest_doc_freq(const std::vector<PlanTerm>& terms) {
  std::uint64_t greatest = 0;
  for (const PlanTerm& term : terms) greatest = std::max(greatest, term.doc_freq);
  return greatest;
}

}  // namespace

PlanNode make_boolean(BooleanPlan plan) {
  if (plan.must_not.empty() && plan.filter.empty()) {
    if (plan.must.empty() && plan.should.size() == 1) return std::move(plan.should.front());
    if (plan.should.empty() && plan.must.size() == 1) return std::move(plan.must.front());
  }
  PlanNode node;
  node.what = std::move(plan);
  return node;
}

LeafRewriter::LeafRewriter(const Schema& schema, const Analyzer& analyzer,
                           const Vocabulary& vocabulary, const RewriteOptions& options,
                           bool restore, Analysis& analysis, ClauseLimit& clauses,
                           Deadline& deadline, std::vector<Diagnostic>& diagnostics)
    : schema_(schema),
      analyzer_(analyzer),
      vocabulary_(vocabulary),
      limit_(options.max_expansions),
      family_weight_(options.family_weight),
      restore_(restore),
      widening_(analyzer, vocabulary, restore, options.max_expansions, analysis, deadline),
      clauses_(clauses),
      deadline_(deadline),
      diagnostics_(diagnostics) {}

LeafRewriter::Scope LeafRewriter::all_text_fields() const {
  Scope scope;
  const auto& fields = schema_.fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].type != FieldType::kText) continue;
    scope.fields.push_back({static_cast<std::uint32_t>(i), fields[i].options.boost});
  }
  return scope;
}

std::optional<LeafRewriter::Scope> LeafRewriter::scope_of(const std::string& field) const {
  if (field.empty()) return all_text_fields();
  const auto& fields = schema_.fields();
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& known) { return known.name == field; });
  if (found == fields.end()) return std::nullopt;
  const auto number = static_cast<std::uint32_t>(found - fields.begin());
  return Scope{{{number, found->options.boost}}, found->type};
}

std::vector<PlanTerm> LeafRewriter::resolve(const Word& word, const Scope& scope) const {
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

PlanNode LeafRewriter::group(const Word& word, const Scope& scope, double boost,
                             bool sums_terms) const {
  PlanNode node;
  TermGroup group{word.form, scope.fields, resolve(word, scope), 0, sums_terms, false, 0};
  if (group.terms.empty()) return node;
  group.doc_freq = greatest_doc_freq(group.terms);
  node.what = std::move(group);
  node.boost = boost;
  return node;
}

/// The group of a word that stands for one term alone. It is written where it goes, since moving a
/// plan costs as much as making one.
Outcome LeafRewriter::group_of(const std::string& term, const Scope& scope, double boost) const {
  Outcome outcome(std::in_place);
  TermGroup* group = nullptr;
  for (const FieldWeight& field : scope.fields) {
    const std::uint64_t doc_freq = vocabulary_.doc_freq(field.field, term);
    if (doc_freq == 0) continue;
    if (group == nullptr) {
      group = &outcome->what.emplace<TermGroup>();
      group->terms.reserve(scope.fields.size());
    }
    group->terms.push_back({field.field, term, 1, doc_freq});
  }
  if (group == nullptr) return outcome;
  group->word = term;
  group->fields = scope.fields;
  group->doc_freq = greatest_doc_freq(group->terms);
  outcome->boost = boost;
  return outcome;
}

/// The fields of `scope` that have families.
LeafRewriter::Scope LeafRewriter::with_families(const Scope& scope) const {
  Scope families;
  for (const FieldWeight& field : scope.fields)
    if (schema_.fields()[field.field].options.families) families.fields.push_back(field);
  return families;
}

PlanNode LeafRewriter::family_group(const Word& word, const Scope& families, double boost) const {
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
void LeafRewriter::add_word(const Word& word, const Scope& scope, double boost, Role role,
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
  if (has_families && scores(role)) families = family_group(word, fields, boost * family_weight_);
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

/// At most `most` different ones; `cut` tells whether there are more.
std::vector<Word> LeafRewriter::words_of(const Node& node, std::size_t most, bool& cut) {
  std::vector<Word> words = widening_.words(node.text, most, cut);
  if (words.empty()) diagnose_node(node, "There is no word here to search for; it was left out.");
  return words;
}

/// What does not score is a set of documents, however many terms it has.
std::size_t LeafRewriter::limit_of(Role role) const noexcept {
  return scores(role) ? limit_ : std::max(limit_, kMostUnscoredTerms);
}

void LeafRewriter::report_cut(const Node& node, std::size_t searched, std::size_t left_out) {
  if (left_out == 0) return;
  const bool fuzzy = node.kind == Node::Kind::kFuzzy;
  diagnose_node(node, std::string("Too many words ") +
                          (fuzzy                              ? "are near: the "
                           : node.kind == Node::Kind::kPrefix ? "begin so: the "
                                                              : "are of this form: the ") +
                          std::to_string(searched) +
                          (fuzzy ? " nearest were searched, " : " most frequent were searched, ") +
                          std::to_string(left_out) + " were left out.");
}

void LeafRewriter::report_incomplete(const Node& node, bool is_complete) {
  if (is_complete) return;
  diagnose_node(node, "This matches in too many ways; some of its words were not searched.");
}

/// Words that the index does not have count among those of which `least` have to match.
PlanNode LeafRewriter::at_least(const std::vector<std::pair<const Word*, double>>& words,
                                std::uint32_t least, const Scope& scope, double boost, Role role) {
  BooleanPlan plan;
  plan.least_should = least;
  const Role word_role = scores(role) ? Role::kRequired : role;
  for (const auto& [word, times] : words) {
    BooleanPlan word_plan;
    add_word(*word, scope, boost * times, word_role, false, word_plan);
    if (!word_plan.should.empty()) plan.should.push_back(make_boolean(std::move(word_plan)));
  }
  if (plan.should.size() < least) return {};
  PlanNode node;
  node.what = std::move(plan);
  return node;
}

Outcome LeafRewriter::rewrite_match(const Node& node, const Scope& scope, double boost, Role role) {
  const std::size_t most = 1 + clauses_.left();
  bool cut = false;
  const std::vector<Word> words = words_of(node, most, cut);
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
  if (different.size() > most) {
    different.resize(most);
    cut = true;
  }
  if (cut) clauses_.report(node);
  clauses_.take(different.size() - 1);
  const bool all_words = node.all_words || (node.least > 1 && node.least >= different.size());
  if (node.least > 1 && !all_words) return at_least(different, node.least, scope, boost, role);
  BooleanPlan plan;
  for (const auto& [word, times] : different)
    add_word(*word, scope, boost * times, role, all_words, plan);
  const auto is_none = [](const PlanNode& clause) { return clause.is<NonePlan>(); };
  if (std::any_of(plan.must.begin(), plan.must.end(), is_none)) return PlanNode{};
  if (plan.must.empty() && plan.should.empty()) return PlanNode{};
  return make_boolean(std::move(plan));
}

/// Makes the last word stand for all that begin so.
void LeafRewriter::widen_last(const Node& node, const Scope& scope, Role role,
                              std::vector<Word>& words) {
  std::vector<std::uint32_t> numbers;
  for (const FieldWeight& field : scope.fields) numbers.push_back(field.field);
  // Terms of a phrase have positions to be read.
  const std::size_t limit = words.size() == 1 ? limit_of(role) : limit_;
  report_cut(node, limit, widening_.widen_prefix(words.back(), numbers, limit));
  words.back().form += "*";
}

Outcome LeafRewriter::rewrite_phrase(const Node& node, const Scope& scope, double boost,
                                     Role role) {
  const bool prefix = node.kind == Node::Kind::kPrefix;
  bool cut = false;
  std::vector<Word> words = words_of(node, kMaxWords, cut);
  if (words.empty()) return std::nullopt;
  if (cut || words.size() > kMaxWords) {
    words.resize(std::min(words.size(), kMaxWords));
    diagnose_node(node, "A phrase of more than " + std::to_string(kMaxWords) +
                            " words; the rest was left out.");
  }
  if (prefix) widen_last(node, scope, role, words);
  if (words.size() == 1) {
    PlanNode terms = group(words.front(), scope, boost, prefix);
    return prefix && !scores(role) ? as_set(std::move(terms)) : terms;
  }
  PhraseGroup phrase;
  phrase.fields = scope.fields;
  phrase.slop = std::min(node.slop, kMostSlop);
  if (node.slop > kMostSlop) {
    diagnose_node(node, "The words of a phrase may stand " + std::to_string(kMostSlop) +
                            " places apart, not more; that was taken.");
  }
  if (phrase.slop > 0 && words.size() > kMostSloppyWords) {
    phrase.slop = 0;
    diagnose_node(node, "Of a phrase of more than " + std::to_string(kMostSloppyWords) +
                            " words, the words are searched where they stand.");
  }
  phrase.slots.reserve(words.size());
  for (const Word& word : words) {
    PhraseSlot slot{word.position - words.front().position, resolve(word, scope), 0};
    if (slot.terms.empty()) return PlanNode{};
    slot.doc_freq = greatest_doc_freq(slot.terms);
    phrase.slots.push_back(std::move(slot));
    phrase.words.append(phrase.words.empty() ? "" : " ").append(word.form);
  }
  return PlanNode{std::move(phrase), boost};
}

PlanNode LeafRewriter::rewrite_raw_prefix(const Node& node, const Scope& scope, double boost,
                                          Role role) {
  std::vector<VocabularyEntry> entries;
  const std::size_t found =
      vocabulary_.terms_with_prefix(scope.fields.front().field, node.text, limit_of(role), entries);
  report_cut(node, entries.size(), found - entries.size());
  Word word{0, node.text + "*", {}, {}, false};
  for (VocabularyEntry& entry : entries) word.alternatives.push_back({std::move(entry.text), 1.0});
  PlanNode terms = group(word, scope, boost, true);
  return scores(role) ? terms : as_set(std::move(terms));
}

/// One group for each number of edits: the terms of one are as good as each other, and what is
/// near is not weighed by how rare what is far may be.
PlanNode LeafRewriter::expanded(const Node& node, const ExpandedTerms& found,
                                const std::string& word, const Scope& scope, double boost,
                                Role role) {
  report_cut(node, found.terms.size(), found.left_out);
  report_incomplete(node, found.is_complete);
  const bool fuzzy = node.kind == Node::Kind::kFuzzy;
  BestPlan plan;
  for (std::size_t i = 0; i < found.terms.size();) {
    const std::uint32_t edits = found.terms[i].edits;
    Word same{0, word, {}, {}, false};
    if (fuzzy) same.form += "~" + std::to_string(edits);
    for (; i < found.terms.size() && (found.terms[i].edits == edits || !scores(role)); ++i)
      same.alternatives.push_back({found.terms[i].term, found.terms[i].weight});
    PlanNode terms = group(same, scope, boost * std::pow(kEditWeight, edits), !fuzzy);
    if (!terms.is<NonePlan>()) plan.clauses.push_back(std::move(terms));
  }
  if (plan.clauses.empty()) return {};
  if (!scores(role)) return as_set(std::move(plan.clauses.front()));
  if (plan.clauses.size() == 1) return std::move(plan.clauses.front());
  return PlanNode{std::move(plan), 1};
}

/// A wildcard with what stands between its signs as words have it, where that is one word to the
/// analyzer: repaired, in small letters, NFC.
std::string LeafRewriter::normalised_pattern(std::string_view pattern) {
  std::string out;
  std::size_t begin = 0;
  const auto flush = [&](std::size_t end) {
    if (end > begin) out.append(normalised(pattern.substr(begin, end - begin)));
  };
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c != '*' && c != '?' && c != '\\') {
      ++at;
      continue;
    }
    flush(at);
    const std::size_t length = c == '\\' && at + 1 < pattern.size() ? 2 : 1;
    out.append(pattern.substr(at, length));
    begin = at += length;
  }
  flush(pattern.size());
  return out;
}

std::string LeafRewriter::normalised(std::string_view letters) {
  const Analysis analysis = analyzer_.analyze(letters);
  const auto tokens = analysis.tokens();
  const bool whole =
      !tokens.empty() && tokens.front().begin == 0 && tokens.front().end == letters.size();
  return whole ? std::string(tokens.front().form) : std::string(letters);
}

Outcome LeafRewriter::rewrite_pattern(const Node& node, const Scope& scope, double boost,
                                      Role role) {
  const bool text = scope.type == FieldType::kText;
  Pattern pattern;
  if (node.kind == Node::Kind::kRegexp) {
    std::string error;
    std::optional<Pattern> read = read_regexp(node.text, error);
    if (!read) return searched_as_text(node, boost, role, "This is no pattern: " + error);
    pattern = std::move(*read);
  } else {
    pattern = read_wildcard(text ? normalised_pattern(node.text) : node.text);
  }
  std::vector<std::uint32_t> numbers;
  for (const FieldWeight& field : scope.fields) numbers.push_back(field.field);
  Expansion expansion(analyzer_, vocabulary_, numbers, restore_ && text, deadline_);
  if (text) {
    if (analyzer_.options().tokenizer == TokenizerKind::kKazakh) use_small_letters(pattern);
    expansion.add_words_like(pattern, node.kind == Node::Kind::kWildcard);
  } else {
    expansion.add_values_like(pattern);
  }
  return expanded(node, expansion.take(limit_of(role)), node.text, scope, boost, role);
}

std::uint32_t LeafRewriter::edits_of(const Node& node, std::string_view word) {
  if (node.max_edits <= kMostEdits) return node.max_edits;
  if (node.max_edits != Query::kEditsByLength) return kMostEdits;
  const std::size_t letters = code_points_of(word).size();
  return letters < 3 ? 0 : letters < 6 ? 1 : 2;
}

Outcome LeafRewriter::rewrite_fuzzy(const Node& node, const Scope& scope, double boost, Role role) {
  std::vector<std::uint32_t> numbers;
  for (const FieldWeight& field : scope.fields) numbers.push_back(field.field);
  Expansion expansion(analyzer_, vocabulary_, numbers, restore_ && scope.type == FieldType::kText,
                      deadline_);
  if (scope.type != FieldType::kText) {
    expansion.add_values_near(node.text, edits_of(node, node.text));
    return expanded(node, expansion.take(limit_of(role)), node.text, scope, boost, role);
  }
  const std::size_t most = 1 + clauses_.left();
  bool cut = false;
  const std::vector<Word> words = words_of(node, most, cut);
  if (words.empty()) return std::nullopt;
  BooleanPlan plan;
  std::vector<PlanNode>& clauses = node.all_words ? plan.must : plan.should;
  std::unordered_set<std::string> seen;
  for (const Word& word : words) {
    if (seen.contains(word.form)) continue;
    if (seen.size() == most) {
      cut = true;
      break;
    }
    seen.insert(word.form);
    for (const Alternative& known : word.alternatives) expansion.add(known.term, known.weight);
    expansion.add_words_near(word.form, edits_of(node, word.form));
    PlanNode terms = expanded(node, expansion.take(limit_of(role)), word.form, scope, boost, role);
    if (!terms.is<NonePlan>()) clauses.push_back(std::move(terms));
  }
  if (cut) clauses_.report(node);
  clauses_.take(seen.size() - 1);
  if (clauses.empty() || (node.all_words && clauses.size() < seen.size())) return PlanNode{};
  return make_boolean(std::move(plan));
}

Outcome LeafRewriter::searched_as_text(const Node& node, double boost, Role role,
                                       const std::string& why) {
  const bool is_text = node.typed && !(node.untyped.empty() && node.text.empty());
  diagnose_node(node, why + (is_text ? "; it was searched as text." : "; it matches nothing."));
  if (!is_text) return PlanNode{};
  Node text = node;
  text.kind = Node::Kind::kMatch;
  text.field.clear();
  if (!node.untyped.empty()) text.text = node.untyped;
  return rewrite_text(text, all_text_fields(), boost, role);
}

/// A typed name that the schema does not have is no name: `http:` and `ескерту:` are text.
PlanNode LeafRewriter::unknown_field(const Node& node, double boost, Role role) {
  if (unknown_fields_.insert(node.field).second) {
    diagnose_node(node,
                  "There is no field \"" + node.field + "\"; " +
                      (node.typed ? "it was searched as text." : "this part matches nothing."));
  }
  if (!node.typed) return {};
  Node text = node;
  text.field.clear();
  if (!text.is_leaf() || text.kind == Node::Kind::kRange || text.untyped != text.text) {
    text.kind = Node::Kind::kMatch;
    text.text = node.untyped;
  }
  Outcome outcome = rewrite_text(text, all_text_fields(), boost, role);
  return outcome ? std::move(*outcome) : PlanNode{};
}

Outcome LeafRewriter::rewrite_text(const Node& node, const Scope& scope, double boost, Role role) {
  switch (node.kind) {
    case Node::Kind::kTerm:
      return group_of(node.text, scope, boost);
    case Node::Kind::kPhrase:
    case Node::Kind::kPrefix:
      return rewrite_phrase(node, scope, boost, role);
    case Node::Kind::kWildcard:
    case Node::Kind::kRegexp:
      return rewrite_pattern(node, scope, boost, role);
    case Node::Kind::kFuzzy:
      return rewrite_fuzzy(node, scope, boost, role);
    case Node::Kind::kRange:
      return searched_as_text(node, boost, role, "The values of a text field have no range");
    default:
      return rewrite_match(node, scope, boost, role);
  }
}

Outcome LeafRewriter::rewrite_keyword(const Node& node, const Scope& scope, double boost,
                                      Role role) {
  switch (node.kind) {
    case Node::Kind::kPrefix:
      return rewrite_raw_prefix(node, scope, boost, role);
    case Node::Kind::kWildcard:
    case Node::Kind::kRegexp:
      return rewrite_pattern(node, scope, boost, role);
    case Node::Kind::kFuzzy:
      return rewrite_fuzzy(node, scope, boost, role);
    case Node::Kind::kRange:
      return PlanNode{KeywordRangePlan{scope.fields.front().field, node.from, node.to,
                                       node.includes_from, node.includes_to},
                      boost};
    default:
      return group_of(node.text, scope, boost);
  }
}

Outcome LeafRewriter::rewrite_values(const Node& node, const Scope& scope, double boost,
                                     Role role) {
  std::optional<ValueRange> values;
  switch (node.kind) {
    case Node::Kind::kRange:
      values =
          parse_range(scope.type, {node.from, node.includes_from}, {node.to, node.includes_to});
      break;
    case Node::Kind::kPrefix:
      if (scope.type == FieldType::kDate) values = parse_date_prefix(node.text);
      break;
    case Node::Kind::kMatch:
    case Node::Kind::kPhrase:
    case Node::Kind::kTerm:
      values = parse_values(scope.type, node.text);
      break;
    default:
      break;
  }
  if (!values) {
    return searched_as_text(node, boost, role,
                            "The field \"" + node.field + "\" has values of another kind");
  }
  if (values->empty()) return PlanNode{};
  return PlanNode{RangePlan{scope.fields.front().field, values->low, values->high}, boost};
}

Outcome LeafRewriter::rewrite(const Node& node, double boost, Role role) {
  const std::optional<Scope> scope = scope_of(node.field);
  if (!scope) return unknown_field(node, boost, role);
  if (scope->type == FieldType::kText) return rewrite_text(node, *scope, boost, role);
  const bool by_column = scope->type != FieldType::kKeyword || node.kind == Node::Kind::kRange;
  if (by_column && !schema_.fields()[scope->fields.front().field].options.column) {
    diagnose_node(node, "The field \"" + node.field +
                            "\" has no column to search for this; this part matches nothing.");
    return PlanNode{};
  }
  if (scope->type == FieldType::kKeyword) return rewrite_keyword(node, *scope, boost, role);
  return rewrite_values(node, *scope, boost, role);
}

}  // namespace izde::internal
