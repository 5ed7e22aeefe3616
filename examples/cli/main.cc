// The program `izde`: finds the command, turns what it throws into a line and an exit code.
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <izde/izde.h>
#include <new>
#include <string_view>

#include "command.h"
#include "output.h"

namespace izde::cli {
namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(const Arguments&);
};

constexpr std::array<Command, 10> kCommands{{
    {"index", "put documents into an index", run_index},
    {"search", "find documents, or run a file of queries", run_search},
    {"stem", "words in, word<TAB>stem out", run_stem},
    {"repair", "damaged text in, mended text out", run_repair},
    {"restore", "words typed without Kazakh letters in, word<TAB>spelling out", run_restore},
    {"analyze", "show what becomes of a text", run_analyze},
    {"transliterate", "write Kazakh in another alphabet", run_transliterate},
    {"stats", "show what an index holds", run_stats},
    {"check", "find damage in an index, save what can be read", run_check},
    {"backup", "copy an index while it is being written", run_backup},
}};

std::string help_text() {
  std::string text =
      "izde finds what Kazakh text says.\n\n"
      "Usage: izde COMMAND ...\n\nCommands:\n";
  for (const Command& command : kCommands) {
    text += fmt::format("  {:<15}{}\n", command.name, command.summary);
  }
  text +=
      "\nOptions:\n"
      "  --help    show this, or with a command its options and examples\n"
      "  --version show the version\n"
      "\nExamples:\n"
      "  izde index news.izde articles.jsonl     make an index, or add to it\n"
      "  izde search news.izde қазақ тілі        search it\n"
      "  izde search --help                      all about one command\n"
      "\nExit codes: 0 done, 1 something failed, 2 wrong use.\n";
  return text;
}

std::string command_names() {
  std::string names;
  for (const Command& command : kCommands) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", command.name);
  }
  return names;
}

int print(std::string_view text) {
  Output out = Output::standard();
  out.write(text);
  out.flush();
  return kDone;
}

const Command& find_command(std::string_view name) {
  const auto* found = std::find_if(kCommands.begin(), kCommands.end(),
                                   [&](const Command& command) { return command.name == name; });
  if (found == kCommands.end()) {
    throw UsageError(fmt::format("unknown {} '{}' (commands: {}; see izde --help)",
                                 name.starts_with('-') ? "option" : "command", name,
                                 command_names()));
  }
  return *found;
}

int dispatch(Arguments arguments) {
  if (arguments.empty()) {
    throw UsageError(fmt::format("a command is missing ({}; see izde --help)", command_names()));
  }
  const std::string name = arguments.front();
  arguments.erase(arguments.begin());
  if (name == "--help" || name == "-h" || (name == "help" && arguments.empty())) {
    return print(help_text());
  }
  if (name == "--version") return print(fmt::format("izde {}\n", version()));
  if (name == "help") return find_command(arguments.front()).run({"--help"});
  return find_command(name).run(arguments);
}

int fail(int code, std::string_view message) {
  fmt::print(stderr, "izde: {}\n", message);
  return code;
}

int run(const Arguments& arguments) {
  try {
    return dispatch(arguments);
  } catch (const UsageError& error) {
    return fail(kWrongUse, error.what());
  } catch (const BrokenPipe&) {
    return kDone;
  } catch (const std::bad_alloc&) {
    return fail(kFailed, "out of memory");
  } catch (const std::exception& error) {  // izde::Error, Failure
    return fail(kFailed, error.what());
  }
}

}  // namespace
}  // namespace izde::cli

int main(int argc, char** argv) {
  // A closed pipe and a file size limit come back as errors of write(), which name the file.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return izde::cli::run(izde::cli::Arguments(argv + std::min(argc, 1), argv + argc));
}
