#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/analyzer.h"
#include "izde/document.h"
#include "izde/query.h"
#include "izde/schema.h"
#include "izde/searcher.h"

#include "base/utf8.h"
#include "query/query_node.h"
#include "query/restoring.h"
#include "query/rewrite.h"
#include "search/brute_force.h"
#include "text/family.h"
#include "text/folding.h"

namespace izde::testing {

/// A search engine as simple as can be: every query looks at every token of every document. It
/// shares with the library the analyzer, the query tree and the folding of letters, and nothing of
/// the index or of the search.
///
/// Which spelling is guessed for a form that no document has is the library's (query/restoring.h).
///
/// What it leaves out: typed field names that do not exist, and the widening of a prefix to shorter
/// stems (it is right for an analyzer that does not stem).
class Oracle {
 public:
  using Node = Query::Node;
  using Scores = std::vector<std::optional<double>>;

  Oracle(Schema schema, const AnalyzerOptions& options)
      : schema_(std::move(schema)), analyzer_(options) {}

  void add(const Document& document) {
    Doc doc(schema_.fields().size());
    for (const auto& [name, value] : document.values()) {
      const std::size_t field = number_of(name);
      if (!is_text(field)) {
        // A keyword is there or not: the same value twice counts once.
        const std::pair<std::string, std::size_t> entry(value, 0);
        auto& terms = doc[field].terms;
        if (std::find(terms.begin(), terms.end(), entry) == terms.end()) terms.push_back(entry);
        continue;
      }
      const Analysis analysis = analyzer_.analyze(value);
      std::set<std::size_t> positions;
      for (const Token& token : analysis.tokens()) {
        const bool is_new = positions.insert(token.position).second;  // else a second reading
        doc[field].terms.emplace_back(token.term, doc[field].next + token.position);
        if (is_new && has_families(field) && !token.family.empty())
          doc[field].families.emplace_back(token.family, doc[field].next + token.position);
        if (!is_new || !internal::has_kazakh_letter(token.form)) continue;
        std::string folded;
        internal::fold_kazakh_letters(token.form, folded);
        ++forms_[folded][std::string(token.form)];
      }
      if (!analysis.tokens().empty()) doc[field].next += analysis.tokens().back().position + 1000;
      doc[field].length += positions.size();
    }
    docs_.push_back(std::move(doc));
  }

  /// The score of each document, nothing where it does not match.
  Scores search(const Query& query, const SearchOptions& options) {
    k1_ = options.bm25.k1;
    b_ = options.bm25.b;
    idf_power_ = options.bm25.idf_power;
    family_weight_ = options.family_weight;
    restore_ = options.restore_letters && !has_kazakh(query);
    const auto outcome = eval(query, 1, Role::kOptional);
    return outcome ? *outcome : none();
  }

  std::size_t size() const { return docs_.size(); }

 private:
  using Entries = std::vector<std::pair<std::string, std::size_t>>;  // with positions
  struct FieldText {
    Entries terms;
    Entries families;
    std::size_t length = 0;
    std::size_t next = 0;
  };
  using Doc = std::vector<FieldText>;
  /// Forms with a Kazakh letter by how they are typed without, and how often they occur.
  using Forms = std::map<std::string, std::map<std::string, std::uint64_t>>;

  /// What guess_spellings() asks for. Which spelling it guesses is its own affair, and tested
  /// there.
  class FormsVocabulary final : public internal::Vocabulary {
   public:
    explicit FormsVocabulary(const Forms& forms) : forms_(forms) {}
    std::size_t spellings(std::string_view folded, bool whole, std::size_t limit,
                          std::vector<internal::VocabularyEntry>& out) const override {
      out.clear();
      for (const auto& [key, forms] : forms_)
        if (whole ? key == folded : key.starts_with(folded))
          for (const auto& [form, count] : forms) out.push_back({form, count});
      std::stable_sort(out.begin(), out.end(),
                       [](const auto& a, const auto& b) { return a.doc_freq > b.doc_freq; });
      const std::size_t found = out.size();
      out.resize(std::min(limit, found));
      return found;
    }
    std::uint64_t doc_freq(std::uint32_t, std::string_view) const override { return 0; }
    std::uint64_t family_freq(std::uint32_t, std::string_view) const override { return 0; }
    std::size_t terms_with_prefix(std::uint32_t, std::string_view, std::size_t,
                                  std::vector<internal::VocabularyEntry>&) const override {
      return 0;
    }
    void walk_terms(std::uint32_t, internal::TermAutomaton&, const Sink&) const override {}
    void walk_forms(internal::TermAutomaton&, const Sink&) const override {}

   private:
    const Forms& forms_;
  };
  using Outcome = std::optional<Scores>;          // nothing: the query says nothing
  using Weights = std::map<std::string, double>;  // terms that stand for a word
  struct Word {
    Weights terms;
    Weights families;
    bool is_function_word = false;
  };
  using Places = std::map<std::size_t, Word>;  // by position in the query text
  struct PhrasePlace {
    std::int64_t place;
    std::size_t position;
    double weight;
  };
  using PhraseWord = std::vector<PhrasePlace>;
  enum class Role { kOptional, kRequired, kExcluded };

  std::size_t number_of(const std::string& name) const {
    for (std::size_t i = 0; i < schema_.fields().size(); ++i)
      if (schema_.fields()[i].name == name) return i;
    return schema_.fields().size();
  }
  bool is_text(std::size_t field) const { return schema_.fields()[field].type == FieldType::kText; }
  bool has_families(std::size_t field) const { return schema_.fields()[field].options.families; }
  double boost_of(std::size_t field) const { return schema_.fields()[field].options.boost; }
  Scores none() const { return Scores(docs_.size()); }

  bool has_kazakh(const Query& query) const {
    const Node& node = *query.node();
    for (const auto* list : {&node.must, &node.should, &node.must_not})
      for (const Query& clause : *list)
        if (has_kazakh(clause)) return true;
    for (const Query& clause : node.filter)
      if (has_kazakh(clause)) return true;
    if (node.kind == Node::Kind::kTerm || node.kind == Node::Kind::kRange) return false;
    const Analysis analysis = analyzer_.analyze(node.text);
    for (const Token& token : analysis.tokens())
      if (internal::has_kazakh_letter(token.form)) return true;
    return false;
  }

  std::vector<std::size_t> scope(const std::string& name) const {
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < schema_.fields().size(); ++i)
      if (name.empty() ? is_text(i) : schema_.fields()[i].name == name) fields.push_back(i);
    return fields;
  }

  std::size_t doc_freq(std::size_t field, const std::string& term, Entries FieldText::*list) const {
    return static_cast<std::size_t>(std::count_if(docs_.begin(), docs_.end(), [&](const Doc& doc) {
      const Entries& entries = doc[field].*list;
      return std::any_of(entries.begin(), entries.end(),
                         [&](const auto& entry) { return entry.first == term; });
    }));
  }

  double idf(const Weights& word, const std::vector<std::size_t>& fields,
             Entries FieldText::*list = &FieldText::terms) const {
    std::size_t df = 0;
    for (const auto& [term, weight] : word)
      for (const std::size_t field : fields) df = std::max(df, doc_freq(field, term, list));
    const auto n = static_cast<double>(docs_.size());
    return std::pow(
        std::log(1 + (n - static_cast<double>(df) + 0.5) / (static_cast<double>(df) + 0.5)),
        idf_power_);
  }

  double length(const Doc& doc, const std::vector<std::size_t>& fields) const {
    double sum = 0;
    for (const std::size_t field : fields)
      sum += boost_of(field) * static_cast<double>(doc[field].length);
    return sum;
  }

  /// Scores documents by the weighted frequency that `tf` gives for one field.
  template <class Tf>
  Scores bm25f(double weight, const std::vector<std::size_t>& fields, const Tf& tf) const {
    double average = 0;
    for (const Doc& doc : docs_) average += length(doc, fields);
    average /= static_cast<double>(docs_.size());
    Scores scores = none();
    for (std::size_t i = 0; i < docs_.size(); ++i) {
      double sum = 0;
      for (const std::size_t field : fields) sum += boost_of(field) * tf(docs_[i][field]);
      if (sum == 0) continue;
      const double share = average > 0 ? length(docs_[i], fields) / average : 1;
      scores[i] = weight * sum / (sum + k1_ * (1 - b_ + b_ * share));
    }
    return scores;
  }

  Scores eval_word(const Weights& word, const std::vector<std::size_t>& fields, double boost,
                   Entries FieldText::*list = &FieldText::terms, bool sums_terms = false) const {
    return bm25f(boost * idf(word, fields, list), fields, [&](const FieldText& text) {
      std::map<std::string, double> each;
      for (const auto& [term, position] : text.*list)
        if (const auto found = word.find(term); found != word.end()) each[term] += found->second;
      double sum = 0, most = 0;
      for (const auto& [term, weighted] : each) {
        sum += weighted;
        most = std::max(most, weighted);
      }
      return sums_terms ? sum : most;
    });
  }

  Scores eval_phrase(const Places& places, const std::vector<std::size_t>& fields, double boost,
                     std::uint32_t slop) const {
    double idfs = 0;
    for (const auto& [position, word] : places) idfs += idf(word.terms, fields);
    if (slop > 0) {
      return bm25f(boost * idfs, fields, [&](const FieldText& text) {
        return near_phrase_frequency(phrase_places(places, text), slop);
      });
    }
    const std::size_t first = places.begin()->first;
    return bm25f(boost * idfs, fields, [&](const FieldText& text) {
      std::set<std::size_t> positions;
      for (const auto& entry : text.terms) positions.insert(entry.second);
      double sum = 0;
      for (const std::size_t start : positions) {
        double least = 1;
        for (const auto& [position, word] : places) {
          double best = 0;
          for (const auto& [term, at] : text.terms) {
            if (at != start + position - first) continue;
            if (const auto found = word.terms.find(term); found != word.terms.end())
              best = std::max(best, found->second);
          }
          least = std::min(least, best);
        }
        sum += least;
      }
      return sum;
    });
  }

  std::vector<std::string> spellings_of(std::string_view form) const {
    std::string folded;
    internal::fold_kazakh_letters(form, folded);
    const auto found = forms_.find(folded);
    if (found == forms_.end()) return internal::guess_spellings(folded, FormsVocabulary(forms_));
    std::vector<std::string> spellings;
    for (const auto& [spelling, count] : found->second) spellings.push_back(spelling);
    return spellings;
  }

  Places places_of(std::string_view text) const {
    Places places;
    const Analysis analysis = analyzer_.analyze(text);
    for (const Token& token : analysis.tokens()) {
      Word& word = places[token.position];
      word.terms[std::string(token.term)] = 1;
      if (!token.family.empty()) word.families[std::string(token.family)] = 1;
      word.is_function_word = word.is_function_word || is_function_word(token);
      if (restore_) restore(token, word);
    }
    return places;
  }

  static bool is_function_word(const Token& token) {
    return token.family.empty() && internal::is_function_term(token.term);
  }

  void restore(const Token& token, Word& word) const {
    std::string folded;
    internal::fold_kazakh_letters(token.form, folded);
    bool functions_only = forms_.contains(folded);
    for (const std::string& form : spellings_of(token.form)) {
      const Analysis spelling = analyzer_.analyze(form);
      const bool one = spelling.tokens().size() == 1;
      functions_only = functions_only && one && is_function_word(spelling.tokens()[0]);
      if (!one) continue;
      word.terms.emplace(spelling.tokens()[0].term, internal::kRestoredWeight);
      if (!spelling.tokens()[0].family.empty())
        word.families.emplace(spelling.tokens()[0].family, internal::kRestoredWeight);
    }
    word.is_function_word = word.is_function_word || functions_only;
  }

  /// Of each word of a phrase, where it could stand: the position less the word's offset, the
  /// position, and the weight.
  static std::vector<PhraseWord> phrase_places(const Places& places, const FieldText& text) {
    std::vector<PhraseWord> slots;
    for (const auto& [offset, word] : places) {
      std::map<std::size_t, double> weights;
      for (const auto& [term, at] : text.terms)
        if (const auto found = word.terms.find(term); found != word.terms.end())
          weights[at] = std::max(weights[at], found->second);
      PhraseWord slot;
      for (const auto& [at, weight] : weights)
        slot.push_back({static_cast<std::int64_t>(at) -
                            static_cast<std::int64_t>(offset - places.begin()->first),
                        at, weight});
      slots.push_back(std::move(slot));
    }
    return slots;
  }

  /// A word is as good as its pattern says; where letters are restored, without regard to them.
  std::string comparable(std::string_view text) const {
    std::string out(text);
    if (restore_) internal::fold_kazakh_letters(text, out);
    return out;
  }

  /// What terms the pattern means (for an analyzer that does not stem), by edits.
  std::map<std::uint32_t, Weights> pattern_terms(const Node& node,
                                                 const std::vector<std::size_t>& fields) const {
    std::map<std::string, std::pair<std::uint32_t, double>> found;
    const auto add = [&](const std::string& term, std::uint32_t edits, double weight) {
      const auto [at, is_new] = found.try_emplace(term, edits, weight);
      if (is_new || std::pair(edits, -weight) < std::pair(at->second.first, -at->second.second))
        at->second = {edits, weight};
    };
    const bool text = is_text(fields.front());
    const auto same = [&](std::string_view value) {
      return internal::code_points_of(text ? comparable(value) : std::string(value));
    };
    if (node.kind == Node::Kind::kFuzzy && text)
      for (const auto& [position, word] : places_of(node.text))
        for (const auto& [term, weight] : word.terms)
          if (exists(term, fields)) add(term, 0, weight);
    for (const Doc& doc : docs_) {
      for (const std::size_t field : fields) {
        for (const auto& [term, position] : doc[field].terms) {
          if (node.kind == Node::Kind::kWildcard) {
            if (wildcard_matches(same(node.text), same(term))) add(term, 0, 1);
          } else if (node.kind == Node::Kind::kRegexp) {
            if (regexp_matches(same(node.text), same(term))) add(term, 0, 1);
          } else if (const std::size_t edits = distance(same(node.text), same(term));
                     edits <= node.max_edits) {
            const bool restored =
                text && restore_ && term != node.text && internal::has_kazakh_letter(term);
            add(term, static_cast<std::uint32_t>(edits), restored ? internal::kRestoredWeight : 1);
          }
        }
      }
    }
    std::map<std::uint32_t, Weights> by_edits;
    for (const auto& [term, match] : found) by_edits[match.first][term] = match.second;
    return by_edits;
  }

  bool exists(const std::string& term, const std::vector<std::size_t>& fields) const {
    return std::any_of(fields.begin(), fields.end(), [&](std::size_t field) {
      return doc_freq(field, term, &FieldText::terms) > 0;
    });
  }

  Scores eval_pattern(const Node& node, const std::vector<std::size_t>& fields,
                      double boost) const {
    std::vector<Scores> clauses;
    for (const auto& [edits, terms] : pattern_terms(node, fields))
      clauses.push_back(eval_word(terms, fields, boost * std::pow(0.5, edits), &FieldText::terms,
                                  node.kind != Node::Kind::kFuzzy));
    return best(clauses, 0);
  }

  Scores eval_range(const Node& node, std::size_t field, double boost) const {
    const bool number = schema_.fields()[field].type == FieldType::kInteger;
    const auto compare = [&](const std::string& a, const std::string& b) {
      if (!number) return a.compare(b);
      const long long x = std::stoll(a), y = std::stoll(b);
      return x < y ? -1 : x > y ? 1 : 0;
    };
    Scores scores = none();
    for (std::size_t i = 0; i < docs_.size(); ++i) {
      for (const auto& [value, position] : docs_[i][field].terms) {
        const int low = node.from ? compare(value, *node.from) : 1;
        const int high = node.to ? compare(value, *node.to) : -1;
        if ((low > 0 || (low == 0 && node.includes_from)) &&
            (high < 0 || (high == 0 && node.includes_to)))
          scores[i] = boost;
      }
    }
    return scores;
  }

  Scores best(const std::vector<Scores>& clauses, double tie_breaker) const {
    Scores scores = none();
    for (std::size_t i = 0; i < docs_.size(); ++i) {
      double greatest = 0, sum = 0;
      for (const Scores& clause : clauses) {
        if (!clause[i]) continue;
        greatest = std::max(greatest, *clause[i]);
        sum += *clause[i];
        scores[i] = greatest + tie_breaker * (sum - greatest);
      }
    }
    return scores;
  }

  /// At least `least` different words by their terms; their families add.
  Scores eval_some_words(const Node& node, const Places& places,
                         const std::vector<std::size_t>& fields, double boost,
                         std::uint32_t least) const {
    std::vector<std::pair<Word, double>> different;
    for (const auto& [position, word] : places) {
      const auto same = std::find_if(different.begin(), different.end(), [&](const auto& entry) {
        return entry.first.terms == word.terms && entry.first.families == word.families;
      });
      if (same == different.end())
        different.emplace_back(word, 1);
      else
        ++same->second;
    }
    Node one = node;
    one.least = 0;
    std::vector<std::size_t> found(docs_.size(), 0);
    Scores scores = none();
    for (const auto& [word, times] : different) {
      const Scores word_scores =
          eval_match(one, Places{{0, word}}, fields, boost * times, Role::kRequired);
      for (std::size_t i = 0; i < docs_.size(); ++i) {
        if (!word_scores[i]) continue;
        ++found[i];
        scores[i] = scores[i].value_or(0) + *word_scores[i];
      }
    }
    for (std::size_t i = 0; i < docs_.size(); ++i)
      if (found[i] < std::min<std::size_t>(least, different.size())) scores[i].reset();
    return scores;
  }

  Outcome eval_text(const Node& node, const std::vector<std::size_t>& fields, double boost,
                    Role role) const {
    Places places = places_of(node.text);
    if (places.empty()) return std::nullopt;
    if (node.kind == Node::Kind::kMatch && node.least > 1)
      return eval_some_words(node, places, fields, boost, node.least);
    if (node.kind == Node::Kind::kMatch) return eval_match(node, places, fields, boost, role);
    if (node.kind == Node::Kind::kPrefix) widen(node, fields, places);
    if (places.size() == 1)
      return eval_word(places.begin()->second.terms, fields, boost, &FieldText::terms,
                       node.kind == Node::Kind::kPrefix);
    return eval_phrase(places, fields, boost, node.slop);
  }

  /// Whether a document matches is decided by `terms` alone unless the words are optional.
  Scores eval_match(const Node& node, const Places& places, const std::vector<std::size_t>& fields,
                    double boost, Role role) const {
    std::vector<std::size_t> family_fields;
    for (const std::size_t field : fields)
      if (has_families(field)) family_fields.push_back(field);
    std::vector<Scores> terms, families;
    for (const auto& [position, word] : places) {
      const bool with_families = family_weight_ > 0 && !word.is_function_word &&
                                 !word.families.empty() && !family_fields.empty();
      const double factor = word.is_function_word ? internal::kFunctionWordWeight
                                                  : (with_families ? 1 : 1 + family_weight_);
      terms.push_back(eval_word(word.terms, fields, boost * factor));
      families.push_back(none());
      if (with_families)
        families.back() =
            eval_word(word.families, family_fields, boost * family_weight_, &FieldText::families);
    }
    Scores scores = none();
    for (std::size_t i = 0; i < docs_.size(); ++i) {
      double sum = 0;
      std::size_t found = 0, by_family = 0;
      for (std::size_t k = 0; k < terms.size(); ++k) {
        found += terms[k][i] ? 1U : 0U;
        by_family += families[k][i] ? 1U : 0U;
        const bool counts = terms[k][i] || node.all_words || role == Role::kOptional;
        sum += terms[k][i].value_or(0) + (counts ? families[k][i].value_or(0) : 0);
      }
      const bool matches = node.all_words ? found == terms.size()
                                          : found > 0 || (role == Role::kOptional && by_family > 0);
      if (matches) scores[i] = sum;
    }
    return scores;
  }

  void widen(const Node& node, const std::vector<std::size_t>& fields, Places& places) const {
    const Analysis analysis = analyzer_.analyze(node.text);
    const std::string form(analysis.tokens().back().form);
    Weights& word = places.rbegin()->second.terms;
    word.clear();
    std::string folded;
    internal::fold_kazakh_letters(form, folded);
    if (restore_) {
      for (const auto& [key, forms] : forms_)
        if (key.starts_with(folded))
          for (const auto& [spelling, count] : forms) word[spelling] = 1;
    }
    for (const Doc& doc : docs_)
      for (const std::size_t field : fields)
        for (const auto& [term, position] : doc[field].terms)
          if (term.starts_with(form)) word[term] = 1;
  }

  Scores conjunction(const std::vector<Scores>& clauses) const {
    Scores scores = none();
    for (std::size_t i = 0; i < docs_.size(); ++i) {
      double sum = 0;
      bool all = true;
      for (const Scores& clause : clauses) {
        all = all && clause[i].has_value();
        sum += clause[i].value_or(0);
      }
      if (all) scores[i] = sum;
    }
    return scores;
  }

  Scores disjunction(const std::vector<Scores>& clauses) const {
    Scores scores = none();
    for (std::size_t i = 0; i < docs_.size(); ++i)
      for (const Scores& clause : clauses)
        if (clause[i]) scores[i] = scores[i].value_or(0) + *clause[i];
    return scores;
  }

  std::vector<Scores> eval_all(const std::vector<Query>& queries, double boost, Role role) const {
    std::vector<Scores> clauses;
    for (const Query& query : queries)
      if (Outcome outcome = eval(query, boost, role)) clauses.push_back(std::move(*outcome));
    return clauses;
  }

  Outcome eval_boolean(const Node& node, double boost, Role role) const {
    const Role must_role = role == Role::kExcluded ? role : Role::kRequired;
    const bool counted = node.least > (node.must.empty() && node.filter.empty() ? 1U : 0U);
    const auto must = eval_all(node.must, boost, must_role),
               should = eval_all(node.should, boost, counted ? must_role : role),
               must_not = eval_all(node.must_not, boost, Role::kExcluded),
               filter = eval_all(node.filter, boost, Role::kExcluded);
    const bool only_excludes = node.must.empty() && node.should.empty() && node.filter.empty();
    if (must.empty() && should.empty() && filter.empty() && (!only_excludes || must_not.empty()))
      return std::nullopt;
    std::size_t least = counted ? std::min<std::size_t>(node.least, should.size()) : 0;
    if (must.empty() && filter.empty()) least = std::max<std::size_t>(least, 1);
    Scores scores = none();
    for (std::size_t i = 0; i < docs_.size(); ++i) {
      const auto matches = [i](const Scores& clause) { return clause[i].has_value(); };
      if (std::any_of(must_not.begin(), must_not.end(), matches)) continue;
      if (only_excludes) {
        scores[i] = boost;
        continue;
      }
      if (!std::all_of(must.begin(), must.end(), matches)) continue;
      if (!std::all_of(filter.begin(), filter.end(), matches)) continue;
      const auto found = std::count_if(should.begin(), should.end(), matches);
      if (static_cast<std::size_t>(found) < least) continue;
      scores[i] = 0;
      for (const auto* list : {&must, &should})
        for (const Scores& clause : *list) *scores[i] += clause[i].value_or(0);
    }
    return scores;
  }

  Outcome eval_best(const Node& node, double boost, Role role) const {
    const std::vector<Scores> clauses = eval_all(node.should, boost, role);
    if (clauses.empty()) return std::nullopt;
    return best(clauses, node.tie_breaker);
  }

  Outcome eval_constant(const Node& node, double boost, Role role) const {
    Outcome outcome = eval(node.should.front(), 1, role);
    if (!outcome) return outcome;
    for (auto& score : *outcome)
      if (score) score = boost;
    return outcome;
  }

  Outcome eval(const Query& query, double boost, Role role) const {
    const Node& node = *query.node();
    boost *= node.boost;
    if (node.kind == Node::Kind::kNone) return none();
    if (node.kind == Node::Kind::kAll) return Scores(docs_.size(), boost);
    if (node.kind == Node::Kind::kBoolean) return eval_boolean(node, boost, role);
    if (node.kind == Node::Kind::kBest) return eval_best(node, boost, role);
    if (node.kind == Node::Kind::kConstant) return eval_constant(node, boost, role);
    const std::vector<std::size_t> fields = scope(node.field);
    if (fields.empty()) return none();
    if (node.kind == Node::Kind::kRange) return eval_range(node, fields.front(), boost);
    if (node.kind == Node::Kind::kWildcard || node.kind == Node::Kind::kFuzzy ||
        node.kind == Node::Kind::kRegexp)
      return eval_pattern(node, fields, boost);
    if (node.kind == Node::Kind::kTerm) return eval_word({{node.text, 1}}, fields, boost);
    if (is_text(fields.front())) return eval_text(node, fields, boost, role);
    Weights value{{node.text, 1}};
    if (node.kind == Node::Kind::kPrefix) {
      value.clear();
      for (const Doc& doc : docs_)
        for (const auto& [term, position] : doc[fields.front()].terms)
          if (term.starts_with(node.text)) value[term] = 1;
    }
    return eval_word(value, fields, boost, &FieldText::terms, node.kind == Node::Kind::kPrefix);
  }

  Schema schema_;
  Analyzer analyzer_;
  std::vector<Doc> docs_;
  Forms forms_;
  double k1_ = 0, b_ = 0, idf_power_ = 1, family_weight_ = 0;
  bool restore_ = false;
};

}  // namespace izde::testing
