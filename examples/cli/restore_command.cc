// izde restore: words typed without Kazakh letters in, word<TAB>spelling out.
#include <algorithm>
#include <fmt/format.h>
#include <izde/izde.h>

#include "command.h"
#include "command_line.h"
#include "line_reader.h"
#include "output.h"

namespace izde::cli {
namespace {

constexpr CommandHelp kHelp{
    "restore", "[OPTIONS] [FILE...]",
    "Reads words typed without Kazakh letters, one a line, and prints `word<TAB>spelling` for "
    "each,\n"
    "in the same order: how it is most likely written, in lower case. With --index, the words of "
    "an\n"
    "index decide as well. Words of other languages are taken for Kazakh. Without FILE, or for "
    "'-',\n"
    "standard input is read.\n",
    "  echo казак | izde restore\n"
    "  echo он | izde restore --index news.izde --all 5\n"};

/// The index of --index, or an empty one.
Index open_index(const CommandLine& line) {
  return line.has("index") ? Index::open(line.text("index", "")) : Index::in_memory(Schema());
}

void write_spellings(std::string_view word, const Searcher& searcher, std::size_t most,
                     Output& out) {
  const std::vector<Spelling> found = searcher.spellings(word, std::max<std::size_t>(most, 1));
  if (most == 0) out.write(fmt::format("{}\t{}\n", word, found.empty() ? word : found[0].text));
  for (std::size_t i = 0; i < most && i < found.size(); ++i) {
    out.write(fmt::format("{}\t{}\t{:.4f}\t{}\n", word, found[i].text, found[i].share,
                          found[i].occurrences));
  }
}

void restore_lines(const std::string& path, const Searcher& searcher, std::size_t most,
                   Output& out) {
  LineReader reader(path);
  reader.before_read([&] { out.flush(); });
  std::string_view word;
  while (reader.next(word)) {
    if (word.ends_with('\r')) word.remove_suffix(1);
    write_spellings(word, searcher, most, out);
  }
}

}  // namespace

int run_restore(const Arguments& arguments) {
  CommandLine line(kHelp);
  line.add()("index", named("DIR"), "the index whose words decide as well")  //
      ("all", named("N"), "print up to N spellings, a line each, with share and occurrences");
  if (!line.parse(arguments)) return kDone;
  const Searcher searcher = open_index(line).searcher();
  const std::size_t most = line.number("all", 0, 1, 64);
  Output out = Output::standard();
  if (line.operands().empty()) restore_lines("-", searcher, most, out);
  for (const std::string& path : line.operands()) restore_lines(path, searcher, most, out);
  out.flush();
  return kDone;
}

}  // namespace izde::cli
