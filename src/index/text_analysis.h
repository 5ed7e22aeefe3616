#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "izde/analyzer.h"

#include "text/word_numbers.h"

namespace izde::internal {

/// The tokens of a text; they live until the next one.
struct AnalysedText {
  AnalysedText() = default;
  AnalysedText(std::span<const Token> of) : tokens(of) {}  // NOLINT(google-explicit-constructor)
  AnalysedText(std::span<const Token> of, std::span<const std::uint32_t> numbers, bool has_forms)
      : tokens(of), words(numbers), forms(has_forms) {}

  std::span<const Token> tokens;
  std::span<const std::uint32_t> words;  ///< Their numbers (text/word_numbers.h), or none.
  bool forms = true;                     ///< Whether their forms are for the vocabulary of forms.
};

/// Cuts a text into tokens. One thread at a time.
using TextAnalysis = std::function<AnalysedText(std::string_view text)>;

/// Makes one, with memory of its own: one for each thread that adds documents. Any thread.
using AnalysisMaker = std::function<TextAnalysis()>;

/// The analyses of an Analyzer. Not compiled into the module, so that it does not need the analyzer
/// to link.
inline AnalysisMaker analysis_of(const Analyzer& analyzer) {
  return [analyzer]() -> TextAnalysis {
    return [analyzer, analysis = std::make_shared<Analysis>()](std::string_view text) {
      analyzer.analyze(text, *analysis);
      return AnalysedText(analysis->tokens(), WordNumbers::of(*analysis),
                          analyzer.options().tokenizer == TokenizerKind::kKazakh);
    };
  };
}

}  // namespace izde::internal
