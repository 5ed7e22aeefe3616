// izde behind the protocol of bench/peers/run (bench/peers/protocol.md), through its public
// headers.
//
// With `--reorder` before the command, the merge also renumbers the documents so that similar ones
// stand together; documents then do not keep their numbers.

#include <filesystem>
#include <string>
#include <vector>

#include "izde/izde.h"

#include "peers/protocol.h"

namespace izde::bench {
namespace {

class IzdeEngine {
 public:
  using Query = izde::Query;

  static inline bool reorder = false;

  static std::string version() { return "izde " + std::string(izde::version()); }

  static Indexed index(const std::string& tokens, const std::string& folder) {
    std::filesystem::remove_all(folder);
    Indexed indexed;
    const Stopwatch watch;
    IndexOptions options;
    options.analyzer.tokenizer = TokenizerKind::kWhitespace;
    Index index =
        Index::open(folder, Schema{}.text("body", {.stored = false, .families = false}), options);
    IndexWriter writer =
        index.writer({.buffer_bytes = kBufferBytes, .merge = {.automatic = false}});
    Document document;
    for_each_line(tokens, [&](const std::string& line) {
      document.set("body", line);
      writer.add(document);
      ++indexed.documents;
    });
    writer.commit();
    indexed.seconds = watch.seconds();
    indexed.segments = index.stats().segments;
    const Stopwatch merging;
    writer.optimize(1, {.reorder = reorder});
    indexed.merge_seconds = merging.seconds();
    return indexed;
  }

  explicit IzdeEngine(const std::string& folder) : searcher_(Index::open(folder).searcher()) {
    options_.bm25 = {.k1 = 1.2F, .b = 0.75F, .idf_power = 1.0F};
    options_.restore_letters = false;
    options_.mend_typing = false;
    options_.family_weight = 0;
    options_.count_up_to = 0;
  }

  Query prepare(const Task& task) const {
    if (task.op == Operator::kPhrase) {
      std::string text;
      for (const std::string& term : task.terms) text += (text.empty() ? "" : " ") + term;
      return Query::phrase(text, "body");
    }
    std::vector<Query> terms;
    for (const std::string& term : task.terms) terms.push_back(Query::term(term, "body"));
    if (task.op == Operator::kTerm) return terms.front();
    return task.op == Operator::kAnd ? Query::all_of(std::move(terms))
                                     : Query::any_of(std::move(terms));
  }

  std::uint64_t count(const Query& query) {
    options_.limit = 0;
    return searcher_.search(query, options_).total;
  }

  std::vector<ScoredDoc> top(const Query& query, std::size_t limit) {
    options_.limit = limit;
    std::vector<ScoredDoc> hits;
    const Hits found = searcher_.search(query, options_);
    hits.reserve(found.size());
    for (const Hit& hit : found) hits.push_back({hit.id, hit.score});
    return hits;
  }

 private:
  Searcher searcher_;
  SearchOptions options_;
};

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--reorder") {
    izde::bench::IzdeEngine::reorder = true;
    argv[1] = argv[0];
    ++argv;
    --argc;
  }
  return izde::bench::peer_main<izde::bench::IzdeEngine>(argc, argv);
}
