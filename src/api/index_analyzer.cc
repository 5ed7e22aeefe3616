#include "api/index_analyzer.h"

#include <fmt/format.h>
#include <string>

#include "izde/error.h"

#include "index/dictionary_file.h"
#include "text/definition.h"

namespace izde::internal {
namespace {

/// The same error, with the place before its message.
[[noreturn]] void throw_at(const Directory& directory, const Error& error) {
  std::string_view message = error.what();
  message.remove_prefix(to_string(error.code()).size() + 2);
  throw Error(error.code(), fmt::format("{}: {}", directory.name(), message));
}

[[noreturn]] void refuse_dictionary(const Directory& directory) {
  throw Error(ErrorCode::kCorruption,
              fmt::format("{}: the file \"{}\" is not the user dictionary that the index was made "
                          "with",
                          directory.name(), kDictionaryName));
}

UserDictionary stored_dictionary(const Directory& directory, std::string_view definition) try {
  const std::string text = read_dictionary(directory);
  UserDictionary dictionary = UserDictionary::parse(text);
  if (dictionary.text() != text || !names_dictionary(definition, dictionary))
    refuse_dictionary(directory);
  return dictionary;
} catch (const Error& error) {
  if (error.code() != ErrorCode::kInvalidArgument) throw;
  refuse_dictionary(directory);  // of no form that was ever written
}

}  // namespace

Analyzer stored_analyzer(const Directory& directory, std::string_view definition) {
  UserDictionary dictionary;
  // The dictionary of another build would be judged by other rules than it was made by.
  if (is_of_this_build(definition) && !names_dictionary(definition, dictionary))
    dictionary = stored_dictionary(directory, definition);
  try {
    return Analyzer::from_definition(definition, dictionary);
  } catch (const Error& error) {
    throw_at(directory, error);
  }
}

void require_dictionary(const Directory& directory, const UserDictionary& dictionary) {
  if (!dictionary.empty() && read_dictionary(directory) != dictionary.text())
    refuse_dictionary(directory);
}

void require_same_analyzer(const Directory& directory, std::string_view stored,
                           std::string_view wanted) {
  if (stored == wanted) return;
  const std::string_view advice =
      is_of_this_build(stored)
          ? "open it by its path alone, which takes the analyzer it was made with, or index the "
            "documents again in another folder"
          : "index the documents again in another folder, or use the version of izde that made it";
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("{}: the index was made with another analyzer: {}; {}", directory.name(),
                          difference(stored, wanted), advice));
}

}  // namespace izde::internal
