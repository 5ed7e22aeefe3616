#include "command_line.h"

#include <charconv>
#include <fmt/format.h>

#include "output.h"

namespace izde::cli {

namespace po = boost::program_options;

namespace {

constexpr unsigned kHelpWidth = 100;
constexpr char kOperands[] = "operands";

std::string joined(const std::vector<std::string_view>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

CommandLine::CommandLine(CommandHelp help) : help_(help), options_("Options", kHelpWidth) {
  add()("help,h", "show this");
}

bool CommandLine::parse(const Arguments& arguments) {
  namespace style = po::command_line_style;
  po::options_description all(options_);
  all.add_options()(kOperands, po::value(&operands_));
  po::positional_options_description positional;
  positional.add(kOperands, -1);
  try {
    po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(positional)
                  .style(style::unix_style & ~style::allow_guessing)
                  .run(),
              values_);
    po::notify(values_);
  } catch (const po::error& error) {
    refuse(error.what());
  }
  if (!has("help")) return true;
  print_help();
  return false;
}

void CommandLine::print_help() const {
  Output out = Output::standard();
  out.write(fmt::format("Usage: izde {} {}\n\n{}\n", help_.command, help_.usage, help_.about));
  std::ostringstream options;
  options << options_;
  out.write(options.str());
  out.write(fmt::format("\nExamples:\n{}", help_.examples));
  out.flush();
}

void CommandLine::refuse(std::string_view message) const {
  throw UsageError(
      fmt::format("{}: {} (see izde {} --help)", help_.command, message, help_.command));
}

std::uint64_t CommandLine::number(const std::string& option, std::uint64_t fallback,
                                  std::uint64_t least, std::uint64_t most) const {
  if (!has(option)) return fallback;
  const auto& text = values_[option].as<std::string>();
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    refuse(fmt::format("--{} {}: a whole number from {} to {} is expected", option, text, least,
                       most));
  }
  return value;
}

std::string CommandLine::text(const std::string& option, std::string_view fallback) const {
  return has(option) ? values_[option].as<std::string>() : std::string(fallback);
}

std::vector<std::string> CommandLine::texts(const std::string& option) const {
  return has(option) ? values_[option].as<std::vector<std::string>>() : std::vector<std::string>{};
}

std::size_t CommandLine::choice(const std::string& option,
                                const std::vector<std::string_view>& choices,
                                std::size_t fallback) const {
  if (!has(option)) return fallback;
  const auto& text = values_[option].as<std::string>();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i] == text) return i;
  }
  refuse(fmt::format("--{} {}: one of {} is expected", option, text, joined(choices)));
}

po::typed_value<std::string>* named(const char* value_name) {
  return po::value<std::string>()->value_name(value_name);
}

po::typed_value<std::vector<std::string>>* repeated(const char* value_name) {
  return po::value<std::vector<std::string>>()->value_name(value_name)->composing();
}

}  // namespace izde::cli
