// izde search: one query for people or programs, or a file of queries as a TREC run.
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <izde/izde.h>

#include "batch.h"
#include "command.h"
#include "command_line.h"
#include "output.h"
#include "results.h"
#include "shared_options.h"

namespace izde::cli {
namespace {

constexpr std::uint64_t kMostHits = 1'000'000;

constexpr CommandHelp kHelp{
    "search",
    "[OPTIONS] DIR QUERY...\n       izde search [OPTIONS] DIR --queries FILE.tsv --trec RUN",
    "Finds documents in the index in folder DIR, the best first.\n"
    "\n"
    "  қазақ тілі        documents with any of the words, in any form\n"
    "  \"ұлттық банк\"     the words next to each other\n"
    "  +мектеп -ауыл     must be there, must not be there\n"
    "  мектеп AND ауыл   also OR, NOT; ЖӘНЕ НЕМЕСЕ ЕМЕС; И ИЛИ НЕ\n"
    "  title:мектеп      in one field\n"
    "  мекте*            words that begin so\n"
    "  мектеп^2 (а OR б) weight, groups\n"
    "\n"
    "Put a query that begins with '-' behind `--`. The texts of --queries are plain words, whose\n"
    "punctuation means nothing, unless --syntax is given.\n",
    "  izde search news.izde мектептер туралы заң\n"
    "  izde search news.izde --json --limit 3 'title:\"ұлттық банк\"'\n"
    "  izde search news.izde --sort published:desc 'тіл published:2024'\n"
    "  izde search news.izde --queries queries.tsv --trec izde.run\n"};

void declare(CommandLine& line) {
  line.add()("limit,n", named("N"), "hits at most (default 10; with --queries 100)")  //
      ("count-all", "count all matches, also beyond a thousand: slower")              //
      ("sort", repeated("KEY"),
       "order by a field, NAME or NAME:desc, by _score or _added (repeatable: then by the next)")  //
      ("json", "print one JSON object; offsets count bytes")  //
      ("explain", "say how each score comes about")           //
      ("field", repeated("NAME"),
       "show passages of this field (repeatable; default: where something matched)")        //
      ("id-field", named("NAME"), "the field that names a document (default id)")           //
      ("exact-letters", "do not look for words typed without Kazakh letters (казак тили)")  //
      ("words", "take QUERY as plain words, without operators")                             //
      ("color", named("WHEN"),
       "auto, always or never (default auto: on a terminal, no NO_COLOR)")                 //
      ("queries", named("FILE"), "run the queries of a file, qid<TAB>text a line")         //
      ("trec", named("FILE"), "where the run of --queries goes, '-' for standard output")  //
      ("syntax", "the texts of --queries use the operators above");
  add_dictionary(line, "refuse an index that was not made with this user dictionary");
}

SortKey sort_key(const CommandLine& line, const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string name = text.substr(0, colon);
  const std::string order = colon == std::string::npos ? "asc" : text.substr(colon + 1);
  if (name.empty() || (order != "asc" && order != "desc")) {
    line.refuse(fmt::format("--sort {}: NAME, NAME:asc or NAME:desc is expected", text));
  }
  if (name == "_score")
    return {SortKey::By::kScore, {}, colon == std::string::npos || order == "desc"};
  if (name == "_added") return SortKey::by_document(order == "desc");
  return SortKey::by_field(name, order == "desc");
}

SearchOptions search_options(const CommandLine& line, std::uint64_t default_limit) {
  SearchOptions options;
  options.limit = line.number("limit", default_limit, 0, kMostHits);
  if (line.has("count-all")) options.count_up_to = SearchOptions::kCountAll;
  for (const std::string& key : line.texts("sort")) options.sort.push_back(sort_key(line, key));
  options.restore_letters = !line.has("exact-letters");
  return options;
}

// An index brings its analyzer along; one that is asked for has to be the same.
Index open_index(const CommandLine& line, const std::string& folder) {
  Index index = Index::open(folder);
  if (!line.has("dictionary")) return index;
  IndexOptions options{index.analyzer().options()};
  options.analyzer.dictionary = user_dictionary(line);
  return Index::open(folder, index.schema(), options);
}

int search_batch(const CommandLine& line) {
  if (line.operands().size() > 1) line.refuse("a QUERY and --queries exclude each other");
  for (const char* option : {"sort", "json", "explain", "field", "words", "color"}) {
    if (line.has(option)) line.refuse(fmt::format("--{} has no meaning with --queries", option));
  }
  if (!line.has("trec")) line.refuse("--queries needs --trec FILE");
  const Index index = open_index(line, index_folder(line));
  return run_batch(index,
                   {line.text("queries", ""), line.text("trec", ""), line.text("id-field", "id"),
                    search_options(line, 100), line.has("syntax")});
}

std::string query_text(const CommandLine& line) {
  const auto& operands = line.operands();
  if (operands.empty()) line.refuse("the folder of the index is missing");
  if (operands.size() == 1) line.refuse("a query is missing");
  std::string text = fmt::format("{}", fmt::join(operands.begin() + 1, operands.end(), " "));
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) line.refuse("the query is empty");
  return text;
}

void print_diagnostics(const Hits& hits, std::string_view text) {
  for (const Diagnostic& one : hits.diagnostics) {
    const std::string_view part = text.substr(std::min(one.offset, text.size()), one.length);
    const std::string place = part.empty() ? "" : fmt::format(" '{}'", one_line(part));
    fmt::print(stderr, "izde: query, byte {}{}: {}\n", one.offset + 1, place,
               one_line(one.message));
  }
}

int search_one(const CommandLine& line) {
  for (const char* option : {"trec", "syntax"}) {
    if (line.has(option)) line.refuse(fmt::format("--{} needs --queries", option));
  }
  const std::string text = query_text(line);
  const SearchOptions options = search_options(line, 10);
  const ColorMode color = color_mode(line);
  const Index index = open_index(line, line.operands().front());
  const Searcher searcher = index.searcher();

  const auto begin = std::chrono::steady_clock::now();
  const bool words = line.has("words");
  const Query query = words ? Query::match(text) : parse_query(text).query;
  const Hits hits = words ? searcher.search(query, options) : searcher.search(text, options);
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;

  if (hits.total == 0 && index.analyzer().analyze(text).tokens().empty()) {
    line.refuse(fmt::format("the query '{}' has no word to search for", one_line(text)));
  }
  print_diagnostics(hits, text);
  Output out = Output::standard();
  ResultPrinter printer(index, searcher,
                        {line.text("id-field", "id"), line.texts("field"),
                         choose_colors(color, out.is_terminal()), line.has("explain")},
                        out);
  if (line.has("json")) {
    printer.print_json(hits, text, query, options, time.count());
  } else {
    printer.print_list(hits, query, options, time.count());
  }
  out.flush();
  return kDone;
}

}  // namespace

int run_search(const Arguments& arguments) {
  CommandLine line(kHelp);
  declare(line);
  if (!line.parse(arguments)) return kDone;
  return line.has("queries") ? search_batch(line) : search_one(line);
}

}  // namespace izde::cli
