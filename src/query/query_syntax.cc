#include "query/query_syntax.h"

#include <array>
#include <unicode/uchar.h>

#include "base/utf8.h"

namespace izde::internal {

namespace {

struct OperatorWord {
  std::string_view word;
  QueryOperator meaning;
};

constexpr std::array kPlainOperators{
    OperatorWord{"AND", QueryOperator::kAnd}, OperatorWord{"&&", QueryOperator::kAnd},
    OperatorWord{"OR", QueryOperator::kOr},   OperatorWord{"||", QueryOperator::kOr},
    OperatorWord{"NOT", QueryOperator::kNot},
};
constexpr std::array kCyrillicOperators{
    OperatorWord{"ЖӘНЕ", QueryOperator::kAnd},  OperatorWord{"И", QueryOperator::kAnd},
    OperatorWord{"НЕМЕСЕ", QueryOperator::kOr}, OperatorWord{"ИЛИ", QueryOperator::kOr},
    OperatorWord{"ЕМЕС", QueryOperator::kNot},  OperatorWord{"НЕ", QueryOperator::kNot},
};

constexpr std::string_view kStraight = "\"";
constexpr std::string_view kGuillemetOpen = "«";
constexpr std::string_view kGuillemetClose = "»";
constexpr std::string_view kCurlyOpen = "“";
constexpr std::string_view kCurlyClose = "”";
constexpr std::string_view kLowOpen = "„";

/// What stands inside words: hyphens, apostrophes, and marks on letters.
bool is_joiner(char32_t c) {
  return c == U'-' || c == U'\'' || c == U'_' || c == 0x2019 || c == 0x02BC || c == 0x2010 ||
         c == 0x2011 || u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

}  // namespace

QueryOperator operator_of(std::string_view word, bool cyrillic) noexcept {
  for (const OperatorWord& entry : kPlainOperators)
    if (word == entry.word) return entry.meaning;
  if (!cyrillic) return QueryOperator::kNone;
  for (const OperatorWord& entry : kCyrillicOperators)
    if (word == entry.word) return entry.meaning;
  return QueryOperator::kNone;
}

std::size_t blank_at(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const unsigned first = byte(0);
  if (first <= 0x20U || first == 0x7FU) return 1;
  if (first == 0xC2U && (byte(1) == 0xA0U || byte(1) == 0x85U)) return 2;
  if (first == 0xE2U && byte(1) == 0x80U) {
    const unsigned last = byte(2);
    const bool space = (last >= 0x80U && last <= 0x8AU) || last == 0xA8U || last == 0xA9U ||
                       last == 0xAFU;  // U+2000..200A, line and paragraph separator, U+202F
    return space ? 3 : 0;
  }
  if (first == 0xE3U && byte(1) == 0x80U && byte(2) == 0x80U) return 3;  // U+3000
  return 0;
}

QuoteMark opening_quote_at(std::string_view text, std::size_t at) noexcept {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with(kStraight)) return {kStraight.size(), {kStraight, {}}};
  if (rest.starts_with(kGuillemetOpen)) return {kGuillemetOpen.size(), {kGuillemetClose, {}}};
  if (rest.starts_with(kCurlyOpen)) return {kCurlyOpen.size(), {kCurlyClose, {}}};
  if (rest.starts_with(kLowOpen)) return {kLowOpen.size(), {kCurlyOpen, kCurlyClose}};
  return {};
}

std::size_t any_quote_at(std::string_view text, std::size_t at) noexcept {
  const std::string_view rest = text.substr(at);
  for (const auto mark :
       {kStraight, kGuillemetOpen, kGuillemetClose, kCurlyOpen, kCurlyClose, kLowOpen})
    if (rest.starts_with(mark)) return mark.size();
  return 0;
}

std::size_t escape_length(std::string_view text, std::size_t at) noexcept {
  if (text[at] != '\\' || at + 1 >= text.size()) return 0;
  if (is_escapable(text[at + 1])) return 2;
  const std::size_t quote = any_quote_at(text, at + 1);
  return quote == 0 ? 0 : 1 + quote;
}

WordPattern pattern_of(std::string_view word, bool in_field) noexcept {
  std::size_t stars = 0, last_star = 0;
  bool question = false, inner_question = false, letter = false, other = false;
  for (std::size_t at = 0; at < word.size();) {
    if (const std::size_t n = escape_length(word, at); n != 0) {
      at += n;
      continue;
    }
    const CodePoint code = code_point_at(word, at);
    if (code.value == U'*') {
      ++stars;
      last_star = at;
    } else if (code.value == U'?') {
      question = true;
    } else if (code.valid && u_isalnum(static_cast<UChar32>(code.value))) {
      letter = true;
      inner_question = question;
    } else if (!is_joiner(code.value)) {
      other = true;
    }
    at += code.length;
  }
  if (stars == 0 && !inner_question) return WordPattern::kNone;
  const bool prefix = stars == 1 && last_star + 1 == word.size() && !question;
  if (prefix && word.size() > 1) return WordPattern::kPrefix;
  if (letter && (!other || (in_field && stars > 0))) return WordPattern::kWildcard;
  return stars > 0 ? WordPattern::kStray : WordPattern::kNone;
}

bool is_escapable(char c) noexcept {
  return std::string_view("+-!():\"^*\\&|~?/[]{}<>").find(c) != std::string_view::npos;
}

}  // namespace izde::internal
