#include "query/rewrite.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/analyzer.h"

#include "query/query_node.h"
#include "query/restoring.h"
#include "text/folding.h"

namespace izde::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// The words of some texts, all in field 1 ("body") of the schema below.
class TextVocabulary final : public Vocabulary {
 public:
  TextVocabulary(const Analyzer& analyzer, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const Analysis analysis = analyzer.analyze(text);
      const Token* last = nullptr;
      for (const Token& token : analysis.tokens()) {
        ++terms_[std::string(token.term)];
        const bool is_new = last == nullptr || last->position != token.position;
        if (is_new && !token.family.empty()) ++families_[std::string(token.family)];
        last = &token;
        if (has_kazakh_letter(token.form)) ++forms_[std::string(token.form)];
      }
    }
  }

  std::uint64_t doc_freq(std::uint32_t field, std::string_view term) const override {
    const auto found = terms_.find(std::string(term));
    return field != 1 || found == terms_.end() ? 0 : found->second;
  }
  std::uint64_t family_freq(std::uint32_t field, std::string_view family) const override {
    const auto found = families_.find(std::string(family));
    return field != 1 || found == families_.end() ? 0 : found->second;
  }
  std::size_t terms_with_prefix(std::uint32_t field, std::string_view prefix, std::size_t limit,
                                std::vector<VocabularyEntry>& out) const override {
    return field == 1
               ? select(
                     terms_, [&](const std::string& term) { return term.starts_with(prefix); },
                     limit, out)
               : select({}, nullptr, limit, out);
  }
  std::size_t spellings(std::string_view folded, bool whole, std::size_t limit,
                        std::vector<VocabularyEntry>& out) const override {
    const auto fits = [&](const std::string& form) {
      std::string key;
      fold_kazakh_letters(form, key);
      return whole ? key == folded : key.starts_with(folded);
    };
    return select(forms_, fits, limit, out);
  }
  void walk_terms(std::uint32_t field, TermAutomaton& automaton, const Sink& sink) const override {
    if (field != 1) return;
    for (const auto& [term, count] : terms_)
      if (matches(automaton, term) && !sink(term, count)) return;
  }
  void walk_forms(TermAutomaton& automaton, const Sink& sink) const override {
    std::string key;
    for (const auto& [form, count] : forms_) {
      fold_kazakh_letters(form, key);
      key.append(1, '\0').append(form);
      if (matches(automaton, key) && !sink(form, count)) return;
    }
  }

 private:
  using Counts = std::map<std::string, std::uint64_t>;

  static bool matches(TermAutomaton& automaton, std::string_view text) {
    TermAutomaton::State state = automaton.start();
    for (const char c : text) {
      if (state == TermAutomaton::kDead) return false;
      state = automaton.step(state, static_cast<std::uint8_t>(c));
    }
    return state != TermAutomaton::kDead && automaton.is_match(state);
  }

  static std::size_t select(const Counts& counts,
                            const std::function<bool(const std::string&)>& fits, std::size_t limit,
                            std::vector<VocabularyEntry>& out) {
    out.clear();
    for (const auto& [text, count] : counts)
      if (fits(text)) out.push_back({text, count});
    const std::size_t found = out.size();
    std::stable_sort(
        out.begin(), out.end(),
        [](const VocabularyEntry& a, const VocabularyEntry& b) { return a.doc_freq > b.doc_freq; });
    out.resize(std::min(limit, found));
    return found;
  }

  Counts terms_, families_, forms_;
};

class Rewrite : public ::testing::Test {
 protected:
  static Schema make_schema() {
    return Schema{}.text("title", {.boost = 2, .families = false}).text("body").keyword("source");
  }

  Rewritten run(const Query& query, RewriteOptions options = {}) const {
    return rewrite(query, schema_, analyzer_, vocabulary_, options);
  }
  Rewritten typed(std::string_view text) const { return run(parse_query(text).query); }

  /// The terms of a plan that is one group.
  static std::vector<std::string> terms(const Rewritten& rewritten) {
    std::vector<std::string> out;
    if (const auto* group = std::get_if<TermGroup>(&rewritten.root.what))
      for (const PlanTerm& term : group->terms) out.push_back(term.term);
    return out;
  }

  /// The plan in short: `+` required, `-` excluded, `…` families.
  static std::string describe(const PlanNode& node) {
    if (const auto* group = std::get_if<TermGroup>(&node.what)) {
      std::string text;
      for (const PlanTerm& term : group->terms)
        text.append(text.empty() ? "" : "/").append(term.term);
      return text + (group->families ? "…" : "");
    }
    if (node.is<PhraseGroup>()) return "phrase";
    const auto* plan = std::get_if<BooleanPlan>(&node.what);
    if (plan == nullptr) return node.is<AllPlan>() ? "all" : "nothing";
    std::string text;
    for (const PlanNode& clause : plan->must) text += " +" + describe(clause);
    for (const PlanNode& clause : plan->should) text += " " + describe(clause);
    for (const PlanNode& clause : plan->must_not) text += " -" + describe(clause);
    return "(" + text.substr(1) + ")";
  }
  std::string described(std::string_view text) const {
    return describe(run(parse_query(text).query, kFamilies).root);
  }

  static constexpr RewriteOptions kFamilies = {.family_weight = 0.5};

  Schema schema_ = make_schema();
  Analyzer analyzer_;
  TextVocabulary vocabulary_{analyzer_,
                             {"мектептерде оқыды", "мектептің", "қазақ тілі", "қазақтың тілінде",
                              "казак станицасы", "кітабы", "азық-түлік", "қала қалалар", "тілек",
                              "2024", "бал", "мектептанушы", "қандай үшін болады"}};
};

TEST_F(Rewrite, AWordIsOneGroupOverAllTextFields) {
  const Rewritten rewritten = typed("мектебі");
  const auto& group = std::get<TermGroup>(rewritten.root.what);
  EXPECT_THAT(terms(rewritten), ElementsAre("мектеп"));
  EXPECT_EQ(group.doc_freq, 2U);
  ASSERT_THAT(group.fields, SizeIs(2));
  EXPECT_EQ(group.fields[0].boost, 2);
}

TEST_F(Rewrite, AWordHasItsFamilyBesideIt) {
  const Rewritten rewritten = run(Query::match("мектебі").boosted(2), kFamilies);
  const auto& clauses = std::get<BooleanPlan>(rewritten.root.what).should;
  ASSERT_THAT(clauses, SizeIs(2));
  EXPECT_EQ(describe(clauses[0]), "мектеп");
  EXPECT_EQ(clauses[0].boost, 2);
  EXPECT_EQ(describe(clauses[1]), "мекте…");
  EXPECT_EQ(clauses[1].boost, 1);
  const auto& word = std::get<TermGroup>(clauses[0].what);
  const auto& family = std::get<TermGroup>(clauses[1].what);
  EXPECT_EQ(word.word_number, family.word_number);
  EXPECT_EQ(family.doc_freq, 3U);         // мектептанушы too
  ASSERT_THAT(family.fields, SizeIs(1));  // the title has none
  EXPECT_EQ(family.fields[0].field, 1U);
}

TEST_F(Rewrite, FamiliesFindNothingForWhatIsRequiredQuotedExcludedOrAPrefix) {
  EXPECT_EQ(described("+мектебі қала"), "(+мектеп мекте… қала қала…)");
  EXPECT_EQ(described("мектебі AND қала"), "(+мектеп +қала мекте… қала…)");
  EXPECT_EQ(described("+(мектебі қала)"), "((+мектеп мекте…) (+қала қала…))");
  EXPECT_EQ(described("қала -мектебі"), "(қала қала… -мектеп)");
  EXPECT_EQ(described("\"мектебі\""), "мектеп");
  EXPECT_EQ(described("\"қазақ тілі\""), "phrase");
  EXPECT_EQ(described("қал*"), "қала");
}

TEST_F(Rewrite, AFamilyAloneFindsOnlyForOptionalWords) {
  EXPECT_EQ(described("мектешік"), "мекте…");
  EXPECT_EQ(described("+мектешік"), "nothing");
  EXPECT_EQ(described("-мектешік қала"), "(қала қала…)");
}

TEST_F(Rewrite, WordsWithoutFamiliesWeighAsMuch) {
  EXPECT_EQ(run(Query::match("2024"), kFamilies).root.boost, 1.5);
  EXPECT_EQ(run(Query::match("мектеп", "title"), kFamilies).root.is<NonePlan>(), true);
  EXPECT_EQ(run(Query::match("2024"), {}).root.boost, 1);
}

TEST_F(Rewrite, FunctionWordsWeighLittleAndHaveNoFamily) {
  for (const char* word : {"қандай", "үшін", "болатын", "кандай"}) {
    const Rewritten rewritten = run(Query::match(word), kFamilies);
    ASSERT_TRUE(rewritten.root.is<TermGroup>()) << word;
    EXPECT_EQ(rewritten.root.boost, kFunctionWordWeight) << word;
  }
}

TEST_F(Rewrite, RestoredWordsHaveTheirFamiliesToo) {
  EXPECT_EQ(described("казак"), "(казак/қазақ казак/қазақ…)");
}

TEST_F(Rewrite, UnknownWordsAreNothing) {
  EXPECT_TRUE(typed("жоқсөз").root.is<NonePlan>());
  EXPECT_THAT(terms(typed("жоқсөз мектеп")), ElementsAre("мектеп"));
  EXPECT_TRUE(typed("+жоқсөз мектеп").root.is<NonePlan>());
  EXPECT_TRUE(typed("\"мектеп жоқсөз\"").root.is<NonePlan>());
}

TEST_F(Rewrite, PunctuationSaysNothing) {
  for (const char* text : {"!!! ...", "", "()", "\"—\"", "-...", "+*** ?!"}) {
    EXPECT_TRUE(typed(text).root.is<NonePlan>()) << text;
  }
  EXPECT_THAT(terms(typed("+… мектеп")), ElementsAre("мектеп"));
  EXPECT_THAT(typed("…").diagnostics, SizeIs(1));
}

TEST_F(Rewrite, PrefixFindsFormsLongerThanTheirStem) {
  for (const char* prefix :
       {"мек*", "мектеп*", "мектепт*", "мектепте*", "мектептер*", "мектептерд*"})
    EXPECT_THAT(terms(typed(prefix)), Contains("мектеп")) << prefix;
  EXPECT_THAT(terms(typed("кітаб*")), Contains("кітап"));
  EXPECT_THAT(terms(typed("бала*")), Not(Contains("бал")));
  EXPECT_THAT(terms(typed("мектептан*")), Not(Contains("мектеп")));
}

TEST_F(Rewrite, PrefixIsBoundedTheMostFrequentFirst) {
  const Rewritten rewritten = run(Query::prefix("т"), {.max_expansions = 1});
  EXPECT_THAT(terms(rewritten), ElementsAre("тіл"));
  ASSERT_THAT(rewritten.diagnostics, SizeIs(1));
  EXPECT_THAT(rewritten.diagnostics[0].message, HasSubstr("1 most frequent"));
}

TEST_F(Rewrite, LettersAreRestoredInAQueryWithoutKazakhLetters) {
  const Rewritten rewritten = typed("казак");
  EXPECT_THAT(terms(rewritten), ::testing::UnorderedElementsAre("казак", "қазақ"));
  for (const PlanTerm& term : std::get<TermGroup>(rewritten.root.what).terms)
    EXPECT_EQ(term.weight, term.term == "казак" ? 1.0 : kRestoredWeight);
  EXPECT_THAT(terms(typed("+казак -өзен")), ElementsAre("казак"));
  EXPECT_THAT(terms(run(Query::match("казак"), {.restore_letters = false})), ElementsAre("казак"));
}

TEST_F(Rewrite, FormsThatNoTextHasAreSpelledByTheirBeginningAndHarmony) {
  EXPECT_THAT(terms(typed("казактарга")), Contains("қазақ"));
  EXPECT_THAT(terms(typed("тилдерди")), Contains("тіл"));
  EXPECT_THAT(terms(typed("калалардын")), Contains("қала"));
  EXPECT_THAT(terms(typed("кабак")), Not(Contains("қала")));
}

TEST_F(Rewrite, RestoredPhrase) {
  const Rewritten rewritten = typed("\"казак тили\"");
  EXPECT_THAT(std::get<PhraseGroup>(rewritten.root.what).slots, SizeIs(2));
}

TEST_F(Rewrite, PartsOfACompound) {
  EXPECT_THAT(std::get<BooleanPlan>(typed("азық-түлік").root.what).should, SizeIs(2));
  EXPECT_THAT(std::get<BooleanPlan>(typed("+азық-түлік қала").root.what).must, SizeIs(2));
}

TEST_F(Rewrite, AWordTypedTwiceIsOneClauseTwiceTheWeight) {
  EXPECT_EQ(typed("мектеп мектептің мектептер").root.boost, 3);
}

TEST_F(Rewrite, TypedFieldNamesThatDoNotExistAreText) {
  const Rewritten rewritten = typed("ескерту:мектеп");
  EXPECT_THAT(terms(rewritten), ElementsAre("мектеп"));
  ASSERT_THAT(rewritten.diagnostics, SizeIs(1));
  EXPECT_THAT(rewritten.diagnostics[0].message, HasSubstr("ескерту"));
  EXPECT_EQ(rewritten.diagnostics[0].length, std::string("ескерту:мектеп").size());
  EXPECT_THAT(std::get<BooleanPlan>(typed("қала:(тіл*)").root.what).should, SizeIs(2));
  EXPECT_THAT(std::get<BooleanPlan>(typed("қала:(мектеп тіл)").root.what).should, SizeIs(3));
}

TEST_F(Rewrite, FieldNamesOfAProgramThatDoNotExistMatchNothing) {
  const Rewritten rewritten = run(Query::match("мектеп", "nothing"));
  EXPECT_TRUE(rewritten.root.is<NonePlan>());
  EXPECT_THAT(rewritten.diagnostics, SizeIs(1));
}

TEST_F(Rewrite, ExcludingEverythingLeavesNothing) {
  EXPECT_TRUE(typed("мектеп -*").root.is<NonePlan>());
  EXPECT_TRUE(std::get<BooleanPlan>(typed("-мектеп").root.what).must.front().is<AllPlan>());
  EXPECT_TRUE(typed("-жоқсөз").root.is<AllPlan>());
}

TEST_F(Rewrite, NestedListsOfOneKindAreOne) {
  EXPECT_THAT(std::get<BooleanPlan>(typed("(мектеп (қала (тіл 2024)))").root.what).should,
              SizeIs(4));
  EXPECT_THAT(std::get<BooleanPlan>(typed("мектеп AND (қала AND тіл)").root.what).must, SizeIs(3));
}

TEST_F(Rewrite, PhrasesAreBounded) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "тил ";
  const Rewritten rewritten = run(Query::phrase(text));
  EXPECT_THAT(std::get<PhraseGroup>(rewritten.root.what).slots, SizeIs(kMaxWords));
  EXPECT_THAT(rewritten.diagnostics, SizeIs(1));
}

TEST_F(Rewrite, WordsAreBounded) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::to_string(i * 7) + "x ";
  EXPECT_THAT(run(parse_query(text).query, {.max_clauses = 1024}).diagnostics, SizeIs(1));
  EXPECT_THAT(run(parse_query(text).query, {.max_clauses = 3000}).diagnostics, SizeIs(0));
  EXPECT_THAT(typed(text).diagnostics, SizeIs(0));
}

}  // namespace
}  // namespace izde::internal
