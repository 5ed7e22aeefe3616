// Any bytes are a query: parse_query() never throws, its diagnostics stay inside the text, and what
// it read can be written and read again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "izde/query.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const izde::ParsedQuery query = izde::parse_query(text);
  for (const izde::Diagnostic& diagnostic : query.diagnostics)
    if (diagnostic.offset + diagnostic.length > size) std::abort();
  const std::string written = query.query.to_string();
  if (izde::parse_query(written).query.to_string() != written) std::abort();
  return 0;
}
