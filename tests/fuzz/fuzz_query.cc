// Any bytes are a query: parse_query() never throws, its diagnostics stay inside the text, and what
// it read can be written and read again. Any bytes are a pattern: what is read of them runs over
// any bytes and stays within its bounds.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "izde/query.h"

#include "query/pattern.h"

namespace {

void run(const izde::internal::Pattern& pattern, std::string_view text) {
  using namespace izde::internal;
  if (count_states(pattern, kMostPatternStates) > kMostPatternStates) return;
  LetterNfa nfa;
  nfa.finish(add_pattern(pattern, nfa));
  Utf8Automaton automaton(std::move(nfa));
  automaton.matches(text.substr(0, 64));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const izde::ParsedQuery query = izde::parse_query(text);
  for (const izde::Diagnostic& diagnostic : query.diagnostics)
    if (diagnostic.offset + diagnostic.length > size) std::abort();
  const std::string written = query.query.to_string();
  if (izde::parse_query(written).query.to_string() != written) std::abort();
  std::string error;
  if (const auto pattern = izde::internal::read_regexp(text, error)) {
    run(*pattern, text);
  } else if (error.empty()) {
    std::abort();
  }
  run(izde::internal::read_wildcard(text), text);
  return 0;
}
