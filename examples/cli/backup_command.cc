// izde backup: a copy of an index, while writing goes on.
#include <fmt/format.h>
#include <izde/izde.h>

#include "command.h"
#include "command_line.h"
#include "output.h"
#include "progress.h"

namespace izde::cli {
namespace {

constexpr CommandHelp kHelp{
    "backup", "DIR NEWDIR",
    "Copies the last commit of the index in folder DIR, and those kept by name, to folder NEWDIR,\n"
    "which must be empty or not there. Another program may write to the index meanwhile. "
    "Checksums\n"
    "are compared on the way; the copy is an index of its own, durable when the command ends.\n",
    "  izde backup news.izde /backup/news.izde\n"};

}  // namespace

int run_backup(const Arguments& arguments) {
  CommandLine line(kHelp);
  if (!line.parse(arguments)) return kDone;
  const auto& operands = line.operands();
  if (operands.size() < 2) line.refuse("the folder of the index and a new one are wanted");
  if (operands.size() > 2) line.refuse(fmt::format("'{}' is one operand too many", operands[2]));
  const BackupReport report = backup_index(operands[0], operands[1]);
  Output out = Output::standard();
  out.write(fmt::format("copied commit {} and {} with a name: {} files, {} bytes\n",
                        grouped(report.generation), report.snapshots, report.files,
                        grouped(report.bytes)));
  out.flush();
  return kDone;
}

}  // namespace izde::cli
