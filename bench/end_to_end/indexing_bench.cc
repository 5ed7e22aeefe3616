// Measures: adding documents to an empty index and one commit, one thread: full analysis; title,
// body, source and day, all stored; in memory, and on disk with the writes made durable. Opening
// the index on disk, and opening it with a first search. The size of the index against that of the
// text.
//
// Corpus: bench/generator, 20,000 documents (about 18 MB of text), seed 1; --docs=N --seed=S
// --jsonl=FILE change it. MB/s are bytes of titles and bodies in UTF-8, in CPU time in memory and
// by the clock on disk.
//
// Not measured: reading and parsing of JSON, several threads, merging, a cold page cache.
//
// Checked before timing: the index holds every document and as many tokens as the analyzer gives;
// its files agree with their checksums; the last document comes back byte for byte.
//
// Run: bench/run, or build/release/bench/end_to_end/izde_indexing_bench [--benchmark_filter=REGEX]

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "izde/izde.h"

#include "support/analyzed_collection.h"
#include "support/collection.h"
#include "support/news_index.h"
#include "support/temporary_folder.h"

namespace izde::bench {
namespace {

struct Setting {
  Collection collection;
  std::vector<Document> documents;
  std::filesystem::path folder;  ///< An index of the collection, for opening.
  std::string first_query;
};

Setting setting;

void check(bool holds, std::string_view what) {
  if (!holds) throw std::runtime_error(fmt::format("check failed before timing: {}", what));
}

void prepare(const CollectionOptions& options, const std::filesystem::path& folder) {
  setting.collection = load(options);
  for (const GeneratedDocument& document : setting.collection.documents) {
    setting.documents.push_back(to_document(document));
  }
  setting.folder = folder / "whole";
  Index index = Index::open(setting.folder, news_schema());
  write_all(index, setting.documents);
  const AnalyzedCollection expected(setting.collection, index.analyzer());
  const IndexStats stats = index.stats();
  std::uint64_t tokens = 0;
  for (const FieldStats& field : stats.fields) {
    if (field.type == FieldType::kText) tokens += field.tokens;
  }
  check(stats.documents == setting.documents.size(), "the index holds every document");
  check(tokens == expected.positions(),
        fmt::format("{} tokens indexed, {} expected", tokens, expected.positions()));
  index.verify();
  const Searcher searcher = index.searcher();
  const Document last = searcher.document(searcher.size() - 1);
  check(last.values() == setting.documents.back().values(),
        "the last document comes back byte for byte");
  setting.first_query = setting.collection.documents.front().title;
}

void report(benchmark::State& state, const Index& index) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(setting.collection.text_bytes));
  state.counters["documents_per_second"] = benchmark::Counter(
      static_cast<double>(rounds) * static_cast<double>(setting.documents.size()),
      benchmark::Counter::kIsRate);
  const IndexStats stats = index.stats();
  state.counters["index_per_text"] =
      static_cast<double>(stats.bytes) / static_cast<double>(setting.collection.text_bytes);
  state.counters["segments"] = static_cast<double>(stats.segments);
}

void index_in_memory(benchmark::State& state) {
  Index index = Index::in_memory(news_schema());
  while (state.KeepRunning()) {
    index = Index::in_memory(news_schema());
    write_all(index, setting.documents);
  }
  report(state, index);
}
BENCHMARK(index_in_memory)->Unit(benchmark::kMillisecond)->MinTime(3);

void index_on_disk(benchmark::State& state) {
  std::uint64_t round = 0;
  std::filesystem::path folder;
  while (state.KeepRunning()) {
    folder = setting.folder.parent_path() / fmt::format("round-{}", round++);
    Index index = Index::open(folder, news_schema());
    write_all(index, setting.documents);
  }
  report(state, Index::open(folder));
}
BENCHMARK(index_on_disk)->Unit(benchmark::kMillisecond)->MinTime(3)->UseRealTime();

void index_on_disk_nothing_stored(benchmark::State& state) {
  std::uint64_t round = 0;
  std::filesystem::path folder;
  while (state.KeepRunning()) {
    folder = setting.folder.parent_path() / fmt::format("bare-{}", round++);
    Index index = Index::open(folder, news_schema(false));
    write_all(index, setting.documents);
  }
  report(state, Index::open(folder));
}
BENCHMARK(index_on_disk_nothing_stored)->Unit(benchmark::kMillisecond)->MinTime(3)->UseRealTime();

void open_index(benchmark::State& state) {
  while (state.KeepRunning())
    benchmark::DoNotOptimize(Index::open(setting.folder).searcher().size());
}
BENCHMARK(open_index)->Unit(benchmark::kMicrosecond)->UseRealTime();

void open_and_search(benchmark::State& state) {
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(
        Index::open(setting.folder).searcher().search(setting.first_query).total);
  }
}
BENCHMARK(open_and_search)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  const auto options = izde::bench::take_flags(argc, argv, 20'000);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  try {
    const izde::testing::TemporaryFolder folder;
    izde::bench::prepare(options, folder.path());
    benchmark::AddCustomContext("collection", izde::bench::setting.collection.name);
    benchmark::RunSpecifiedBenchmarks();
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde_indexing_bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
