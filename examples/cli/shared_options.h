#pragma once

#include <izde/izde.h>
#include <string>

#include "command_line.h"
#include "terminal.h"

namespace izde::cli {

/// The option's repair level, "off", "unambiguous" or "full" (the default). Throws UsageError.
RepairLevel repair_level(const CommandLine& line, const std::string& option);

/// The value of --encoding: a canonical name, or "auto". Throws UsageError.
std::string encoding_name(const CommandLine& line);

/// Declares --dictionary FILE; `about` is its line of help.
void add_dictionary(CommandLine& line, const char* about);

/// What --dictionary names; without entries when it was not given. Throws Failure, naming the file
/// and the line.
UserDictionary user_dictionary(const CommandLine& line);

/// The value of --color. Throws UsageError.
ColorMode color_mode(const CommandLine& line);

/// The only operand of a command that works on one index. Throws UsageError.
const std::string& index_folder(const CommandLine& line);

}  // namespace izde::cli
