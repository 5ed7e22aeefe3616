// Any bytes as a line of JSON: read or refused with a place in the line, the same each time, and
// every field name is one that a schema takes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <izde/izde.h>
#include <string_view>

#include "json_lines.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(izde::cli::JsonLineReader& reader, std::string_view line) {
  izde::Document document;
  izde::Document again;
  izde::cli::JsonError error;
  const bool good = reader.read(line, document, error);
  require(reader.read(line, again, error) == good);
  if (!good) {
    require(error.column >= 1 && error.column <= line.size() + 1 && !error.message.empty());
    return;
  }
  require(document.values() == again.values());
  for (const auto& [name, value] : document.values()) {
    izde::Schema{}.text(name);  // throws for a name it does not take
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static izde::cli::JsonLineReader reader;
  check(reader, {reinterpret_cast<const char*>(data), size});
  return 0;
}
