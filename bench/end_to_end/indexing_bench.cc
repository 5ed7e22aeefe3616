// Measures: adding documents to an empty index and one commit: full analysis; title, body, source
// and day, all stored; in memory, and on disk with the writes made durable, by one thread; JSON
// lines read, parsed and added on disk by one thread and by two. Bodies cut at white space alone,
// nothing stored: text tokenised elsewhere. optimize() of an index of some eight segments to one,
// with and without reordering. Opening the index on disk, and opening it with a first search. The
// size of the index against that of the text.
//
// Corpus: bench/generator, 20,000 documents (about 18 MB of text), seed 1; --docs=N --seed=S
// --jsonl=FILE change it. MB/s are bytes of titles and bodies in UTF-8, of bodies alone where only
// they are indexed, of whole lines for JSON lines; in CPU time in memory and by the clock on disk.
//
// Not measured: reading JSON lines from a disk (they stand in memory), merges in the background, a
// cold page cache.
//
// Checked before timing: the index holds every document and as many tokens as the analyzer gives;
// its files agree with their checksums; the last document comes back byte for byte.
//
// Run: bench/run, or build/release/bench/end_to_end/izde_indexing_bench [--benchmark_filter=REGEX]

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "izde/izde.h"

#include "cli/json_lines.h"
#include "generator/generator.h"
#include "support/analyzed_collection.h"
#include "support/collection.h"
#include "support/news_index.h"
#include "support/temporary_folder.h"

namespace izde::bench {
namespace {

struct Setting {
  Collection collection;
  std::vector<Document> documents;
  std::vector<std::string> lines;  ///< The same as JSON lines.
  std::uint64_t line_bytes = 0;
  std::uint64_t body_bytes = 0;
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
    append_json(document, setting.lines.emplace_back());
    if (setting.lines.back().ends_with('\n')) setting.lines.back().pop_back();
    setting.line_bytes += setting.lines.back().size() + 1;
    setting.body_bytes += document.body.size();
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

void report(benchmark::State& state, const Index& index, std::uint64_t bytes) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(bytes));
  state.counters["documents_per_second"] = benchmark::Counter(
      static_cast<double>(rounds) * static_cast<double>(setting.documents.size()),
      benchmark::Counter::kIsRate);
  const IndexStats stats = index.stats();
  state.counters["index_per_text"] =
      static_cast<double>(stats.bytes) / static_cast<double>(setting.collection.text_bytes);
  state.counters["segments"] = static_cast<double>(stats.segments);
}

void report(benchmark::State& state, const Index& index) {
  report(state, index, setting.collection.text_bytes);
}

/// Parses and adds all lines by `count` threads, a few lines at a time each.
void add_lines(IndexWriter& writer, std::size_t count) {
  constexpr std::size_t kPiece = 64;
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto work = [&] {
    cli::JsonLineReader json;
    cli::JsonError error;
    Document document;
    for (std::size_t at = next.fetch_add(kPiece); at < setting.lines.size();
         at = next.fetch_add(kPiece))
      for (std::size_t i = at; i < std::min(at + kPiece, setting.lines.size()); ++i) {
        if (json.read(setting.lines[i], document, error))
          writer.add(document);
        else
          failed = true;
      }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < count; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  check(!failed, "every line is a document");
}

void index_json_lines(benchmark::State& state) {
  std::uint64_t round = 0;
  std::filesystem::path folder;
  while (state.KeepRunning()) {
    folder = setting.folder.parent_path() / fmt::format("lines-{}-{}", state.range(0), round++);
    Index index = Index::open(folder, news_schema());
    IndexWriter writer = index.writer();
    add_lines(writer, static_cast<std::size_t>(state.range(0)));
    writer.commit();
  }
  const Index index = Index::open(folder);
  check(index.stats().documents == setting.documents.size(), "the index holds every line");
  report(state, index, setting.line_bytes);
}
BENCHMARK(index_json_lines)
    ->Name("index_json_lines_one_thread")
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(3)
    ->UseRealTime();
BENCHMARK(index_json_lines)
    ->Name("index_json_lines_two_threads")
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(3)
    ->UseRealTime();

Index open_tokenised(const std::filesystem::path& folder) {
  IndexOptions options;
  options.analyzer.tokenizer = TokenizerKind::kWhitespace;
  return Index::open(folder, Schema{}.text("body", {.stored = false, .families = false}), options);
}

void write_bodies(Index& index, std::size_t commits) {
  IndexWriter writer = index.writer({.merge = {.automatic = false}});
  const auto& documents = setting.collection.documents;
  Document document;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    writer.add(document.set("body", documents[i].body));
    if ((i + 1) % (documents.size() / commits + 1) == 0) writer.commit();
  }
  writer.commit();
}

void index_tokenised(benchmark::State& state) {
  std::uint64_t round = 0;
  std::filesystem::path folder;
  while (state.KeepRunning()) {
    folder = setting.folder.parent_path() / fmt::format("tokenised-{}", round++);
    Index index = open_tokenised(folder);
    write_bodies(index, 1);
  }
  report(state, open_tokenised(folder), setting.body_bytes);
}
BENCHMARK(index_tokenised)->Unit(benchmark::kMillisecond)->MinTime(3)->UseRealTime();

void optimize(benchmark::State& state) {
  std::uint64_t round = 0;
  std::filesystem::path folder;
  while (state.KeepRunning()) {
    state.PauseTiming();
    folder = setting.folder.parent_path() / fmt::format("merged-{}-{}", state.range(0), round++);
    Index index = open_tokenised(folder);
    write_bodies(index, 8);
    IndexWriter writer = index.writer();
    state.ResumeTiming();
    writer.optimize(1, {.reorder = state.range(0) != 0});
  }
  const Index index = open_tokenised(folder);
  check(index.stats().segments == 1, "one segment is left");
  report(state, index, setting.body_bytes);
}
BENCHMARK(optimize)
    ->Name("optimize")
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(1)
    ->UseRealTime();
BENCHMARK(optimize)
    ->Name("optimize_reordered")
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(1)
    ->UseRealTime();

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
