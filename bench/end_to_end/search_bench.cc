// Measures: one search after another in an index on disk, one thread, warm: query text in, ten best
// hits out, matches counted up to a thousand (the default); parsing, analysis and the restoring of
// Kazakh letters (the default) included. The time of a benchmark is the mean of its kind in CPU
// time; p50, p95 and p99 are over its queries, each the best of five runs by the clock.
//
// Corpus: bench/generator, 20,000 documents (about 18 MB of text), seed 1; --docs=N --seed=S
// --jsonl=FILE change it. Queries: 200 a kind, drawn from the documents with a fixed seed, so that
// each has a match: words as they stand in running text (so frequent words come often), words of
// one document together, neighbours as phrases.
//
// Not measured: fetching stored fields, passages, several threads, a cold page cache.
//
// Checked before timing: the count of every query equals that of looking at every analysed document
// (with restoring and families off, and is not less with them on); a prefix finds at least the
// documents with a term that begins so; a word typed without Kazakh letters at least the documents
// of the word meant.
//
// Run: bench/run, or build/release/bench/end_to_end/izde_search_bench [--benchmark_filter=REGEX]

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "izde/izde.h"

#include "generator/random.h"
#include "support/analyzed_collection.h"
#include "support/collection.h"
#include "support/news_index.h"
#include "support/temporary_folder.h"

namespace izde::bench {
namespace {

constexpr std::size_t kQueries = 200;

struct TypedQuery {
  std::string text;
  std::uint64_t count = 0;  ///< Documents that match, by the oracle.
  bool at_least = false;    ///< The oracle knows only a lower bound.
};

struct Kind {
  std::string name;
  std::vector<TypedQuery> queries;
};

/// `word` as typed on a Russian keyboard; the same when it has no Kazakh letter.
std::string without_kazakh_letters(std::string word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kLetters{
      {{"ә", "а"},
       {"ғ", "г"},
       {"қ", "к"},
       {"ң", "н"},
       {"ө", "о"},
       {"ұ", "у"},
       {"ү", "у"},
       {"һ", "х"},
       {"і", "и"}}};
  for (std::size_t at = 0; at + 1 < word.size(); ++at) {
    for (const auto& [from, to] : kLetters) {
      if (word.compare(at, from.size(), from) == 0) word.replace(at, from.size(), to);
    }
  }
  return word;
}

class QueryMaker {
 public:
  explicit QueryMaker(const AnalyzedCollection& collection) : collection_(collection) {}

  std::vector<Kind> make() {
    std::vector<Kind> kinds;
    kinds.push_back(words("one_word", 0, ~0U));
    kinds.push_back(words("one_frequent_word", frequent(), ~0U));
    kinds.push_back(words("one_rare_word", 2, 10));
    kinds.push_back(together("or_2_words", 2, "{}", " ", &AnalyzedCollection::count_any));
    kinds.push_back(together("or_5_words", 5, "{}", " ", &AnalyzedCollection::count_any));
    kinds.push_back(together("and_2_words", 2, "+{}", " +", &AnalyzedCollection::count_all));
    kinds.push_back(phrases());
    kinds.push_back(prefixes());
    kinds.push_back(unlettered());
    return kinds;
  }

 private:
  using Token = AnalyzedCollection::Token;

  /// Words in one document of twenty or more.
  std::uint32_t frequent() const {
    return static_cast<std::uint32_t>(collection_.documents().size() / 20);
  }

  const AnalyzedCollection::Document& any_document() {
    const auto& documents = collection_.documents();
    return documents[random_.below(static_cast<std::uint32_t>(documents.size()))];
  }

  /// A word of a body that can be typed; never ends when no document has one.
  const Token& any_word(const AnalyzedCollection::Document& document) {
    static const Token none;
    if (document.body.empty()) return none;
    return document.body[random_.below(static_cast<std::uint32_t>(document.body.size()))];
  }

  template <typename Make>
  Kind repeat(std::string name, const Make& make) {
    Kind kind{std::move(name), {}};
    for (int tries = 0; kind.queries.size() < kQueries && tries < 3'000'000; ++tries)
      make(kind.queries);
    if (kind.queries.empty())
      throw std::runtime_error("the collection has no query for " + kind.name);
    return kind;
  }

  Kind words(std::string name, std::uint32_t least, std::uint32_t most) {
    return repeat(std::move(name), [&](std::vector<TypedQuery>& out) {
      const Token& token = any_word(any_document());
      if (token.form.empty()) return;
      const std::uint32_t freq = collection_.doc_freq(token.term);
      if (freq >= least && freq <= most)
        out.push_back({token.form, collection_.count_any({{token.term}})});
    });
  }

  Kind together(std::string name, std::size_t size, std::string_view format,
                std::string_view separator,
                std::uint64_t (AnalyzedCollection::*count)(std::span<const TermId>) const) {
    return repeat(std::move(name), [&, size](std::vector<TypedQuery>& out) {
      const auto& document = any_document();
      std::vector<TermId> terms;
      std::vector<std::string> forms;
      for (std::size_t i = 0; i < 3 * size && terms.size() < size; ++i) {
        const Token& token = any_word(document);
        if (token.form.empty() || std::find(terms.begin(), terms.end(), token.term) != terms.end())
          continue;
        terms.push_back(token.term);
        forms.push_back(token.form);
      }
      if (terms.size() < size) return;
      const std::string joined = fmt::format("{}", fmt::join(forms, separator));
      out.push_back({fmt::format(fmt::runtime(format), joined), (collection_.*count)(terms)});
    });
  }

  Kind phrases() {
    return repeat("phrase_2_words", [&](std::vector<TypedQuery>& out) {
      const auto& body = any_document().body;
      if (body.size() < 2) return;
      const std::size_t at = random_.below(static_cast<std::uint32_t>(body.size() - 1));
      const Token& a = body[at];
      const Token& b = body[at + 1];
      if (a.form.empty() || b.form.empty() || b.position != a.position + 1) return;
      out.push_back(
          {fmt::format("\"{} {}\"", a.form, b.form), collection_.count_phrase({{a.term, b.term}})});
    });
  }

  Kind prefixes() {
    return repeat("prefix_4_letters", [&](std::vector<TypedQuery>& out) {
      const Token& token = any_word(any_document());
      if (token.form.size() < 12) return;
      const std::string prefix = token.form.substr(0, 8);  // four Cyrillic letters
      out.push_back({prefix + "*", collection_.count_prefix(prefix), true});
    });
  }

  Kind unlettered() {
    return repeat("word_without_kazakh_letters", [&](std::vector<TypedQuery>& out) {
      const Token& token = any_word(any_document());
      const std::string typed = without_kazakh_letters(token.form);
      if (typed == token.form) return;
      out.push_back({typed, collection_.count_any({{token.term}}), true});
    });
  }

  const AnalyzedCollection& collection_;
  Random random_{2026};
};

void check_counts(const Searcher& searcher, const std::vector<Kind>& kinds) {
  SearchOptions all;
  all.count_up_to = SearchOptions::kCountAll;
  SearchOptions as_typed = all;
  as_typed.restore_letters = false;
  as_typed.mend_typing = false;
  as_typed.family_weight = 0;
  for (const Kind& kind : kinds) {
    for (const TypedQuery& query : kind.queries) {
      const std::uint64_t widened = searcher.search(query.text, all).total;
      const std::uint64_t exact = searcher.search(query.text, as_typed).total;
      const bool right =
          query.at_least ? widened >= query.count : exact == query.count && widened >= exact;
      if (right) continue;
      throw std::runtime_error(fmt::format(
          "check failed before timing: {} ({}) found {} as typed, {} widened; expected {}",
          query.text, kind.name, exact, widened, query.count));
    }
  }
}

double microseconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
      .count();
}

void add_percentiles(benchmark::State& state, const Searcher& searcher, const Kind& kind) {
  std::vector<double> times;
  double matches = 0;
  for (const TypedQuery& query : kind.queries) {
    double best = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 5; ++round) {
      best = std::min(
          best, microseconds([&] { benchmark::DoNotOptimize(searcher.search(query.text).total); }));
    }
    times.push_back(best);
    matches += static_cast<double>(query.count);
  }
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) {
    return times[std::min(times.size() - 1,
                          static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  state.counters["p50_us"] = at(0.50);
  state.counters["p95_us"] = at(0.95);
  state.counters["p99_us"] = at(0.99);
  state.counters["matches"] = matches / static_cast<double>(kind.queries.size());
}

void run_kind(benchmark::State& state, const Searcher& searcher, const Kind& kind) {
  std::size_t next = 0;
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(searcher.search(kind.queries[next].text).total);
    next = next + 1 == kind.queries.size() ? 0 : next + 1;
  }
  add_percentiles(state, searcher, kind);
}

int run(const CollectionOptions& options) {
  const izde::testing::TemporaryFolder folder;
  const Collection collection = load(options);
  Index index = Index::open(folder.path() / "index", news_schema());
  std::vector<Document> documents;
  for (const GeneratedDocument& document : collection.documents)
    documents.push_back(to_document(document));
  write_all(index, documents);
  const Searcher searcher = index.searcher();
  const std::vector<Kind> kinds =
      QueryMaker(AnalyzedCollection(collection, index.analyzer())).make();
  check_counts(searcher, kinds);
  benchmark::AddCustomContext("collection", collection.name);
  for (const Kind& kind : kinds) {
    benchmark::RegisterBenchmark(kind.name.c_str(), [&](benchmark::State& state) {
      run_kind(state, searcher, kind);
    })->Unit(benchmark::kMicrosecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  const auto options = izde::bench::take_flags(argc, argv, 20'000);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  try {
    return izde::bench::run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde_search_bench: {}\n", error.what());
    return 1;
  }
}
