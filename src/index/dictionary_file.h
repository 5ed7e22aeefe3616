#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/directory.h"

namespace izde::internal {

/// Name of the file that keeps the text of the user dictionary, in an index that has one. Written
/// before the first manifest, never changed. docs/format/dictionary.md
inline const std::string kDictionaryName = "dictionary";

/// Writes `text`; an empty one leaves no file. What a crash has left in its place is removed first.
/// Throws: Error{kIoError}.
void write_dictionary(Directory& directory, std::string_view text);

/// Returns the text. Throws: Error{kCorruption} also when there is no such file, {kIoError}.
std::string read_dictionary(const Directory& directory);

/// Size of the file; 0 when there is none. Throws: Error{kIoError}.
std::uint64_t dictionary_bytes(const Directory& directory);

}  // namespace izde::internal
