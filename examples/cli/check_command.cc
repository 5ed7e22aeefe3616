// izde check: whether an index is sound; with --salvage, a new one of what can be read.
#include <fmt/format.h>
#include <izde/izde.h>
#include <string>
#include <string_view>

#include "command.h"
#include "command_line.h"
#include "output.h"
#include "progress.h"
#include "shared_options.h"

namespace izde::cli {
namespace {

constexpr CommandHelp kHelp{
    "check", "[OPTIONS] DIR",
    "Reads all of the index in folder DIR, compares checksums and what the files say of each "
    "other,\n"
    "and prints what is wrong, a line each: damage or note, file, what. Changes nothing. The exit\n"
    "code is 1 when there is damage.\n\n"
    "With --salvage, makes a new index of all documents that can be read, and prints what was "
    "lost.\n"
    "The exit code is 1 when something was.\n",
    "  izde check news.izde\n"
    "  izde check --deep news.izde\n"
    "  izde check --salvage mended.izde news.izde\n"};

std::string line_of(const Finding& finding) {
  const std::string_view grade = finding.severity == Severity::kDamage ? "damage" : "note";
  return fmt::format("{}\t{}\t{}\n", grade, finding.file, finding.what);
}

int check(const std::string& folder, bool analyze, Output& out) {
  CheckOptions options;
  options.analyze = analyze;
  const CheckReport report = check_index(folder, options);
  for (const Finding& finding : report.findings) out.write(line_of(finding));
  const std::uint64_t left = report.damages + report.notes - report.findings.size();
  if (left > 0) out.write(fmt::format("and {} more\n", grouped(left)));
  out.write(fmt::format("checked {} commits, {} segments, {} documents, {} bytes: {}\n",
                        grouped(report.commits), grouped(report.segments),
                        grouped(report.documents), grouped(report.bytes),
                        report.is_sound() ? "sound" : grouped(report.damages) + " damages"));
  return report.is_sound() ? kDone : kFailed;
}

int salvage(const std::string& folder, const std::string& new_folder, Output& out) {
  const SalvageReport report = salvage_index(folder, new_folder);
  for (const Finding& finding : report.findings) out.write(line_of(finding));
  for (const LostDocuments& lost : report.ranges)
    out.write(
        fmt::format("lost\t{}\tdocuments {} to {}\n", lost.segment, lost.begin, lost.end - 1));
  for (const std::string& field : report.unstored_fields)
    out.write(fmt::format("lost\t{}\tthe field was not stored\n", field));
  out.write(fmt::format("{} documents of {} are in {}, {} were lost\n", grouped(report.documents),
                        report.source, new_folder, grouped(report.lost)));
  return report.is_whole() ? kDone : kFailed;
}

}  // namespace

int run_check(const Arguments& arguments) {
  CommandLine line(kHelp);
  line.add()("deep", "also analyze all stored texts again, and compare")  //
      ("salvage", named("NEWDIR"), "make a new index of what can be read, in folder NEWDIR");
  if (!line.parse(arguments)) return kDone;
  if (line.has("deep") && line.has("salvage"))
    line.refuse("--deep and --salvage exclude each other");
  Output out = Output::standard();
  const std::string& folder = index_folder(line);
  const int code = line.has("salvage") ? salvage(folder, line.text("salvage", ""), out)
                                       : check(folder, line.has("deep"), out);
  out.flush();
  return code;
}

}  // namespace izde::cli
