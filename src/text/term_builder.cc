#include "text/term_builder.h"

#include <algorithm>
#include <cstddef>

#include "text/family.h"
#include "text/normalizer.h"

namespace izde::internal {
namespace {

void cut(std::string& text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
}

void erase_all(std::string& text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.erase(at, what.size());
}

// `25 000` (U+00A0, U+2009, U+202F) is one number, `54,7 %` is `54,7%`.
void erase_blanks(std::string& number) {
  for (const std::string_view blank : {" ", "\u00A0", "\u2009", "\u202F"}) erase_all(number, blank);
}

// `3.5` is `3,5`; dates (12.05.2017) stay.
void unify_decimal_sign(std::string& number) {
  const std::size_t point = number.find_first_of(".,");
  if (point != std::string::npos && number.find_first_of(".,", point + 1) == std::string::npos)
    number[point] = ',';
}

// A site is typed with its scheme and `www.` or without.
void unify_url(std::string& url) {
  for (const std::string_view before : {"https://", "http://", "www."})
    if (url.starts_with(before) && url.size() > before.size()) url.erase(0, before.size());
  if (url.size() > 1 && url.ends_with('/')) url.pop_back();
}

}  // namespace

void TermBuilder::build(const TokenText& token, bool stem) {
  const bool number = token.kind == TokenKind::kNumber;
  const auto behind = static_cast<std::size_t>(token.core.data() - token.whole.data());
  normalize(token.whole.substr(behind), form_);
  if (number) erase_blanks(form_);
  if (stem && token.whole.size() != behind + token.core.size()) {
    normalize(token.core, word_);
    if (number) erase_blanks(word_);
    if (word_.empty()) word_ = form_;
  } else {
    word_ = form_;
  }
  const bool word = token.kind == TokenKind::kWord || token.kind == TokenKind::kAcronym ||
                    token.kind == TokenKind::kTag;
  family_bytes_ = 0;
  second_term_.clear();
  if (stem && word && word_.size() <= kMaxTermBytes) {
    stem_word();
    if (!is_function_term(second_term_)) family_bytes_ = family_of(word_, term_).size();
  } else {
    term_ = word_;
    if (stem && number) unify_decimal_sign(term_);
    if (stem && token.kind == TokenKind::kUrl) unify_url(term_);
  }
  cut(term_, kMaxTermBytes);
}

void TermBuilder::stem_word() {
  const WordLanguage language = stemmer_.read(word_);
  stemmer_.stem(word_, language, term_);
  stemmer_.stem_second(word_, language, term_, second_term_);
  if (is_function_term(second_term_)) {  // `которые`: nothing else
    term_ = second_term_;
    second_term_.clear();
  }
  if (term_.empty()) term_ = form_;
}

}  // namespace izde::internal
