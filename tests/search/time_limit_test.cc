// Searches that run out of time: they end, say so, and what they found is right. Each is made far
// longer than its limit by cheap means, so that one which never looks at the clock is not cut
// short, and is caught.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "izde/index.h"

#include "search/execute.h"
#include "search/execution_check.h"
#include "search/for_each_match.h"
#include "search/random_plans.h"
#include "search/sort.h"

namespace izde::internal {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLimit{1};
/// Far more than the limit, for slow machines and sanitizers; far less than the searches take.
constexpr milliseconds kSoon{1000};

TEST(Deadline, PassesAfterItsTimeAlone) {
  Deadline never, zero(milliseconds(0)), far(milliseconds::max());
  for (int i = 0; i < 100'000; ++i) {
    never.spend(1000);
    zero.spend(1000);
    far.spend(1000);
  }
  never.check();
  Deadline soon(kLimit);
  const auto begin = Deadline::Clock::now();
  EXPECT_THROW(for (;;) soon.spend(1), OutOfTime);
  EXPECT_GE(Deadline::Clock::now() - begin, kLimit);
  EXPECT_THROW(soon.check(), OutOfTime);
}

/// One segment after the other, all of them the same: documents by the million for nothing.
std::shared_ptr<const Snapshot> repeated(const Snapshot& snapshot, std::size_t times) {
  auto made = std::make_shared<Snapshot>(snapshot);
  made->segments.assign(times, snapshot.segments.front());
  made->deleted.assign(times, nullptr);
  made->doc_bases.clear();
  made->doc_count = 0;
  for (const auto& segment : made->segments) {
    made->doc_bases.push_back(made->doc_count);
    made->doc_count += segment->doc_count();
  }
  return made;
}

PlanNode word(int rank, std::uint32_t field, double boost = 1) {
  TermGroup group;
  group.word = "word" + std::to_string(rank);
  group.fields.push_back({field, 1});
  group.terms.push_back({field, group.word, 1, 1000});
  group.doc_freq = 1000;
  return {std::move(group), boost};
}

BooleanPlan any_of(int words) {
  BooleanPlan plan;
  for (int i = 0; i < words; ++i) plan.should.push_back(word(i % 30, 1, 1 + i % 7));
  return plan;
}

PhraseGroup phrase_of(int first, std::uint32_t slop) {
  PhraseGroup phrase;
  phrase.fields.push_back({1, 1});
  for (std::uint32_t i = 0; i < 2; ++i)
    phrase.slots.push_back(
        {i, {{1, "word" + std::to_string(first + static_cast<int>(i)), 1, 9}}, 9});
  phrase.slop = slop;
  return phrase;
}

/// Plans that execution runs in different ways.
std::vector<std::pair<std::string, PlanNode>> long_plans() {
  std::vector<std::pair<std::string, PlanNode>> plans;
  plans.emplace_back("or", PlanNode{any_of(500), 1});
  BooleanPlan all = any_of(500);
  for (int i = 0; i < 300; ++i) all.must.push_back(word(i % 2, 1));
  plans.emplace_back("and", PlanNode{all, 1});
  BooleanPlan excluded;
  excluded.must.push_back(word(0, 1));
  for (int i = 0; i < 500; ++i) excluded.must_not.push_back(word(20 + i % 30, 1));
  plans.emplace_back("not", PlanNode{std::move(excluded), 1});
  BestPlan best;
  best.clauses = any_of(60).should;
  plans.emplace_back("best", PlanNode{std::move(best), 1});
  BooleanPlan inner = any_of(60);
  inner.least_should = 2;
  plans.emplace_back("at least", PlanNode{std::move(inner), 1});
  TermGroup group;
  group.fields.push_back({1, 1});
  for (int i = 0; i < 500; ++i) group.terms.push_back({1, "word" + std::to_string(i % 30), 1, 9});
  group.doc_freq = 1000;
  plans.emplace_back("group", PlanNode{group, 1});
  ConstantPlan constant;
  constant.what.push_back(PlanNode{std::move(group), 1});
  plans.emplace_back("constant", PlanNode{std::move(constant), 1});
  for (const std::uint32_t slop : {0U, 3U}) {
    BooleanPlan phrases;
    for (int i = 0; i < 60; ++i) phrases.should.push_back({phrase_of(i % 3, slop), 1});
    plans.emplace_back(slop == 0 ? "phrases" : "near phrases", PlanNode{std::move(phrases), 1});
  }
  return plans;
}

class TimeLimit : public ::testing::Test {
 protected:
  TimeLimit() {
    Random random(3);
    small_ = random_snapshot(random, 60'000, 1);
    const auto schema = small_->manifest.schema;
    one_ = std::make_unique<Collection>(small_, schema);
    many_ = std::make_unique<Collection>(repeated(*small_, 10'000), schema);
  }

  /// Runs `search` with a limit.
  template <class Search>
  SearchResult limited(const Search& search) {
    Workspace work;
    work.scratch.deadline = Deadline(kLimit);
    const auto begin = Deadline::Clock::now();
    const SearchResult found = search(work);
    EXPECT_LT(Deadline::Clock::now() - begin, kSoon);
    EXPECT_TRUE(found.timed_out);
    EXPECT_FALSE(found.total_is_exact);
    return found;
  }

  std::shared_ptr<const Snapshot> small_;
  std::unique_ptr<Collection> one_, many_;
  const std::vector<ResolvedKey> keys_{{SortKey::By::kScore, 0, true}};
};

/// Whether `search` ends early, in its one segment, when it has a third of the time that it takes.
/// Where the machine is busy that time is not the same twice, hence several tries; what stands
/// before the walk takes less than a third.
template <class Search>
bool ends_early(const Search& search) {
  for (int tries = 0; tries < 10; ++tries) {
    Workspace work;
    work.scratch.deadline = Deadline(std::chrono::hours(1));
    const auto begin = Deadline::Clock::now();
    if (search(work)) return false;
    const std::chrono::nanoseconds took = Deadline::Clock::now() - begin;
    work.scratch.deadline = Deadline(took / 3);
    if (search(work)) return true;
  }
  return false;
}

TEST_F(TimeLimit, EndsWithinASegmentWhateverTheWay) {
  for (const auto& [name, plan] : long_plans())
    for (const std::size_t limit : {0U, 10U})
      EXPECT_TRUE(ends_early([&, &what = plan](Workspace& work) {
        return execute(what, *one_, {}, {.limit = limit}, work).timed_out;
      })) << name
          << " limit " << limit;
}

TEST_F(TimeLimit, EndsWhereDocumentsComeOneByOne) {
  const PlanNode plan{any_of(12), 1};
  for (const std::size_t limit : {0U, 10U})
    EXPECT_TRUE(ends_early([&](Workspace& work) {
      return execute(plan, *one_, {}, {.limit = limit, .exhaustive = true}, work).timed_out;
    }));
  EXPECT_TRUE(ends_early([&](Workspace& work) {
    return execute_sorted(plan, *one_, {}, keys_, {.limit = 10}, work).timed_out;
  }));
  EXPECT_TRUE(ends_early([&](Workspace& work) {
    try {
      for_each_match(plan, *one_, {}, work, [](std::size_t, DocId) {});
    } catch (const OutOfTime&) {
      return true;
    }
    return false;
  }));
}

TEST_F(TimeLimit, EndsBetweenSegmentsAndGivesWhatItFound) {
  const PlanNode plan = word(1, 1);
  BooleanPlan two = any_of(2);
  for (const PlanNode& each :
       {plan, PlanNode{AllPlan{}, 1}, PlanNode{std::move(two), 1}, PlanNode{phrase_of(0, 0), 1}}) {
    SCOPED_TRACE(describe(each));
    const auto run = [&](const ExecuteOptions& options) {
      return limited([&](Workspace& work) { return execute(each, *many_, {}, options, work); });
    };
    EXPECT_GT(run({.limit = 10}).best.size(), 0U);
    EXPECT_GT(run({.limit = 10, .exhaustive = true}).total, 0U);
    if (!each.is<TermGroup>()) {  // its count is in its statistics
      EXPECT_GT(run({.limit = 0}).total, 0U);
    }
    EXPECT_GT(limited([&](Workspace& work) {
                return execute_sorted(each, *many_, {}, keys_, {.limit = 10}, work);
              }).best.size(),
              0U);
  }
}

TEST_F(TimeLimit, WhatWasFoundHasItsScoreAndItsOrder) {
  const PlanNode plan{any_of(5), 1};
  const std::uint32_t docs = small_->doc_count;
  for (const bool exhaustive : {false, true}) {
    const SearchResult found = limited([&](Workspace& work) {
      return execute(plan, *many_, {}, {.limit = 1000, .exhaustive = exhaustive}, work);
    });
    // The same documents, with the statistics of all.
    Snapshot first = *small_;
    first.doc_count = many_->doc_count();
    const Collection same(std::make_shared<Snapshot>(first), first.manifest.schema);
    std::vector<double> scores(docs);
    for (const ScoredDoc& each : execute(plan, same, {}, {.limit = docs, .exhaustive = true}).best)
      scores[each.doc] = each.score;
    ASSERT_GT(found.best.size(), 0U);
    for (std::size_t i = 0; i < found.best.size(); ++i) {
      ASSERT_EQ(found.best[i].score, scores[found.best[i].doc % docs]);
      if (i == 0) continue;
      ASSERT_GE(found.best[i - 1].score, found.best[i].score);
    }
  }
}

TEST_F(TimeLimit, OneThatIsNotReachedChangesNothing) {
  Random random(5);
  RandomPlans plans(random, *one_);
  for (int query = 0; query < 60; ++query) {
    const PlanNode plan = query % 2 == 0 ? plans.node(2) : plans.words();
    SCOPED_TRACE(describe(plan));
    const SearchResult all = execute(plan, *one_, {}, {.limit = 80'000, .exhaustive = true});
    for (const std::size_t limit : {0U, 10U}) {
      Workspace work;
      work.scratch.deadline = Deadline(std::chrono::hours(1));
      const ExecuteOptions options{.limit = limit, .count_up_to = 100};
      expect_equal(execute(plan, *one_, {}, options, work), options, all);
      ASSERT_FALSE(HasFailure());
    }
  }
}

/// Words of two to four syllables, different ones.
std::string many_words(std::size_t count) {
  static const std::vector<std::string> kSyllables = {"ба", "қа", "ме", "те", "ла", "ра", "ті",
                                                      "са", "на", "ды", "жа", "ке", "то", "му",
                                                      "ша", "лы", "пе", "за", "ға", "ні"};
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    std::string made;
    for (std::size_t left = i + 400; left > 0; left /= 20) made += kSyllables[left % 20];
    text += made + " ";
  }
  return text;
}

class ExpansionTime : public ::testing::Test {
 protected:
  ExpansionTime() {
    IndexWriter writer = index_.writer();
    writer.add(Document{}.set("body", many_words(40'000)));
    writer.commit();
  }
  Index index_ = Index::in_memory(Schema{}.text("body"));
};

TEST_F(ExpansionTime, EndsWhileTermsAreLookedFor) {
  const Searcher searcher = index_.searcher();
  SearchOptions options;
  options.time_limit = kLimit;
  std::string restored;
  for (int i = 0; i < 400; ++i) restored += "кала" + std::to_string(i) + "тын" + " бар*" + " ";
  for (const std::string& typed :
       {std::string("*а*р*т*"), std::string("/.*лал.*/"), std::string("/.*ыыыы.*/"),
        std::string("батылаларды~2"), std::string("+*а*л*ды^0"), restored}) {
    SCOPED_TRACE(typed.substr(0, 40));
    const auto begin = Deadline::Clock::now();
    const Hits hits = searcher.search(typed, options);
    EXPECT_LT(Deadline::Clock::now() - begin, kSoon);
    EXPECT_TRUE(hits.timed_out);
    EXPECT_FALSE(hits.total_is_exact);
  }
}

TEST_F(ExpansionTime, TheNextSearchHasItsOwnTime) {
  const Searcher searcher = index_.searcher();
  SearchOptions options;
  options.time_limit = kLimit;
  EXPECT_TRUE(searcher.search("*а*р*т*", options).timed_out);
  for (const milliseconds limit : {milliseconds(0), milliseconds(3'600'000), milliseconds::max()}) {
    options.time_limit = limit;
    const Hits hits = searcher.search("*қаба*", options);
    EXPECT_FALSE(hits.timed_out);
    EXPECT_TRUE(hits.total_is_exact);
    EXPECT_EQ(hits.total, 1U);
  }
  EXPECT_GT(searcher.explain(parse_query("*қаба*").query, 0).value, 0);
}

}  // namespace
}  // namespace izde::internal
