#pragma once

#include <string>
#include <string_view>

#include "izde/analyzer.h"

namespace izde::internal {

/// Name, version, options, and what else terms depend on, on one line. docs/design/analyzer.md
std::string definition_of(const AnalyzerOptions& options);

/// The options that a definition was written from. `dictionary` is the user dictionary it names.
/// Throws: Error{kInvalidArgument} for a text that is no definition or a damaged one, for another
/// dictionary, or for tables that this build does not have; {kVersionTooOld}, {kVersionTooNew}.
AnalyzerOptions read_definition(std::string_view text, UserDictionary dictionary);

/// Whether the definition is one with this user dictionary (none, when it is empty).
bool names_dictionary(std::string_view definition, const UserDictionary& dictionary);

/// Whether this build has all that the definition names, but for its user dictionary.
bool is_of_this_build(std::string_view definition);

/// How two definitions that are not the same differ, for people: "stem is on there and off here".
std::string difference(std::string_view there, std::string_view here);

}  // namespace izde::internal
