// izde repair: documents a line each in, mended out.
#include <cstdio>
#include <fmt/format.h>
#include <iterator>
#include <izde/izde.h>

#include "command.h"
#include "command_line.h"
#include "line_reader.h"
#include "output.h"
#include "shared_options.h"

namespace izde::cli {
namespace {

constexpr CommandHelp kHelp{
    "repair", "[OPTIONS] [FILE...]",
    "Mends damaged Kazakh text, a document a line, and prints it; "
    "undamaged text comes back byte for\n"
    "byte, text in another encoding as UTF-8. Without FILE, or for '-', standard input is read.\n",
    "  echo 'пайдаланИан жаӊа' | izde repair --explain\n"
    "  izde repair --encoding auto old.txt > new.txt\n"};

// "stdin:3:17: 'И' -> 'ғ' (lost letter, confidence 0.98)" a change; the number after the line is a
// byte, from 1.
void explain(const LineReader& reader, const Repaired& repaired) {
  fmt::memory_buffer lines;
  for (const RepairChange& change : repaired.changes) {
    fmt::format_to(std::back_inserter(lines), "{}:{}:{}: '{}' -> '{}' ({}, confidence {:.2f})\n",
                   reader.name(), reader.line_number(), change.offset + 1, one_line(change.from),
                   one_line(change.to), to_string(change.reason), change.confidence);
  }
  std::fwrite(lines.data(), 1, lines.size(), stderr);
}

void repair_lines(const std::string& path, const std::string& encoding, const Repairer& repairer,
                  bool explained, Output& out) {
  LineReader reader(path);
  reader.decode_as(encoding);
  reader.before_read([&] { out.flush(); });
  std::string_view line;
  while (reader.next(line)) {
    const Repaired repaired = repairer.repair(line);
    out.write(repaired.text);
    if (reader.had_newline()) out.write("\n");
    if (explained) explain(reader, repaired);
  }
}

}  // namespace

int run_repair(const Arguments& arguments) {
  CommandLine line(kHelp);
  line.add()("level", named("LEVEL"), "off, unambiguous or full (default full)")  //
      ("encoding", named("NAME"),
       "of the input: KZ-1048, CP1251, UTF-16 ..., or auto: as it looks (default UTF-8)")  //
      ("explain", "say on standard error what was changed, where, why and how surely");
  if (!line.parse(arguments)) return kDone;
  const Repairer repairer(repair_level(line, "level"));
  Output out = Output::standard();
  const bool explained = line.has("explain");
  const std::string encoding = encoding_name(line);
  if (line.operands().empty()) repair_lines("-", encoding, repairer, explained, out);
  for (const std::string& path : line.operands())
    repair_lines(path, encoding, repairer, explained, out);
  out.flush();
  return kDone;
}

}  // namespace izde::cli
