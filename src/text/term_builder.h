#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "izde/analyzer.h"
#include "izde/stemmer.h"

#include "text/alphabet.h"

struct sb_stemmer;

namespace izde::internal {

/// A token's text and the part of it that names what is searched (see RawToken).
struct TokenText {
  std::string_view whole;
  std::string_view core;
  TokenKind kind = TokenKind::kWord;
};

/// Makes forms and terms: normalises, tells the language, stems. Holds Snowball's stemmers, which
/// only one thread at a time may use.
class TermBuilder {
 public:
  static constexpr std::size_t kMaxTermBytes = 255;

  TermBuilder();
  ~TermBuilder();
  TermBuilder(TermBuilder&&) noexcept;
  TermBuilder& operator=(TermBuilder&&) noexcept;

  /// Makes form() and term() of `token`, valid UTF-8. What they depend on is `token` and `stem`
  /// alone.
  void build(const TokenText& token, bool stem);

  /// The token as written, normalised, without the sign of a tag and the blanks in a number. May be
  /// empty when it holds nothing but ignorable characters.
  const std::string& form() const noexcept { return form_; }

  /// At most kMaxTermBytes; empty only if form() is.
  const std::string& term() const noexcept { return term_; }

 private:
  struct Close {
    void operator()(sb_stemmer* stemmer) const noexcept;
  };
  using Snowball = std::unique_ptr<sb_stemmer, Close>;

  void stem_word();
  void stem_russian();
  void stem_snowball(Snowball& stemmer, const char* algorithm);

  KazakhStemmer kazakh_;
  AlphabetReader alphabets_;
  Snowball russian_;
  Snowball english_;
  std::string form_;
  std::string term_;
  std::string word_;
  std::string cyrillic_;
};

}  // namespace izde::internal
