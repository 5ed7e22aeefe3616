#include "shared_options.h"

#include <boost/algorithm/string/predicate.hpp>
#include <fmt/format.h>

#include "line_reader.h"

namespace izde::cli {

RepairLevel repair_level(const CommandLine& line, const std::string& option) {
  constexpr RepairLevel kLevels[] = {RepairLevel::kOff, RepairLevel::kUnambiguous,
                                     RepairLevel::kFull};
  return kLevels[line.choice(option, {"off", "unambiguous", "full"}, 2)];
}

std::string encoding_name(const CommandLine& line) {
  const std::string name = line.text("encoding", "UTF-8");
  if (boost::algorithm::iequals(name, kAutoEncoding)) return std::string(kAutoEncoding);
  if (!is_known_encoding(name)) {
    line.refuse(fmt::format("--encoding {}: no such encoding is known", name));
  }
  return decode({}, name).encoding;
}

void add_dictionary(CommandLine& line, const char* about) {
  line.add()("dictionary", named("FILE"), about);
}

UserDictionary user_dictionary(const CommandLine& line) {
  if (!line.has("dictionary")) return {};
  const std::string path = line.text("dictionary", "");
  const std::string text = LineReader(path).rest();
  try {
    return UserDictionary::parse(text);
  } catch (const Error& error) {
    throw Failure(fmt::format("{}: {}", path, error.what()));
  }
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
