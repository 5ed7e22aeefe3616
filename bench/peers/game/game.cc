#include "peers/game/game.h"

#include <charconv>
#include <utility>

namespace izde::bench {
namespace {

constexpr std::string_view kField = "text";
constexpr std::string_view kOtherSyntax = "*?~^()[]{}:\\/|&!";

/// Takes the next clause off `text`: a word, or what stands between quotation marks.
struct Clause {
  char sign = 0;  // '+', '-' or none
  bool quoted = false;
  std::string_view words;
};

std::optional<Clause> take_clause(std::string_view& text) {
  Clause clause;
  if (text.front() == '+' || text.front() == '-') {
    clause.sign = text.front();
    text.remove_prefix(1);
  }
  clause.quoted = !text.empty() && text.front() == '"';
  if (clause.quoted) text.remove_prefix(1);
  const std::size_t end = text.find(clause.quoted ? '"' : ' ');
  if (clause.quoted && end == std::string_view::npos) return std::nullopt;
  clause.words = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (clause.words.find_first_not_of(' ') == std::string_view::npos) return std::nullopt;
  if (!clause.quoted && clause.words.find_first_of(kOtherSyntax) != std::string_view::npos)
    return std::nullopt;
  return clause;
}

SearchOptions search_options(const GameCommand& command) {
  SearchOptions options;
  options.limit = command.limit;
  options.bm25 = {.k1 = 1.2F, .b = 0.75F, .idf_power = 1.0F};
  options.restore_letters = false;
  options.mend_typing = false;
  options.family_weight = 0;
  options.count_up_to = command.counts ? SearchOptions::kCountAll : 0;
  return options;
}

}  // namespace

Schema game_schema() { return Schema{}.text(kField, {.stored = false, .families = false}); }

IndexOptions game_options() {
  IndexOptions options;
  options.analyzer.tokenizer = TokenizerKind::kWhitespace;
  return options;
}

std::optional<GameCommand> parse_command(std::string_view text) {
  if (text == "COUNT") return GameCommand{0, true};
  GameCommand command;
  if (text.ends_with("_COUNT")) {
    command.counts = true;
    text.remove_suffix(6);
  }
  if (!text.starts_with("TOP_")) return std::nullopt;
  text.remove_prefix(4);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), command.limit);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (command.limit == 0 || command.limit > 1'000'000) return std::nullopt;
  return command;
}

std::optional<Query> parse_game_query(std::string_view text) {
  std::vector<Query> must, should, must_not;
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty()) break;
    const std::optional<Clause> clause = take_clause(text);
    if (!clause) return std::nullopt;
    auto& clauses = clause->sign == '+' ? must : clause->sign == '-' ? must_not : should;
    clauses.push_back(clause->quoted ? Query::phrase(clause->words, kField)
                                     : Query::term(clause->words, kField));
  }
  if (must.empty() && should.empty()) return std::nullopt;
  if (must_not.empty()) {
    if (should.empty() && must.size() == 1) return must.front();
    if (must.empty() && should.size() == 1) return should.front();
    if (should.empty()) return Query::all_of(std::move(must));
    if (must.empty()) return Query::any_of(std::move(should));
  }
  return Query::boolean(std::move(must), std::move(should), std::move(must_not));
}

std::string answer(const Searcher& searcher, std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) return "UNSUPPORTED";
  const std::optional<GameCommand> command = parse_command(line.substr(0, tab));
  const std::optional<Query> query = parse_game_query(line.substr(tab + 1));
  if (!command || !query) return "UNSUPPORTED";
  const Hits hits = searcher.search(*query, search_options(*command));
  return command->counts ? std::to_string(hits.total) : "1";
}

}  // namespace izde::bench
