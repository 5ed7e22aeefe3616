#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "izde/analyzer.h"

#include "text/word_stemmer.h"

namespace izde::internal {

/// A token's text and the part of it that names what is searched (see RawToken).
struct TokenText {
  std::string_view whole;
  std::string_view core;
  TokenKind kind = TokenKind::kWord;
};

/// Makes forms and terms of tokens. One thread at a time.
class TermBuilder {
 public:
  static constexpr std::size_t kMaxTermBytes = 255;

  explicit TermBuilder(UserDictionary dictionary = {}) : stemmer_(std::move(dictionary)) {}

  /// Makes form(), term() and family() of `token`, valid UTF-8. What they depend on is `token`,
  /// `stem` and the dictionary alone.
  void build(const TokenText& token, bool stem);

  /// The token as written, normalised, without the sign of a tag and the blanks in a number. May be
  /// empty when it holds nothing but ignorable characters.
  const std::string& form() const noexcept { return form_; }

  /// At most kMaxTermBytes; empty only if form() is.
  const std::string& term() const noexcept { return term_; }

  /// The term of another reading of the word; empty when there is none.
  const std::string& second_term() const noexcept { return second_term_; }

  /// See Token::family.
  std::string_view family() const noexcept {
    return std::string_view(word_).substr(0, family_bytes_);
  }

 private:
  void stem_word();

  WordStemmer stemmer_;
  std::string form_;
  std::string term_;
  std::string second_term_;
  std::string word_;
  std::size_t family_bytes_ = 0;  // it begins word_
};

}  // namespace izde::internal
