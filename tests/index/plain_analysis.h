#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "izde/analyzer.h"

#include "index/writer.h"

namespace izde::internal {

/// Tokens at blanks: the term is the word itself, its form too, and its first four bytes are its
/// family. `a|b` is one word with two readings: two tokens at one position. So that the index is
/// tested without the analyzer.
inline std::vector<Token> split_at_blanks(std::string_view text) {
  std::vector<Token> tokens;
  std::uint32_t position = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    for (std::size_t begin = 0; begin < word.size();) {
      const std::size_t stop = std::min(word.find('|', begin), word.size());
      Token token;
      token.term = word.substr(begin, stop - begin);
      token.form = word;
      if (token.term.size() > 1) token.family = token.term.substr(0, 4);
      token.begin = static_cast<std::uint32_t>(at);
      token.end = static_cast<std::uint32_t>(end);
      token.position = position;
      if (stop > begin) tokens.push_back(token);
      begin = stop + 1;
    }
    if (!tokens.empty()) position = tokens.back().position + 1;
    at = end + 1;
  }
  return tokens;
}

inline AnalysisMaker plain_analysis() {
  return []() -> TextAnalysis {
    return [tokens = std::make_shared<std::vector<Token>>()](std::string_view text) {
      *tokens = split_at_blanks(text);
      return std::span<const Token>(*tokens);
    };
  };
}

inline const std::string kPlainDefinition = "plain";

}  // namespace izde::internal
