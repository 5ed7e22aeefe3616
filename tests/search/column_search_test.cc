// Ranges and orders of hits, against a search that looks at the documents themselves.
#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "base/values.h"
#include "index/plain_analysis.h"
#include "index/writer.h"
#include "search/cursor_factory.h"
#include "search/execute.h"
#include "search/range_cursor.h"
#include "search/sort.h"
#include "support/error_of.h"

namespace izde::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Schema first_schema() {
  return Schema{}.text("body").keyword("word").integer("whole").floating("part").date("day");
}
/// As later commits have it.
Schema whole_schema() { return first_schema().boolean("truth").integer("late").keyword("tag"); }

std::string random_date(Random& random) {
  return fmt::format("{:04}-{:02}-{:02}T{:02}:00:00Z", 1900 + random() % 150, 1 + random() % 12,
                     1 + random() % 28, random() % 24);
}

double random_float(Random& random) {
  switch (random() % 6) {
    case 0:
      return random() % 2 == 0 ? kInfinity : -kInfinity;
    case 1:
      return -0.0;
    case 2:
      return static_cast<double>(static_cast<std::int32_t>(random())) * 1e-7;
    default:
      return static_cast<double>(random() % 2000) / 100 - 10;
  }
}

std::int64_t random_whole(Random& random) {
  if (random() % 20 != 0) return static_cast<std::int64_t>(random() % 500) - 250;
  return random() % 2 == 0 ? std::numeric_limits<std::int64_t>::min()
                           : std::numeric_limits<std::int64_t>::max();
}

Document random_document(Random& random, bool late) {
  Document document;
  const auto times = [&](unsigned most) { return random() % 3 == 0 ? 0 : 1 + random() % most; };
  for (unsigned left = times(2); left > 0; --left)
    document.add("word", "w" + std::to_string(random() % 50));
  for (unsigned left = times(3); left > 0; --left) document.add("whole", random_whole(random));
  for (unsigned left = times(1); left > 0; --left) document.add("part", random_float(random));
  for (unsigned left = times(2); left > 0; --left) document.add("day", random_date(random));
  if (!late) return document;
  if (random() % 4 != 0) document.add("truth", random() % 2 == 0);
  if (random() % 50 == 0) document.add("late", random() % 10);
  document.add("tag", random() % 9 == 0 ? "" : fmt::format("t{:03}", random() % 900));
  return document;
}

/// Documents over several commits, the last of which have more fields.
class Corpus {
 public:
  Corpus(unsigned seed, std::size_t largest) {
    Random random(seed);
    const auto directory = make_memory_directory();
    const std::size_t commits = 1 + random() % 4;
    for (std::size_t i = 0; i < commits; ++i) {
      const bool late = i >= commits / 2;
      WriterCore writer(directory, late ? whole_schema() : first_schema(), kPlainDefinition,
                        plain_analysis(), {});
      for (std::size_t left = 1 + random() % largest; left > 0; --left) {
        documents_.push_back(random_document(random, late));
        writer.add(documents_.back());
      }
      writer.commit();
    }
    collection_.emplace(open_latest(*directory, Analyzer{}, nullptr), whole_schema());
  }

  const std::vector<Document>& documents() const { return documents_; }
  const Collection& collection() const { return *collection_; }
  const Schema& schema() const { return collection_->schema(); }
  std::uint32_t number(std::string_view name) const {
    return static_cast<std::uint32_t>(schema().find(name) - schema().fields().data());
  }

 private:
  std::vector<Document> documents_;
  std::optional<Collection> collection_;
};

/// A value as it orders.
using Value = std::variant<std::int64_t, double, std::string>;

std::vector<Value> values_of(const Document& document, const Field& field) {
  std::vector<Value> values;
  for (const auto& [name, text] : document.values()) {
    if (name != field.name) continue;
    if (field.type == FieldType::kKeyword)
      values.emplace_back(text);
    else if (field.type == FieldType::kFloat)
      values.emplace_back(parse_float(text).value());
    else
      values.emplace_back(parse_value(field.type, text).value());
  }
  return values;
}

constexpr const char* kNumberFields[] = {"whole", "part", "day", "truth", "late"};

PlanNode random_range(const Corpus& corpus, Random& random) {
  const auto some_value = [&](const Field& field) -> std::optional<std::string> {
    for (int tries = 0; tries < 50; ++tries) {
      const Document& document = corpus.documents()[random() % corpus.documents().size()];
      for (const auto& [name, text] : document.values())
        if (name == field.name) return text;
    }
    return std::nullopt;
  };
  if (random() % 3 == 0) {
    const Field& field = *corpus.schema().find(random() % 2 == 0 ? "word" : "tag");
    KeywordRangePlan plan{corpus.number(field.name), some_value(field), some_value(field),
                          random() % 2 == 0, random() % 2 == 0};
    if (random() % 5 == 0) plan.low.reset();
    if (random() % 5 == 0) plan.high.reset();
    return {plan, 2.5};
  }
  const Field& field = *corpus.schema().find(kNumberFields[random() % 5]);
  const auto low = some_value(field);
  const auto high = random() % 3 == 0 ? low : some_value(field);
  const auto range = parse_range(field.type, {low, random() % 4 != 0}, {high, random() % 4 != 0});
  return {RangePlan{corpus.number(field.name), range->low, range->high}, 2.5};
}

bool matches(const PlanNode& node, const Document& document, const Schema& schema) {
  if (node.is<AllPlan>()) return true;
  const auto match = [&](const PlanNode& each) { return matches(each, document, schema); };
  if (const auto* plan = std::get_if<BooleanPlan>(&node.what))
    return std::all_of(plan->must.begin(), plan->must.end(), match) &&
           std::all_of(plan->filter.begin(), plan->filter.end(), match) &&
           std::none_of(plan->must_not.begin(), plan->must_not.end(), match) &&
           (!plan->must.empty() || !plan->filter.empty() ||
            std::any_of(plan->should.begin(), plan->should.end(), match));
  if (const auto* plan = std::get_if<RangePlan>(&node.what)) {
    const Field& field = schema.fields()[plan->field];
    return std::any_of(document.values().begin(), document.values().end(), [&](const auto& each) {
      if (each.first != field.name) return false;
      const std::int64_t value = parse_value(field.type, each.second).value();
      return plan->low <= value && value <= plan->high;
    });
  }
  const auto& plan = std::get<KeywordRangePlan>(node.what);
  const Field& field = schema.fields()[plan.field];
  return std::any_of(document.values().begin(), document.values().end(), [&](const auto& each) {
    const std::string& value = each.second;
    return each.first == field.name &&
           (!plan.low || (plan.includes_low ? value >= *plan.low : value > *plan.low)) &&
           (!plan.high || (plan.includes_high ? value <= *plan.high : value < *plan.high));
  });
}

PlanNode random_plan(const Corpus& corpus, Random& random) {
  switch (random() % 4) {
    case 0:
      return {AllPlan{}, 1};
    case 1: {
      BooleanPlan plan;
      for (unsigned left = 1 + random() % 2; left > 0; --left)
        plan.must.push_back(random_range(corpus, random));
      if (random() % 2 == 0) plan.filter.push_back(random_range(corpus, random));
      if (random() % 2 == 0) plan.must_not.push_back(random_range(corpus, random));
      if (random() % 2 == 0) plan.should.push_back(random_range(corpus, random));
      return {plan, 1};
    }
    case 2: {
      BooleanPlan plan;
      for (unsigned left = 1 + random() % 3; left > 0; --left)
        plan.should.push_back(random_range(corpus, random));
      return {plan, 1};
    }
    default:
      return random_range(corpus, random);
  }
}

std::vector<std::uint32_t> naive(const PlanNode& plan, const Corpus& corpus) {
  std::vector<std::uint32_t> docs;
  for (std::uint32_t doc = 0; doc < corpus.documents().size(); ++doc)
    if (matches(plan, corpus.documents()[doc], corpus.schema())) docs.push_back(doc);
  return docs;
}

std::vector<std::uint32_t> docs_of(const SearchResult& result) {
  std::vector<std::uint32_t> docs;
  for (const ScoredDoc& each : result.best) docs.push_back(each.doc);
  return docs;
}

TEST(Ranges, FindWhatTheDocumentsHave) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const Corpus corpus(seed, seed % 4 == 0 ? 12000 : 300);
    Random random(seed);
    for (int i = 0; i < 40; ++i) {
      const PlanNode plan = random_plan(corpus, random);
      const SearchResult found = execute(plan, corpus.collection(), {}, {.limit = 1'000'000});
      std::vector<std::uint32_t> docs = docs_of(found);
      std::sort(docs.begin(), docs.end());
      ASSERT_EQ(docs, naive(plan, corpus));
      EXPECT_EQ(execute(plan, corpus.collection(), {}, {.limit = 0}).total, docs.size());
      if (plan.is<RangePlan>() || plan.is<KeywordRangePlan>()) {
        for (const ScoredDoc& each : found.best) ASSERT_EQ(each.score, 2.5);
      }
    }
  }
}

std::unique_ptr<RangeCursor> cursor_of(const PlanNode& plan, const SegmentReader& segment) {
  if (const auto* range = std::get_if<RangePlan>(&plan.what)) return make_range(*range, 1, segment);
  return make_range(std::get<KeywordRangePlan>(plan.what), 1, segment);
}

TEST(RangeCursor, WalksJumpsAndFillsBits) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const Corpus corpus(seed % 6, 20000);
    Random random(seed);
    const PlanNode plan = random_range(corpus, random);
    const std::vector<std::uint32_t> all = naive(plan, corpus);
    const Snapshot& snapshot = corpus.collection().snapshot();
    for (std::size_t i = 0; i < snapshot.segments.size(); ++i) {
      const std::uint32_t base = snapshot.doc_bases[i];
      const std::uint32_t count = snapshot.segments[i]->doc_count();
      std::vector<DocId> wanted;
      for (const std::uint32_t doc : all)
        if (doc >= base && doc - base < count) wanted.push_back(doc - base);
      const auto cursor = cursor_of(plan, *snapshot.segments[i]);
      ASSERT_EQ(cursor == nullptr, wanted.empty());
      if (cursor == nullptr) continue;
      EXPECT_GE(cursor->cost(), wanted.size());
      const auto is_wanted = [&](DocId doc) {
        return std::binary_search(wanted.begin(), wanted.end(), doc);
      };
      const unsigned widest = random() % 2 == 0 ? 30 : 9000;
      DocId passed = 0;  // every match below has been seen or was jumped over
      while (cursor->doc() != kNoMoreDocs) {
        const auto next = std::lower_bound(wanted.begin(), wanted.end(), passed);
        if (next != wanted.end()) {
          ASSERT_LE(cursor->doc(), *next);
        }
        ASSERT_EQ(cursor->confirm(), is_wanted(cursor->doc()));
        if (random() % 3 == 0) {
          passed = cursor->doc() + 1;
          cursor->next();
          if (cursor->doc() != kNoMoreDocs) {
            ASSERT_TRUE(is_wanted(cursor->doc()));
          }
        } else if (random() % 2 == 0) {
          passed = cursor->doc() + 1 + random() % widest;
          cursor->advance(passed);
        } else {
          const DocId from = cursor->doc();
          const DocId bits_base = from - std::min<DocId>(from, random() % 100);
          const DocId end = from + random() % widest;
          std::vector<std::uint64_t> words((end - bits_base + 63) / 64 + 1);
          cursor->to_bits(bits_base, end, words.data());
          for (DocId doc = bits_base; doc < end; ++doc)
            ASSERT_EQ((words[(doc - bits_base) / 64] >> ((doc - bits_base) % 64) & 1) != 0,
                      doc >= from && is_wanted(doc))
                << doc;
          passed = std::max(passed, end);
        }
      }
      EXPECT_TRUE(std::lower_bound(wanted.begin(), wanted.end(), passed) == wanted.end());
    }
  }
}

/// The documents in the order of the keys, by their values alone; `scores` by document.
std::vector<std::uint32_t> sorted(std::vector<std::uint32_t> docs, const Corpus& corpus,
                                  const std::vector<SortKey>& keys,
                                  const std::vector<double>& scores) {
  const auto value = [&](std::uint32_t doc, const SortKey& key) -> std::optional<Value> {
    if (key.by == SortKey::By::kScore) return scores[doc];
    if (key.by == SortKey::By::kDocument) return std::int64_t{doc};
    const auto values = values_of(corpus.documents()[doc], *corpus.schema().find(key.field));
    if (values.empty()) return std::nullopt;
    return key.descending ? *std::max_element(values.begin(), values.end())
                          : *std::min_element(values.begin(), values.end());
  };
  std::vector<std::vector<std::optional<Value>>> rows(corpus.documents().size());
  for (const std::uint32_t doc : docs)
    for (const SortKey& key : keys) rows[doc].push_back(value(doc, key));
  std::stable_sort(docs.begin(), docs.end(), [&](std::uint32_t a, std::uint32_t b) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto& x = rows[a][i];
      const auto& y = rows[b][i];
      if (!x || !y) {
        if (x || y) return x.has_value();
        continue;
      }
      if (*x != *y) return keys[i].descending ? *x > *y : *x < *y;
    }
    return false;
  });
  return docs;
}

std::vector<SortKey> random_keys(Random& random) {
  constexpr const char* kFields[] = {"word", "whole", "part", "day", "truth", "late", "tag"};
  std::vector<SortKey> keys;
  for (unsigned left = 1 + random() % 3; left > 0; --left) {
    const bool descending = random() % 2 == 0;
    if (random() % 6 == 0)
      keys.push_back(SortKey::by_score());
    else if (random() % 8 == 0)
      keys.push_back(SortKey::by_document(descending));
    else
      keys.push_back(SortKey::by_field(kFields[random() % 7], descending));
  }
  return keys;
}

TEST(Sort, HitsComeInTheOrderOfTheKeys) {
  for (unsigned seed = 1; seed <= 16; ++seed) {
    const Corpus corpus(seed, seed % 4 == 0 ? 15000 : 400);
    Random random(seed);
    for (int i = 0; i < 25; ++i) {
      const PlanNode plan = random_plan(corpus, random);
      const std::vector<SortKey> keys = random_keys(random);
      const std::size_t limit = random() % 3 == 0 ? 1'000'000 : 1 + random() % 30;
      std::string shown = fmt::format("seed {}, round {}, limit {}", seed, i, limit);
      for (const SortKey& key : keys)
        shown += fmt::format(", {} \"{}\" {}", static_cast<int>(key.by), key.field, key.descending);
      SCOPED_TRACE(shown);
      std::vector<double> scores(corpus.documents().size());
      const SearchResult unsorted = execute(plan, corpus.collection(), {}, {.limit = 1'000'000});
      for (const ScoredDoc& each : unsorted.best) scores[each.doc] = each.score;
      const std::vector<std::uint32_t> all = naive(plan, corpus);
      std::vector<std::uint32_t> wanted = sorted(all, corpus, keys, scores);
      wanted.resize(std::min(wanted.size(), limit));

      const auto resolved = resolve_keys(keys, corpus.schema());
      for (const std::uint64_t count :
           {SearchOptions::kCountAll, std::uint64_t{0}, std::uint64_t{50}}) {
        const SearchResult found = execute_sorted(plan, corpus.collection(), {}, resolved,
                                                  {.limit = limit, .count_up_to = count});
        ASSERT_EQ(docs_of(found), wanted);
        for (const ScoredDoc& each : found.best) ASSERT_EQ(each.score, scores[each.doc]);
        if (found.total_is_exact) {
          EXPECT_EQ(found.total, all.size());
        } else {
          EXPECT_GT(found.total, count);
          EXPECT_LE(found.total, all.size());
        }
      }
    }
  }
}

TEST(Sort, KeysThatCannotBeAreRefused) {
  const Schema schema = Schema{}.text("body").keyword("plain", {.column = false}).integer("n");
  const auto code = [&](std::vector<SortKey> keys) {
    return izde::testing::error_of([&] { resolve_keys(keys, schema); }).code();
  };
  EXPECT_EQ(code({SortKey::by_field("nowhere")}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code({SortKey::by_field("body")}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code({SortKey::by_field("plain")}), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code(std::vector(17, SortKey::by_score())), ErrorCode::kInvalidArgument);
  EXPECT_EQ(resolve_keys(std::vector(16, SortKey::by_field("n")), schema).size(), 16U);
}

}  // namespace
}  // namespace izde::internal
