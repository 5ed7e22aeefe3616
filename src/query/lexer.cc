#include "query/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unicode/uchar.h>
#include <utility>

#include "base/utf8.h"
#include "query/query_syntax.h"

namespace izde::internal {

namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kMaxDiagnostics = 64;
constexpr std::size_t kMostBoundBytes = 255;  // of a range: keeps reading linear
constexpr std::uint32_t kMostEdits = 2;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_lower_case(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code = code_point_at(text, at);
    if (u_islower(static_cast<UChar32>(code.value))) return true;
    at += code.length;
  }
  return false;
}

bool has_letter(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code = code_point_at(text, at);
    if (code.valid && u_isalpha(static_cast<UChar32>(code.value))) return true;
    at += code.length;
  }
  return false;
}

/// What stands between the bounds of a range.
bool is_range_word(std::string_view word) {
  constexpr std::array kWords{"TO", "to", "ДО", "до", "..", "…", "-", "–", "—"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
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
    Lexeme& lexeme = out_.emplace_back();
    lexeme.kind = kind;
    lexeme.text = std::move(text);
    lexeme.begin = begin;
    lexeme.end = at_;
    return lexeme;
  }

  /// A word's end, and its last unescaped caret and tilde; npos when it has none.
  struct WordShape {
    std::size_t end;
    std::size_t caret = std::string_view::npos;
    std::size_t tilde = std::string_view::npos;
  };

  bool read_quoted();
  bool read_sign();
  bool read_regexp();
  bool read_range();
  bool read_comparison();
  void read_word();
  WordShape scan_word(std::size_t begin) const;
  std::size_t split_boost(const WordShape& word, std::size_t begin, Lexeme& lexeme);
  std::size_t split_fuzzy(const WordShape& word, std::size_t begin, std::size_t end,
                          Lexeme& lexeme);
  void read_pattern(std::size_t begin, std::size_t end, bool in_field, Lexeme& lexeme);
  std::optional<std::optional<std::string>> read_bound(std::size_t& at);
  LexKind operator_kind(std::string_view word, std::size_t begin) const;
  bool read_field(std::size_t begin);
  void read_suffixes(Lexeme& lexeme);
  std::size_t read_boost(std::size_t at, Lexeme& lexeme) const;
  void read_near(Lexeme& lexeme);
  std::size_t find_closer(const QuoteMark& quote, std::size_t at, std::size_t from);
  std::string unescape(std::size_t begin, std::size_t end) const;

  std::string_view text_;
  std::vector<Diagnostic>& diagnostics_;
  bool cyrillic_operators_;
  std::size_t at_ = 0;
  std::vector<Lexeme> out_;
  // Openers whose closer was not found: it will not be found later either. Keeps the whole O(n).
  bool no_closer_[256] = {};
};

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
std::size_t Lexer::read_boost(std::size_t at, Lexeme& lexeme) const {
  if (at >= text_.size() || text_[at] != '^') return 0;
  const bool constant = at + 1 < text_.size() && text_[at + 1] == '=';
  const std::size_t begin = at + (constant ? 2 : 1);
  std::size_t end = begin;
  while (end < text_.size() && (text_[end] == '.' || is_digit(text_[end]))) ++end;
  float value = 0;
  const auto [stop, error] = std::from_chars(text_.data() + begin, text_.data() + end, value);
  if (error != std::errc() || stop != text_.data() + end) return 0;
  if (!(value >= 0.0F) || !std::isfinite(value) || (constant && value == 0.0F)) return 0;
  lexeme.boost = value;
  lexeme.constant = constant;
  return end;
}

/// The number after a '~' behind a phrase or a parenthesis.
void Lexer::read_near(Lexeme& lexeme) {
  if (at_ >= text_.size() || text_[at_] != '~') return;
  std::size_t end = at_ + 1;
  while (end < text_.size() && is_digit(text_[end])) ++end;
  std::uint32_t value = 0;
  const auto [stop, error] = std::from_chars(text_.data() + at_ + 1, text_.data() + end, value);
  if (error == std::errc()) {
    lexeme.near = value;
  } else {
    diagnose(diagnostics_, at_, end - at_,
             "After ~ a number should come that is not too large; it was left out.");
  }
  at_ = end;
}

void Lexer::read_suffixes(Lexeme& lexeme) {
  if (lexeme.kind == LexKind::kPhrase && at_ < text_.size() && text_[at_] == '*') {
    lexeme.prefix = true;
    ++at_;
  }
  if (lexeme.kind == LexKind::kPhrase || lexeme.kind == LexKind::kClose) read_near(lexeme);
  if (const std::size_t end = read_boost(at_, lexeme); end != 0) at_ = end;
  lexeme.end = at_;
}

/// Where the phrase ends that `quote` opens at `at` and that begins at `from`.
std::size_t Lexer::find_closer(const QuoteMark& quote, std::size_t at, std::size_t from) {
  bool& none = no_closer_[static_cast<unsigned char>(text_[at + quote.length - 1])];
  if (none) return std::string_view::npos;
  for (std::size_t next = from; next < text_.size();) {
    if (const std::size_t n = escape_length(text_, next); n != 0) {
      next += n;
      continue;
    }
    for (const std::string_view closer : quote.closers)
      if (!closer.empty() && text_.substr(next).starts_with(closer)) return next;
    ++next;
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
  const std::size_t close = find_closer(quote, begin, begin + quote.length);
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
  if (text_[next] == ')' || text_[next] == ':') return false;  // `std::`
  if (text_.substr(next).starts_with("//")) return false;      // URL
  if (any_quote_at(text_, next) != 0 && opening_quote_at(text_, next).length == 0) return false;
  at_ = next;
  push(LexKind::kField, begin, std::string(text_.substr(begin, colon - begin)));
  if (const QuoteMark quote = opening_quote_at(text_, at_);
      quote.length != 0 && find_closer(quote, at_, at_ + quote.length) == std::string_view::npos) {
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
    if (text_[word.end] == '^') word.caret = word.end;
    if (text_[word.end] == '~') word.tilde = word.end;
    ++word.end;
  }
  return word;
}

/// Returns where the word ends without its boost.
std::size_t Lexer::split_boost(const WordShape& word, std::size_t begin, Lexeme& lexeme) {
  if (word.caret == std::string_view::npos) return word.end;
  Lexeme boosted;
  if (word.caret > begin && read_boost(word.caret, boosted) == word.end) {
    lexeme.boost = boosted.boost;
    lexeme.constant = boosted.constant;
    return word.caret;
  }
  diagnose(diagnostics_, word.caret, word.end - word.caret,
           "After ^ a number above 0 should come; it was read as text.");
  return word.end;
}

/// Returns where the word ends without `~`, `~0`, `~1` or `~2` in front of `end`. A number has no
/// letter that could be wrong.
std::size_t Lexer::split_fuzzy(const WordShape& word, std::size_t begin, std::size_t end,
                               Lexeme& lexeme) {
  if (word.tilde == std::string_view::npos || word.tilde >= end || word.tilde == begin) return end;
  const std::string_view edits = text_.substr(word.tilde + 1, end - word.tilde - 1);
  const std::string_view typed = text_.substr(begin, word.tilde - begin);
  if (edits.size() > 1 || (!edits.empty() && !is_digit(edits[0])) || !has_letter(typed)) return end;
  if (const WordPattern pattern = pattern_of(typed, false);
      pattern == WordPattern::kWildcard || pattern == WordPattern::kPrefix) {
    diagnose(diagnostics_, word.tilde, end - word.tilde,
             "A word with * or ? is not read with ~ too; ~ was left out.");
    return word.tilde;
  }
  lexeme.kind = LexKind::kFuzzy;
  if (!edits.empty()) lexeme.near = static_cast<std::uint32_t>(edits[0] - '0');
  if (lexeme.near > kMostEdits) {
    lexeme.near = kMostEdits;
    diagnose(diagnostics_, word.tilde, end - word.tilde,
             "A word may differ by 2 edits, not more; 2 were taken.");
  }
  return word.tilde;
}

/// Keeps of the backslashes those in front of what would mean something in the pattern.
void Lexer::read_pattern(std::size_t begin, std::size_t end, bool in_field, Lexeme& lexeme) {
  const std::string_view raw = text_.substr(begin, end - begin);
  switch (pattern_of(raw, in_field)) {
    case WordPattern::kNone:
      break;
    case WordPattern::kStray:
      diagnose(diagnostics_, begin + raw.find('*'), 1,
               "A star counts in a word of letters and at its end; it was read as text.");
      break;
    case WordPattern::kPrefix:
      lexeme.prefix = true;
      lexeme.text = unescape(begin, end - 1);
      return;
    case WordPattern::kWildcard:
      lexeme.kind = LexKind::kWildcard;
      for (std::size_t at = begin; at < end;) {
        const std::size_t n = escape_length(text_.substr(0, end), at);
        const bool keeps = n == 2 && std::string_view("*?\\").find(text_[at + 1]) != kNone;
        if (n != 0 && !keeps) ++at;
        const std::size_t length = keeps ? 2 : std::max<std::size_t>(n, 2) - 1;
        lexeme.text.append(text_.substr(at, length));
        at += length;
      }
      return;
  }
  lexeme.text = unescape(begin, end);
}

/// `/regexp/`: no blanks in it, and nothing behind it but `^number`.
bool Lexer::read_regexp() {
  if (text_[at_] != '/') return false;
  std::size_t end = at_ + 1;
  while (end < text_.size() && text_[end] != '/' && blank_at(text_, end) == 0)
    end += text_[end] == '\\' && end + 1 < text_.size() && blank_at(text_, end + 1) == 0 ? 2 : 1;
  if (end >= text_.size() || text_[end] != '/' || end == at_ + 1) return false;
  Lexeme lexeme;
  lexeme.kind = LexKind::kRegexp;
  lexeme.begin = at_;
  lexeme.end = end + 1;
  if (const std::size_t after = read_boost(end + 1, lexeme); after != 0) lexeme.end = after;
  if (!ends_word(lexeme.end)) return false;
  for (std::size_t at = at_ + 1; at < end; ++at) {
    if (text_[at] == '\\' && text_[at + 1] == '/') ++at;
    lexeme.text.push_back(text_[at]);
  }
  at_ = lexeme.end;
  out_.push_back(std::move(lexeme));
  return true;
}

/// One bound of a range, and moves `at` behind it. Nothing inside: open. Nothing: no bound.
std::optional<std::optional<std::string>> Lexer::read_bound(std::size_t& at) {
  if (const QuoteMark quote = opening_quote_at(text_, at); quote.length != 0) {
    const std::size_t begin = at + quote.length;
    const std::size_t close = find_closer(quote, at, begin);
    if (close == kNone || close - begin > kMostBoundBytes) return std::nullopt;
    at = close + any_quote_at(text_, close);
    return unescape(begin, close);
  }
  const std::size_t begin = at;
  while (at < text_.size() && at - begin <= kMostBoundBytes && blank_at(text_, at) == 0 &&
         text_[at] != ']' && text_[at] != '}')
    at += std::max<std::size_t>(escape_length(text_, at), 1);
  at = std::min(at, text_.size());
  if (at == begin || at - begin > kMostBoundBytes) return std::nullopt;
  if (text_.substr(begin, at - begin) == "*") return std::optional<std::string>();
  return unescape(begin, at);
}

/// `[from TO to]` behind the name of a field.
bool Lexer::read_range() {
  if (at_ >= text_.size() || (text_[at_] != '[' && text_[at_] != '{')) return false;
  const auto skip_blanks_at = [&](std::size_t& at) {
    const std::size_t from = at;
    for (std::size_t n = 0;
         at < text_.size() && at - from < kMostBoundBytes && (n = blank_at(text_, at)) != 0;)
      at += n;
  };
  Lexeme lexeme;
  lexeme.kind = LexKind::kRange;
  lexeme.begin = at_;
  lexeme.includes_from = text_[at_] == '[';
  std::size_t at = at_ + 1;
  skip_blanks_at(at);
  auto from = at < text_.size() ? read_bound(at) : std::nullopt;
  skip_blanks_at(at);
  const std::size_t word = at;
  while (at < text_.size() && at - word <= 16 && blank_at(text_, at) == 0) ++at;
  const bool separated = is_range_word(text_.substr(word, at - word));
  skip_blanks_at(at);
  auto to = from && separated && at < text_.size() ? read_bound(at) : std::nullopt;
  skip_blanks_at(at);
  if (!to || at >= text_.size() || (text_[at] != ']' && text_[at] != '}')) {
    diagnose(diagnostics_, at_, 1, "A range is written [from TO to]; this was read as text.");
    return false;
  }
  lexeme.includes_to = text_[at] == ']';
  lexeme.from = std::move(*from);
  lexeme.to = std::move(*to);
  at_ = at + 1;
  read_suffixes(lexeme);
  out_.push_back(std::move(lexeme));
  return true;
}

/// `>=5`, `<5` and the like behind the name of a field.
bool Lexer::read_comparison() {
  if (at_ >= text_.size() || (text_[at_] != '<' && text_[at_] != '>')) return false;
  const bool below = text_[at_] == '<';
  std::size_t at = at_ + 1;
  const bool included = at < text_.size() && text_[at] == '=';
  if (included) ++at;
  Lexeme lexeme;
  lexeme.kind = LexKind::kRange;
  lexeme.begin = at_;
  std::optional<std::string>& bound = below ? lexeme.to : lexeme.from;
  (below ? lexeme.includes_to : lexeme.includes_from) = included;
  if (at < text_.size() && opening_quote_at(text_, at).length != 0) {
    auto quoted = read_bound(at);
    if (!quoted) return false;
    bound = std::move(*quoted);
    at_ = at;
    read_suffixes(lexeme);
  } else {
    const WordShape word = scan_word(at);
    const std::size_t end = split_boost(word, at, lexeme);
    if (end == at) return false;
    bound = unescape(at, end);
    at_ = lexeme.end = word.end;
  }
  out_.push_back(std::move(lexeme));
  return true;
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
  if (after_field && (read_range() || read_comparison())) return;
  const bool after_sign = !out_.empty() && (out_.back().kind == LexKind::kMust ||
                                            out_.back().kind == LexKind::kMustNot);
  if ((after_field || after_sign || at_operand_start()) && read_regexp()) return;
  const WordShape word = scan_word(begin);
  Lexeme lexeme;
  lexeme.begin = begin;
  lexeme.end = word.end;
  std::size_t end = split_boost(word, begin, lexeme);
  const std::string_view raw = text_.substr(begin, end - begin);
  if (raw == "*" && !after_field) {
    lexeme.kind = LexKind::kAll;
  } else {
    end = split_fuzzy(word, begin, end, lexeme);
    if (lexeme.kind == LexKind::kFuzzy)
      lexeme.text = unescape(begin, end);
    else
      read_pattern(begin, end, after_field, lexeme);
    if (lexeme.kind == LexKind::kWord && !after_field && end == word.end)
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
