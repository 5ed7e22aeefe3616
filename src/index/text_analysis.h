#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "izde/analyzer.h"

#include "text/blank_words.h"
#include "text/word_numbers.h"

namespace izde::internal {

/// The tokens of a text; they live as long as it, until the next one.
struct AnalysedText {
  AnalysedText() = default;
  /// Words that are their own terms, at positions 0, 1 and so on, and have nothing else: views into
  /// `of`.
  AnalysedText(std::string_view of, std::span<const std::string_view> words_of)
      : source(of), bare(words_of) {}
  AnalysedText(std::span<const Token> of) : tokens(of) {}  // NOLINT(google-explicit-constructor)
  AnalysedText(std::span<const Token> of, std::span<const std::uint32_t> numbers)
      : tokens(of), words(numbers) {}

  std::string_view source;
  std::span<const std::string_view> bare;  ///< Views into `source`.
  std::span<const Token> tokens;           ///< None where there are bare words.
  std::span<const std::uint32_t> words;    ///< Their numbers (text/word_numbers.h), or none.
};

/// Cuts a text into tokens. One thread at a time.
using TextAnalysis = std::function<AnalysedText(std::string_view text)>;

/// Makes one, with memory of its own: one for each thread that adds documents. Any thread.
using AnalysisMaker = std::function<TextAnalysis()>;

/// The analyses of an Analyzer. Not compiled into the module, so that it does not need the analyzer
/// to link.
inline AnalysisMaker analysis_of(const Analyzer& analyzer) {
  if (analyzer.options().tokenizer == TokenizerKind::kWhitespace)
    return []() -> TextAnalysis {
      return [words = std::make_shared<BlankWords>()](std::string_view text) {
        const std::span<const std::string_view> cut = words->cut(text);
        return AnalysedText(words->text(), cut);
      };
    };
  return [analyzer]() -> TextAnalysis {
    return [analyzer, analysis = std::make_shared<Analysis>()](std::string_view text) {
      analyzer.analyze(text, *analysis);
      return AnalysedText(analysis->tokens(), WordNumbers::of(*analysis));
    };
  };
}

}  // namespace izde::internal
