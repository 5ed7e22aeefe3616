#include "query/lexer.h"

#include <charconv>
#include <cmath>
#include <unicode/uchar.h>
#include <utility>

#include "base/utf8.h"
#include "query/query_syntax.h"

namespace izde::internal {

namespace {

constexpr std::size_t kMaxDiagnostics = 64;

bool has_lower_case(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code = code_point_at(text, at);
    if (u_islower(static_cast<UChar32>(code.value))) return true;
    at += code.length;
  }
  return false;
}

bool is_field_name(std::string_view name) {
  if (name.empty() || name.size() > 255) return false;
  if (name.front() == '_' || name.front() == '!') return false;
  if (name.find_first_of("+-^*?~[]\\") != std::string_view::npos) return false;
  return name.find_first_not_of("0123456789.,;/") != std::string_view::npos;  // 12:30, 1/2:3
}

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<Diagnostic>& diagnostics)
      : text_(text), diagnostics_(diagnostics), cyrillic_operators_(has_lower_case(text)) {}

  std::vector<Lexeme> run() {
    while (skip_blanks(), at_ < text_.size()) {
      if (!read_quoted() && !read_sign()) read_word();
    }
    return std::move(out_);
  }

 private:
  void skip_blanks() {
    for (std::size_t n = 0; at_ < text_.size() && (n = blank_at(text_, at_)) != 0;) at_ += n;
  }

  bool ends_word(std::size_t at) const {
    return at >= text_.size() || text_[at] == '(' || text_[at] == ')' || blank_at(text_, at) != 0 ||
           any_quote_at(text_, at) != 0;
  }

  /// Whether an operator sign may stand here: not glued to what comes before (`"ТМД"-ның`).
  bool at_operand_start() const {
    if (out_.empty() || out_.back().end < at_) return true;
    const LexKind kind = out_.back().kind;
    return kind == LexKind::kOpen;
  }

  Lexeme& push(LexKind kind, std::size_t begin, std::string text = {}) {
    out_.push_back({kind, std::move(text), false, 1.0F, begin, at_});
    return out_.back();
  }

  /// A word's end, its first unescaped star and its last caret; npos when it has none.
  struct WordShape {
    std::size_t end;
    std::size_t star = std::string_view::npos;
    std::size_t caret = std::string_view::npos;
  };

  bool read_quoted();
  bool read_sign();
  void read_word();
  WordShape scan_word(std::size_t begin) const;
  std::size_t split_boost(const WordShape& word, std::size_t begin, float& boost);
  LexKind operator_kind(std::string_view word, std::size_t begin) const;
  bool read_field(std::size_t begin);
  void read_suffixes(Lexeme& lexeme);
  std::size_t read_boost(std::size_t at, float& boost) const;
  std::size_t find_closer(const QuoteMark& quote, std::size_t from);
  std::string unescape(std::size_t begin, std::size_t end) const;

  std::string_view text_;
  std::vector<Diagnostic>& diagnostics_;
  bool cyrillic_operators_;
  std::size_t at_ = 0;
  std::vector<Lexeme> out_;
  // Openers whose closer was not found: it will not be found later either. Keeps the whole O(n).
  bool no_closer_[256] = {};
};

std::size_t escape_length(std::string_view text, std::size_t at) {
  if (text[at] != '\\' || at + 1 >= text.size()) return 0;
  if (is_escapable(text[at + 1])) return 2;
  const std::size_t quote = any_quote_at(text, at + 1);
  return quote == 0 ? 0 : 1 + quote;
}

std::string Lexer::unescape(std::size_t begin, std::size_t end) const {
  const std::string_view raw = text_.substr(begin, end - begin);
  if (raw.starts_with('\\') && operator_of(raw.substr(1), true) != QueryOperator::kNone)
    return std::string(raw.substr(1));
  std::string out;
  out.reserve(end - begin);
  for (std::size_t at = begin; at < end;) {
    const std::size_t n = escape_length(text_.substr(0, end), at);
    out.append(text_.substr(at + (n == 0 ? 0 : 1), n == 0 ? 1 : n - 1));
    at += n == 0 ? 1 : n;
  }
  return out;
}

/// The number after a '^' that stands at `at`: returns the offset after it, 0 when it is none.
std::size_t Lexer::read_boost(std::size_t at, float& boost) const {
  if (at >= text_.size() || text_[at] != '^') return 0;
  const std::size_t begin = at + 1;
  std::size_t end = begin;
  while (end < text_.size() && (text_[end] == '.' || (text_[end] >= '0' && text_[end] <= '9')))
    ++end;
  float value = 0;
  const auto [stop, error] = std::from_chars(text_.data() + begin, text_.data() + end, value);
  if (error != std::errc() || stop != text_.data() + end) return 0;
  if (!(value > 0.0F) || !std::isfinite(value)) return 0;
  boost = value;
  return end;
}

void Lexer::read_suffixes(Lexeme& lexeme) {
  if (lexeme.kind == LexKind::kPhrase && at_ < text_.size() && text_[at_] == '*') {
    lexeme.prefix = true;
    ++at_;
  }
  if (const std::size_t end = read_boost(at_, lexeme.boost); end != 0) at_ = end;
  lexeme.end = at_;
}

std::size_t Lexer::find_closer(const QuoteMark& quote, std::size_t from) {
  bool& none = no_closer_[static_cast<unsigned char>(text_[at_ + quote.length - 1])];
  if (none) return std::string_view::npos;
  for (std::size_t at = from; at < text_.size();) {
    if (const std::size_t n = escape_length(text_, at); n != 0) {
      at += n;
      continue;
    }
    for (const std::string_view closer : quote.closers)
      if (!closer.empty() && text_.substr(at).starts_with(closer)) return at;
    ++at;
  }
  none = true;
  return std::string_view::npos;
}

bool Lexer::read_quoted() {
  const std::size_t begin = at_;
  const QuoteMark quote = opening_quote_at(text_, at_);
  if (quote.length == 0) {
    const std::size_t stray = any_quote_at(text_, at_);
    if (stray == 0) return false;
    diagnose(diagnostics_, begin, stray, "A quotation mark closes nothing; it was left out.");
    at_ += stray;
    return true;
  }
  const std::size_t close = find_closer(quote, begin + quote.length);
  if (close == std::string_view::npos) {
    diagnose(diagnostics_, begin, quote.length,
             "A quotation mark is not closed; the words after it were read as words.");
    at_ += quote.length;
    return true;
  }
  at_ = close + any_quote_at(text_, close);
  read_suffixes(push(LexKind::kPhrase, begin, unescape(begin + quote.length, close)));
  return true;
}

bool Lexer::read_sign() {
  const std::size_t begin = at_;
  const char c = text_[at_];
  if (c == '(' || c == ')') {
    ++at_;
    Lexeme& lexeme = push(c == '(' ? LexKind::kOpen : LexKind::kClose, begin);
    if (c == ')') read_suffixes(lexeme);
    return true;
  }
  if ((c != '+' && c != '-' && c != '!') || !at_operand_start()) return false;
  const std::size_t next = at_ + 1;
  const bool operand = next < text_.size() && blank_at(text_, next) == 0 && text_[next] != ')' &&
                       text_[next] != '+' && text_[next] != '-' && text_[next] != '!';
  if (!operand) return false;
  ++at_;
  push(c == '+' ? LexKind::kMust : LexKind::kMustNot, begin, std::string(1, c));
  return true;
}

bool Lexer::read_field(std::size_t begin) {
  std::size_t colon = begin;
  while (!ends_word(colon) && text_[colon] != ':' && text_[colon] != '\\') ++colon;
  if (ends_word(colon) || text_[colon] != ':') return false;
  if (!is_field_name(text_.substr(begin, colon - begin))) return false;
  const std::size_t next = colon + 1;
  if (next >= text_.size() || blank_at(text_, next) != 0) return false;
  if (text_[next] == ')' || text_[next] == '/' || text_[next] == ':') return false;  // URL, `std::`
  if (any_quote_at(text_, next) != 0 && opening_quote_at(text_, next).length == 0) return false;
  at_ = next;
  push(LexKind::kField, begin, std::string(text_.substr(begin, colon - begin)));
  if (const QuoteMark quote = opening_quote_at(text_, at_);
      quote.length != 0 && find_closer(quote, at_ + quote.length) == std::string_view::npos) {
    out_.pop_back();  // `name:"` that is never closed is a word and a stray quotation mark
    at_ = begin;
    return false;
  }
  return true;
}

Lexer::WordShape Lexer::scan_word(std::size_t begin) const {
  WordShape word{begin};
  while (!ends_word(word.end)) {
    if (const std::size_t n = escape_length(text_, word.end); n != 0) {
      word.end += n;
      continue;
    }
    if (text_[word.end] == '*' && word.star == std::string_view::npos) word.star = word.end;
    if (text_[word.end] == '^') word.caret = word.end;
    ++word.end;
  }
  return word;
}

/// Returns where the word ends without its boost.
std::size_t Lexer::split_boost(const WordShape& word, std::size_t begin, float& boost) {
  if (word.caret == std::string_view::npos) return word.end;
  float value = 1.0F;
  if (word.caret > begin && read_boost(word.caret, value) == word.end) {
    boost = value;
    return word.caret;
  }
  diagnose(diagnostics_, word.caret, word.end - word.caret,
           "After ^ a number above 0 should come; it was read as text.");
  return word.end;
}

/// What a word on its own means; kWord when it is no operator, or touches what stands before it.
LexKind Lexer::operator_kind(std::string_view word, std::size_t begin) const {
  const bool alone = out_.empty() || out_.back().end < begin ||
                     out_.back().kind == LexKind::kOpen || out_.back().kind == LexKind::kClose;
  switch (alone ? operator_of(word, cyrillic_operators_) : QueryOperator::kNone) {
    case QueryOperator::kAnd:
      return LexKind::kAnd;
    case QueryOperator::kOr:
      return LexKind::kOr;
    case QueryOperator::kNot:
      return LexKind::kNot;
    case QueryOperator::kNone:
      break;
  }
  return LexKind::kWord;
}

void Lexer::read_word() {
  const std::size_t begin = at_;
  const bool after_field =
      !out_.empty() && out_.back().kind == LexKind::kField && out_.back().end == begin;
  if (!after_field && read_field(begin)) return;
  const WordShape word = scan_word(begin);
  Lexeme lexeme{LexKind::kWord, {}, false, 1.0F, begin, word.end};
  const std::size_t end = split_boost(word, begin, lexeme.boost);
  const bool starred = word.star + 1 == end;
  if (word.star < end && !starred) {
    diagnose(diagnostics_, word.star, 1,
             "A star counts only at the end of a word; it was read as text.");
  }
  const std::string_view raw = text_.substr(begin, end - begin);
  lexeme.prefix = starred && raw.size() > 1;
  lexeme.text = unescape(begin, lexeme.prefix ? end - 1 : end);
  if (raw == "*" && !after_field) {
    lexeme.kind = LexKind::kAll;
  } else if (!after_field && end == word.end) {
    lexeme.kind = operator_kind(raw, begin);
  }
  at_ = word.end;
  out_.push_back(std::move(lexeme));
}

}  // namespace

void diagnose(std::vector<Diagnostic>& diagnostics, std::size_t offset, std::size_t length,
              std::string message) {
  if (diagnostics.size() < kMaxDiagnostics)
    diagnostics.push_back({offset, length, std::move(message)});
}

std::vector<Lexeme> lex_query(std::string_view text, std::vector<Diagnostic>& diagnostics) {
  return Lexer(text, diagnostics).run();
}

}  // namespace izde::internal
