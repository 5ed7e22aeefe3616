#include "batch.h"

#include <cstdio>
#include <fmt/format.h>

#include "command.h"
#include "line_reader.h"
#include "output.h"
#include "results.h"

namespace izde::cli {

namespace {

std::string without_blanks(std::string_view id) {
  std::string text(id);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) <= 0x20) c = '_';
  }
  return text;
}

void warn(const LineReader& reader, std::string_view message) {
  fmt::print(stderr, "izde: {}:{}: {}\n", reader.name(), reader.line_number(), message);
}

Hits search(const Searcher& searcher, std::string_view text, const Batch& batch) {
  return batch.syntax ? searcher.search(text, batch.options)
                      : searcher.search(Query::match(text), batch.options);
}

void write_run(std::string_view qid, const Hits& hits, const Batch& batch, Output& out) {
  for (std::size_t i = 0; i < hits.size(); ++i) {
    out.write(fmt::format("{} Q0 {} {} {:.6f} izde\n", qid,
                          without_blanks(id_of(hits[i], batch.id_field)), i + 1, hits[i].score));
  }
}

}  // namespace

int run_batch(const Index& index, const Batch& batch) {
  LineReader reader(batch.queries);
  Output out = Output::to_file(batch.run);
  const Searcher searcher = index.searcher();
  int code = kDone;
  std::string_view line;
  while (reader.next(line)) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == 0 || tab == std::string_view::npos) {
      warn(reader, "qid<TAB>text is expected");
      code = kFailed;
      continue;
    }
    const Hits hits = search(searcher, line.substr(tab + 1), batch);
    for (const Diagnostic& one : hits.diagnostics) {
      warn(reader, fmt::format("byte {}: {}", tab + 2 + one.offset, one.message));
    }
    if (hits.empty()) warn(reader, "nothing found");
    write_run(without_blanks(line.substr(0, tab)), hits, batch, out);
  }
  out.flush();
  return code;
}

}  // namespace izde::cli
