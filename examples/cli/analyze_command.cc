// izde analyze: what becomes of a text, token by token.
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <izde/izde.h>

#include "command.h"
#include "command_line.h"
#include "json_values.h"
#include "line_reader.h"
#include "output.h"
#include "shared_options.h"

namespace izde::cli {
namespace {

namespace json = boost::json;

constexpr CommandHelp kHelp{"analyze", "[OPTIONS] [TEXT...]",
                            "Shows what the analyzer makes of a text: each word as it stands "
                            "there, repaired and normalised,\n"
                            "the term that is indexed, its bytes (first, one past the last), its "
                            "position and kind. Words on\n"
                            "the command line are one text; without them standard input is.\n",
                            "  izde analyze АҚШ-тың жаӊа мектептері\n"
                            "  izde analyze --json < letter.txt\n"};

using Row = std::array<std::string, 6>;

std::string_view original(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

Row row_of(std::string_view text, const Token& token) {
  return {one_line(original(text, token)),
          one_line(token.form),
          one_line(token.term),
          fmt::format("{}-{}", token.begin, token.end),
          std::to_string(token.position),
          std::string(to_string(token.kind))};
}

void print_table(std::string_view text, const Analysis& analysis, Output& out) {
  std::vector<Row> rows{{"original", "repaired", "term", "bytes", "position", "kind"}};
  for (const Token& token : analysis.tokens()) rows.push_back(row_of(text, token));
  std::array<std::size_t, std::tuple_size_v<Row>> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) out.write(padded(row[i], widths[i] + 2));
    out.write(row.back());
    out.write("\n");
  }
}

void print_json(std::string_view text, const Analyzer& analyzer, const Analysis& analysis,
                Output& out) {
  json::array tokens;
  for (const Token& token : analysis.tokens()) {
    tokens.push_back({{"original", json_text(original(text, token))},
                      {"repaired", json_text(token.form)},
                      {"term", json_text(token.term)},
                      {"begin", token.begin},
                      {"end", token.end},
                      {"position", token.position},
                      {"kind", json_text(to_string(token.kind))}});
  }
  const json::object result{{"analyzer", json_text(analyzer.definition())},
                            {"replaced_bytes", analysis.replaced_bytes()},
                            {"tokens", std::move(tokens)}};
  out.write(json::serialize(result));
  out.write("\n");
}

std::string standard_input(const std::string& encoding) {
  LineReader reader("-");
  reader.decode_as(encoding);
  return reader.rest();
}

}  // namespace

int run_analyze(const Arguments& arguments) {
  CommandLine line(kHelp);
  line.add()("repair", named("LEVEL"), "off, unambiguous or full (default full)")  //
      ("no-stem", "the term is the word itself")                                   //
      ("json", "print one JSON object")                                            //
      ("encoding", named("NAME"),
       "of standard input: KZ-1048, CP1251, UTF-16 ..., or auto: as it looks (default UTF-8); "
       "bytes are counted in its UTF-8");
  add_dictionary(line, "words to keep, more roots, exceptions (docs/dictionary.md)");
  if (!line.parse(arguments)) return kDone;
  const Analyzer analyzer({.repair = repair_level(line, "repair"),
                           .stem = !line.has("no-stem"),
                           .dictionary = user_dictionary(line)});
  const std::string encoding = encoding_name(line);
  const std::string text = line.operands().empty()
                               ? standard_input(encoding)
                               : fmt::format("{}", fmt::join(line.operands(), " "));
  const Analysis analysis = analyzer.analyze(text);
  Output out = Output::standard();
  if (line.has("json")) {
    print_json(text, analyzer, analysis, out);
  } else {
    print_table(text, analysis, out);
  }
  out.flush();
  return kDone;
}

}  // namespace izde::cli
