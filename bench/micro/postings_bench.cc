// Measured: the codec of postings and of the dictionary, one thread, lists in memory: decoding
// documents, with frequencies, steps of advance(), windows of bits, positions of every document,
// opening a rare list; exact look-up and a walk by an automaton; and the machine's memory
// bandwidth, to hold the first against. Corpus: made here from a seed: a collection of 1,000,000
// documents of some 80 words; lists with gaps of a geometric distribution, one for each density;
// 200,000 terms of Kazakh letters. Not measured: reading from a disk. Checked first: every list and
// every term comes back. Run: izde_postings_bench [--benchmark_filter=REGEX]
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "codec/postings_reader.h"
#include "codec/postings_writer.h"
#include "codec/terms_reader.h"
#include "codec/terms_writer.h"

namespace {

using namespace izde::internal;

constexpr std::uint32_t kDocs = 1'000'000;
constexpr FileId kId = {1};

/// Numbers of 32 bits from a seed.
class Random {
 public:
  using result_type = std::uint32_t;
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return 0xFFFFFFFF; }
  result_type operator()() { return static_cast<result_type>(engine_()); }

 private:
  std::mt19937 engine_;
};

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "izde_postings_bench: %s\n", what);
  std::exit(1);
}

struct BenchList {
  std::vector<DocId> docs;
  std::vector<std::uint32_t> freqs;
  TermInfo info;
};

/// Lists by density: one document in so many.
class Lists {
 public:
  Lists() : directory_(make_memory_directory()) {
    Random random(1);
    std::vector<std::uint32_t> lengths(kDocs);
    for (std::uint32_t& length : lengths) length = 20 + random() % 120;
    PostingsWriter writer(*directory_, "p", "q", kId, kDocs);
    for (const std::uint32_t gap : {1U, 2U, 5U, 20U, 100U, 1000U, 10000U, 100000U})
      write(gap, random, lengths, writer);
    writer.finish();
    reader_ = std::make_unique<PostingsReader>(*directory_, "p", "q", kId, kDocs);
    for (const auto& [gap, list] : lists_) check(list);
  }

  const BenchList& list(std::int64_t gap) const {
    return lists_.at(static_cast<std::uint32_t>(gap));
  }
  PostingsCursor cursor(const BenchList& list) const {
    return {*reader_, list.info, TermKind::kPositions};
  }
  /// Bytes of the documents of all lists, which are decoded one after the other.
  std::size_t bytes() const { return reader_->postings_file().bytes.size(); }

 private:
  void write(std::uint32_t gap, Random& random, const std::vector<std::uint32_t>& lengths,
             PostingsWriter& writer) {
    BenchList& list = lists_[gap];
    std::geometric_distribution<std::uint32_t> distance(1.0 / gap);
    std::geometric_distribution<std::uint32_t> more(0.8);
    std::vector<std::uint32_t> positions;
    writer.begin_term(TermKind::kPositions, lengths);
    for (std::uint64_t doc = gap == 1 ? 0 : distance(random); doc < kDocs;
         doc += gap == 1 ? 1 : 1 + distance(random)) {
      positions.clear();
      for (std::uint32_t left = 1 + more(random); left > 0; --left)
        positions.push_back(random() % lengths[doc]);
      std::sort(positions.begin(), positions.end());
      positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
      list.docs.push_back(static_cast<DocId>(doc));
      list.freqs.push_back(static_cast<std::uint32_t>(positions.size()));
      writer.add(list.docs.back(), positions);
    }
    list.info = writer.end_term();
  }

  void check(const BenchList& list) const {
    PostingsCursor at = cursor(list);
    for (std::size_t i = 0; i < list.docs.size(); ++i)
      if (at.next() != list.docs[i] || at.freq() != list.freqs[i]) fail("a list came back wrong");
    if (at.next() != kNoMoreDocs) fail("a list came back too long");
  }

  std::shared_ptr<Directory> directory_;
  std::map<std::uint32_t, BenchList> lists_;
  std::unique_ptr<PostingsReader> reader_;
};

const Lists& lists() {
  static const Lists kLists;
  return kLists;
}

void count_docs(benchmark::State& state, std::size_t docs) {
  state.counters["ns_a_posting"] =
      benchmark::Counter(static_cast<double>(docs) * static_cast<double>(state.iterations()) / 1e9,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void decode(benchmark::State& state, bool with_freqs) {
  const BenchList& list = lists().list(state.range(0));
  for (auto _ : state) {
    PostingsCursor at = lists().cursor(list);
    std::uint64_t sum = 0;
    for (DocId doc = at.next(); doc != kNoMoreDocs; doc = at.next_block()) {
      sum += at.block_docs().back();
      if (with_freqs) sum += at.block_freqs().back();
    }
    benchmark::DoNotOptimize(sum);
  }
  count_docs(state, list.docs.size());
}
void decode_docs(benchmark::State& state) { decode(state, false); }
void decode_freqs(benchmark::State& state) { decode(state, true); }

void next_by_next(benchmark::State& state) {
  const BenchList& list = lists().list(state.range(0));
  for (auto _ : state) {
    PostingsCursor at = lists().cursor(list);
    std::uint64_t sum = 0;
    for (DocId doc = at.next(); doc != kNoMoreDocs; doc = at.next()) sum += doc + at.freq();
    benchmark::DoNotOptimize(sum);
  }
  count_docs(state, list.docs.size());
}

/// Steps to the documents of a list of another density: what AND does.
void advance(benchmark::State& state) {
  const BenchList& list = lists().list(state.range(0));
  const BenchList& lead = lists().list(state.range(1));
  for (auto _ : state) {
    PostingsCursor at = lists().cursor(list);
    std::uint64_t found = 0;
    DocId doc = at.next();
    for (const DocId target : lead.docs) {
      if (doc < target) doc = at.advance(target);
      found += doc == target ? 1 : 0;
    }
    benchmark::DoNotOptimize(found);
  }
  count_docs(state, lead.docs.size());
}

void to_bits(benchmark::State& state) {
  constexpr DocId kWindow = 4096;
  const BenchList& list = lists().list(state.range(0));
  std::vector<std::uint64_t> words(kWindow / 64);
  for (auto _ : state) {
    PostingsCursor at = lists().cursor(list);
    for (DocId doc = at.next(); doc != kNoMoreDocs;) {
      const DocId base = doc / kWindow * kWindow;
      doc = at.to_bits(base, std::min(base + kWindow, kDocs), words.data());
      benchmark::DoNotOptimize(words.data());
    }
  }
  count_docs(state, list.docs.size());
}

void positions(benchmark::State& state) {
  const BenchList& list = lists().list(state.range(0));
  std::vector<std::uint32_t> found;
  for (auto _ : state) {
    PostingsCursor at = lists().cursor(list);
    std::uint64_t sum = 0;
    for (DocId doc = at.next(); doc != kNoMoreDocs; doc = at.next()) {
      at.positions(found);
      sum += found.back();
    }
    benchmark::DoNotOptimize(sum);
  }
  count_docs(state, list.docs.size());
}

void open_list(benchmark::State& state) {
  const BenchList& list = lists().list(state.range(0));
  for (auto _ : state) {
    PostingsCursor at = lists().cursor(list);
    benchmark::DoNotOptimize(at.next());
  }
}

/// A dictionary of words made of syllables, each with some endings.
class Dictionary {
 public:
  Dictionary() : directory_(make_memory_directory()) {
    Random random(2);
    std::map<std::string, TermInfo> terms;
    std::uint64_t postings = 44;
    while (terms.size() < 200'000) {
      std::string word;
      for (std::uint32_t left = 1 + random() % 4; left > 0; --left)
        word += kSyllables[random() % std::size(kSyllables)];
      for (std::uint32_t left = 1 + random() % 5; left > 0; --left)
        terms.emplace(word + kEndings[random() % std::size(kEndings)], TermInfo{});
    }
    TermsWriter writer(*directory_, "t", kId);
    writer.begin_field(0, TermKind::kFrequencies);
    for (auto& [term, info] : terms) {
      info.doc_freq = random() % 2 == 0 ? 1 : 2 + random() % 1000;
      info.total_term_freq = info.doc_freq;
      if (info.doc_freq == 1)
        info.singleton_doc = random() % kDocs;
      else
        info.postings_offset = postings += 2 * info.doc_freq;
      writer.add(term, info);
      words_.push_back(term);
    }
    bytes_ = writer.finish();
    reader_ = std::make_unique<TermsReader>(*directory_, "t", kId);
    for (const auto& [term, info] : terms) {
      const auto found = reader_->find(0, term);
      if (!found || found->doc_freq != info.doc_freq) fail("a term came back wrong");
    }
    std::shuffle(words_.begin(), words_.end(), random);
  }

  const TermsReader& reader() const { return *reader_; }
  const std::vector<std::string>& words() const { return words_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  static constexpr const char* kSyllables[] = {
      "қа", "ба", "сар", "мек", "теп", "жол", "тау", "өз",  "ән", "кі",  "нің", "дос",
      "ұл", "шы", "рақ", "әл",  "ең",  "бек", "той", "нұр", "ту", "ған", "бір", "ел"};
  static constexpr const char* kEndings[] = {"",    "лар",  "дың", "ға",   "да",  "ында", "ларын",
                                             "мен", "дағы", "сыз", "ымыз", "дан", "ы",    "лық"};

  std::shared_ptr<Directory> directory_;
  std::vector<std::string> words_;
  std::uint64_t bytes_ = 0;
  std::unique_ptr<TermsReader> reader_;
};

const Dictionary& dictionary() {
  static const Dictionary kDictionary;
  return kDictionary;
}

void find_term(benchmark::State& state) {
  const bool there = state.range(0) != 0;
  std::vector<std::string> words = dictionary().words();
  if (!there)
    for (std::string& word : words) word += "ё";
  std::size_t i = 0;
  std::size_t found = 0;
  for (auto _ : state) {
    found += dictionary().reader().find(0, words[i]) ? 1 : 0;
    i = i + 1 < words.size() ? i + 1 : 0;
  }
  if (found != (there ? static_cast<std::size_t>(state.iterations()) : 0)) fail("not found");
  state.counters["bytes_a_term"] =
      static_cast<double>(dictionary().bytes()) / static_cast<double>(words.size());
}

void walk_all(benchmark::State& state) {
  std::size_t count = 0;
  for (auto _ : state) {
    const auto cursor = dictionary().reader().seek(0, "");
    while (cursor->next()) ++count;
  }
  benchmark::DoNotOptimize(count);
  count_docs(state, dictionary().words().size());
}

/// Words that begin with three given letters and end with one.
class ThreeAndOne final : public TermAutomaton {
 public:
  State start() override { return 0; }
  State step(State state, std::uint8_t byte) override {
    const std::string_view head = "сар";
    if (state < head.size())
      return byte == static_cast<std::uint8_t>(head[state]) ? state + 1 : kDead;
    return byte == 0xD0 ? 7 : state == 7 && byte == 0xB0 ? 8 : 6;
  }
  bool is_match(State state) override { return state == 8; }
};

void walk_automaton(benchmark::State& state) {
  std::size_t count = 0;
  for (auto _ : state) {
    ThreeAndOne automaton;
    const auto cursor = dictionary().reader().seek(0, automaton);
    while (cursor->next()) ++count;
  }
  if (count == 0) fail("the walk found nothing");
  state.counters["terms_found"] =
      static_cast<double>(count) / static_cast<double>(state.iterations());
}

/// The bandwidth of reading memory that no cache holds.
void read_memory(benchmark::State& state) {
  const std::vector<std::uint64_t> words(std::size_t{32} << 20, 1);
  for (auto _ : state) {
    std::uint64_t sums[8] = {};
    for (std::size_t i = 0; i < words.size(); i += 8)
      for (std::size_t k = 0; k < 8; ++k) sums[k] += words[i + k];
    benchmark::DoNotOptimize(sums);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(words.size() * 8));
}

BENCHMARK(decode_docs)->Arg(1)->Arg(2)->Arg(5)->Arg(20)->Arg(100)->Arg(1000)->Arg(10000);
BENCHMARK(decode_freqs)->Arg(2)->Arg(5)->Arg(20)->Arg(100)->Arg(1000);
BENCHMARK(next_by_next)->Arg(5)->Arg(100);
BENCHMARK(advance)
    ->Args({2, 20})
    ->Args({5, 100})
    ->Args({20, 100})
    ->Args({5, 10000})
    ->Args({100, 1000});
BENCHMARK(to_bits)->Arg(2)->Arg(5)->Arg(20)->Arg(100);
BENCHMARK(positions)->Arg(5)->Arg(20)->Arg(100)->Arg(10000);
BENCHMARK(open_list)->Arg(100)->Arg(10000)->Arg(100000);
BENCHMARK(find_term)->Arg(1)->Arg(0);
BENCHMARK(walk_all);
BENCHMARK(walk_automaton);
BENCHMARK(read_memory);

}  // namespace

BENCHMARK_MAIN();
