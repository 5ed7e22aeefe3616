// Analyzer on any bytes: the first chooses the options, the rest is the text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "izde/analyzer.h"

#include "base/utf8.h"
#include "text/normalizer.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

izde::AnalyzerOptions options_of(std::uint8_t byte) {
  return {.repair = static_cast<izde::RepairLevel>(byte % 3),
          .stem = (byte & 8U) != 0,
          .tokenizer = static_cast<izde::TokenizerKind>(byte >> 4U & 1U)};
}

void check(const izde::Token& token, const izde::Token* before, std::string_view text,
           bool normalised) {
  require(!token.term.empty() && token.term.size() <= 255 && !token.form.empty());
  require(izde::internal::is_valid_utf8(token.term) && izde::internal::is_valid_utf8(token.form));
  require(token.begin < token.end && token.end <= text.size());
  if (before != nullptr)
    require(before->begin <= token.begin && before->position <= token.position);
  if (!normalised) return;
  std::string again;
  izde::internal::normalize(token.form, again);
  require(again == token.form);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const izde::Analyzer analyzer(options_of(data[0]));
  const izde::Analysis analysis = analyzer.analyze(text);
  const izde::Token* before = nullptr;
  for (const izde::Token& token : analysis.tokens()) {
    check(token, before, text, analyzer.options().tokenizer == izde::TokenizerKind::kKazakh);
    before = &token;
  }
  static izde::Analysis reused;  // its cache has seen every input before
  analyzer.analyze(text, reused);
  require(reused.tokens().size() == analysis.tokens().size());
  for (std::size_t i = 0; i < analysis.tokens().size(); ++i)
    require(reused.tokens()[i].term == analysis.tokens()[i].term &&
            reused.tokens()[i].form == analysis.tokens()[i].form);
  return 0;
}
