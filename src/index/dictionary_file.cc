#include "index/dictionary_file.h"

#include <array>
#include <fmt/format.h>

#include "izde/error.h"

#include "store/file_format.h"

namespace izde::internal {
namespace {

constexpr std::string_view kFormat = "userdict";
constexpr std::uint32_t kVersion = 1;

}  // namespace

void write_dictionary(Directory& directory, std::string_view text) {
  directory.remove(kDictionaryName);
  if (text.empty()) return;
  FramedOutput file(directory, kDictionaryName, kFormat, kVersion, random_file_id());
  file.append(text);
  file.finish();
  directory.sync_files(std::array{kDictionaryName});
  directory.sync();  // a manifest that names it may come next
}

std::string read_dictionary(const Directory& directory) try {
  const FramedInput file =
      open_framed(directory, kDictionaryName, kFormat, kVersion, kVersion, nullptr);
  verify_checksum(file);
  return std::string(file.bytes.substr(kFileHeaderBytes, file.content_end - kFileHeaderBytes));
} catch (const Error& error) {
  if (error.code() != ErrorCode::kNotFound) throw;
  throw Error(
      ErrorCode::kCorruption,
      fmt::format("{}: the file \"{}\" is missing: the index was made with a user dictionary",
                  directory.name(), kDictionaryName));
}

std::uint64_t dictionary_bytes(const Directory& directory) try {
  return directory.open(kDictionaryName)->bytes().size();
} catch (const Error& error) {
  if (error.code() != ErrorCode::kNotFound) throw;
  return 0;
}

}  // namespace izde::internal
