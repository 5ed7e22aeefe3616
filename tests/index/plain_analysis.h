#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "izde/analyzer.h"

#include "index/writer.h"

namespace izde::internal {

/// Tokens at blanks: the term is the word itself, its form too. So that the index is tested without
/// the analyzer.
inline std::vector<Token> split_at_blanks(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) {
      Token token;
      token.term = token.form = text.substr(at, end - at);
      token.begin = static_cast<std::uint32_t>(at);
      token.end = static_cast<std::uint32_t>(end);
      token.position = static_cast<std::uint32_t>(tokens.size());
      tokens.push_back(token);
    }
    at = end + 1;
  }
  return tokens;
}

inline TextAnalysis plain_analysis() {
  return [tokens = std::make_shared<std::vector<Token>>()](std::string_view text) {
    *tokens = split_at_blanks(text);
    return std::span<const Token>(*tokens);
  };
}

inline const std::string kPlainDefinition = "plain";

}  // namespace izde::internal
