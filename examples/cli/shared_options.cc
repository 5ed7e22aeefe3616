#include "shared_options.h"

#include <fmt/format.h>

namespace izde::cli {

RepairLevel repair_level(const CommandLine& line, const std::string& option) {
  constexpr RepairLevel kLevels[] = {RepairLevel::kOff, RepairLevel::kUnambiguous,
                                     RepairLevel::kFull};
  return kLevels[line.choice(option, {"off", "unambiguous", "full"}, 2)];
}

ColorMode color_mode(const CommandLine& line) {
  constexpr ColorMode kModes[] = {ColorMode::kAuto, ColorMode::kAlways, ColorMode::kNever};
  return kModes[line.choice("color", {"auto", "always", "never"}, 0)];
}

const std::string& index_folder(const CommandLine& line) {
  if (line.operands().empty()) line.refuse("the folder of the index is missing");
  if (line.operands().size() > 1) {
    line.refuse(fmt::format("'{}' is one operand too many", line.operands()[1]));
  }
  return line.operands().front();
}

}  // namespace izde::cli
