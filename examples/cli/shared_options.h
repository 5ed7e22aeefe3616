#pragma once

#include <izde/izde.h>
#include <string>

#include "command_line.h"
#include "terminal.h"

namespace izde::cli {

/// The option's repair level, "off", "unambiguous" or "full" (the default). Throws UsageError.
RepairLevel repair_level(const CommandLine& line, const std::string& option);

/// The value of --color. Throws UsageError.
ColorMode color_mode(const CommandLine& line);

/// The only operand of a command that works on one index. Throws UsageError.
const std::string& index_folder(const CommandLine& line);

}  // namespace izde::cli
