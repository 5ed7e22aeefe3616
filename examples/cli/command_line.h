#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"

namespace izde::cli {

/// What `izde COMMAND --help` says around the list of options.
struct CommandHelp {
  std::string_view command;   ///< "index"
  std::string_view usage;     ///< "DIR FILE..."
  std::string_view about;     ///< Paragraphs, each line ended.
  std::string_view examples;  ///< Lines, each ended.
};

/// The options and operands of one command. Declare them with add(), then parse().
class CommandLine {
 public:
  explicit CommandLine(CommandHelp help);

  /// Declares options, in the way of Boost.Program_options.
  boost::program_options::options_description_easy_init add() { return options_.add_options(); }

  /// Returns false when help was asked for, and printed. Throws UsageError.
  bool parse(const Arguments& arguments);

  /// Arguments that belong to no option, in order.
  const std::vector<std::string>& operands() const noexcept { return operands_; }

  /// Whether the option was given.
  bool has(const std::string& option) const { return values_.count(option) != 0; }

  /// Throws UsageError, with the name of the command and where to find help.
  [[noreturn]] void refuse(std::string_view message) const;

  /// Returns the option's number; `fallback` when it was not given. Throws UsageError when it is no
  /// number in [least, most].
  std::uint64_t number(const std::string& option, std::uint64_t fallback, std::uint64_t least,
                       std::uint64_t most) const;

  /// Returns the option's text; `fallback` when it was not given.
  std::string text(const std::string& option, std::string_view fallback) const;

  /// Returns all texts of an option that may be repeated.
  std::vector<std::string> texts(const std::string& option) const;

  /// Returns the index of the option's text among `choices`; throws UsageError when it is none of
  /// them.
  std::size_t choice(const std::string& option, const std::vector<std::string_view>& choices,
                     std::size_t fallback) const;

 private:
  void print_help() const;

  CommandHelp help_;
  boost::program_options::options_description options_;
  boost::program_options::variables_map values_;
  std::vector<std::string> operands_;
};

/// Values for CommandLine::add(): one text, or a text each time the option is given.
boost::program_options::typed_value<std::string>* named(const char* value_name);
boost::program_options::typed_value<std::vector<std::string>>* repeated(const char* value_name);

}  // namespace izde::cli
