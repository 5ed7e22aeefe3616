// izde stats: what an index holds.
#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <izde/izde.h>

#include "command.h"
#include "command_line.h"
#include "json_values.h"
#include "output.h"
#include "progress.h"
#include "shared_options.h"

namespace izde::cli {
namespace {

namespace json = boost::json;

constexpr CommandHelp kHelp{"stats", "[OPTIONS] DIR",
                            "Shows what the index in folder DIR holds, as of its last commit.\n",
                            "  izde stats news.izde\n"
                            "  izde stats --verify news.izde\n"};

void print_table(const IndexStats& stats, const Index& index, Output& out) {
  out.write(
      fmt::format("commit     {}\ndocuments  {}\nsegments   {}\nbytes      {}\nanalyzer   {}\n\n",
                  grouped(stats.generation), grouped(stats.documents), grouped(stats.segments),
                  grouped(stats.bytes), index.analyzer().definition()));
  std::size_t width = 5;
  for (const FieldStats& field : stats.fields) width = std::max(width, display_width(field.name));
  out.write(fmt::format("{}  type     {:>14}  {:>14}  {:>14}\n", padded("field", width), "terms",
                        "tokens", "documents"));
  for (const FieldStats& field : stats.fields) {
    out.write(fmt::format("{}  {:<7}  {:>14}  {:>14}  {:>14}\n", padded(field.name, width),
                          to_string(field.type), grouped(field.terms), grouped(field.tokens),
                          grouped(field.documents)));
  }
}

void print_json(const IndexStats& stats, const Index& index, Output& out) {
  json::array fields;
  for (const FieldStats& field : stats.fields) {
    fields.push_back({{"name", json_text(field.name)},
                      {"type", json_text(to_string(field.type))},
                      {"terms", field.terms},
                      {"tokens", field.tokens},
                      {"documents", field.documents}});
  }
  const json::object result{{"generation", stats.generation},
                            {"documents", stats.documents},
                            {"segments", stats.segments},
                            {"bytes", stats.bytes},
                            {"analyzer", json_text(index.analyzer().definition())},
                            {"fields", std::move(fields)}};
  out.write(json::serialize(result));
  out.write("\n");
}

}  // namespace

int run_stats(const Arguments& arguments) {
  CommandLine line(kHelp);
  line.add()("verify", "read every file whole and compare its checksum")  //
      ("json", "print one JSON object");
  if (!line.parse(arguments)) return kDone;
  const Index index = Index::open(index_folder(line));
  const IndexStats stats = index.stats();
  if (line.has("verify")) index.verify();
  Output out = Output::standard();
  if (line.has("json")) {
    print_json(stats, index, out);
  } else {
    print_table(stats, index, out);
    if (line.has("verify")) out.write("\nverified: every file has its checksum\n");
  }
  out.flush();
  return kDone;
}

}  // namespace izde::cli
