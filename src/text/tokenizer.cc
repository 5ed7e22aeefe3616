#include "text/tokenizer.h"

#include <cstdint>

#include "text/ending.h"
#include "text/link.h"
#include "text/token_scan.h"
#include "text/word_break.h"

namespace izde::internal {

/// A word of UAX #29 and what it is made of.
struct Tokenizer::Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  unsigned seen = 0;  // the entries of its characters, or-ed

  bool has(WordClass c) const noexcept { return (seen & static_cast<unsigned>(c)) != 0; }
  bool has_lower() const noexcept { return (seen & kLetter) != 0; }
  bool is_upper() const noexcept { return (seen & (kUpper | kLetter)) == kUpper; }
  bool is_number() const noexcept {
    constexpr unsigned kLetters = static_cast<unsigned>(WordClass::kALetter) |
                                  static_cast<unsigned>(WordClass::kHebrewLetter) |
                                  static_cast<unsigned>(WordClass::kKatakana);
    return has(WordClass::kNumeric) && (seen & kLetters) == 0;
  }
};

namespace {

using enum WordClass;

constexpr std::size_t kMinAcronymLetters = 2;
constexpr std::size_t kMaxAcronymLetters = 6;

constexpr unsigned mask(WordClass c) noexcept { return 1U << static_cast<unsigned>(c); }

// Letters, digits and connectors follow one another in any order without a break.
constexpr bool is_word_part(unsigned entry) noexcept {
  constexpr unsigned kParts = mask(kNumeric) | mask(kExtendNumLet) | mask(kALetter);
  return ((kParts >> (entry & kClassMask)) & 1U) != 0;
}

// Besides letters and digits a word may be an ideograph, or a lone sign that UAX #29 counts as a
// letter.
constexpr bool is_word_begin(unsigned entry) noexcept {
  constexpr unsigned kBegins =
      mask(kNumeric) | mask(kALetter) | mask(kHebrewLetter) | mask(kKatakana);
  return (entry & (kUpper | kLetter)) != 0 || ((kBegins >> (entry & kClassMask)) & 1U) != 0;
}

// Whether the word whose last character has class `last` may reach beyond `at`, where no letter,
// digit or connector follows. Answers quickly for blanks and the punctuation that ends most words.
bool may_go_on(std::string_view text, std::size_t at, WordClass last) noexcept {
  const unsigned char first = byte_at(text, at);
  if (first < 0x80) {
    if (first == '.' || first == ',') return last == kNumeric;
    return first == '\'' || first == '`';
  }
  const WordClass next = word_char_at(text, at).word_class();
  return next != kOther || apostrophe_length(text, at) != 0 || byte_at(text, at) == 0xE2;
}

// Moves `at` over letters, digits and connectors of one and two bytes as long as two bytes are
// left: the fast path. Ors their entries to `seen`; `last` is the class of the last one.
void read_letters(std::string_view text, std::size_t& at, unsigned& seen,
                  WordClass& last) noexcept {
  const std::uint8_t* const table = kWordClassDirect;
  std::size_t i = at;
  unsigned last_entry = 0;
  while (i + 1 < text.size()) {
    const auto first = static_cast<unsigned char>(text[i]);
    unsigned entry;
    std::size_t length = 1;
    if (first >= 0x80) {
      const unsigned trail = static_cast<unsigned char>(text[i + 1]) ^ 0x80U;
      if (first - 0xC2U >= 0xE0U - 0xC2U || trail >= 0x40) break;
      entry = table[((first & 0x1FU) << 6U) | trail];
      length = 2;
    } else {
      entry = table[first];
    }
    if (!is_word_part(entry)) break;
    seen |= entry;
    last_entry = entry;
    i += length;
  }
  at = i;
  last = static_cast<WordClass>(last_entry & kClassMask);
}

constexpr bool may_be_inside_link(unsigned char c) noexcept {
  return c == '@' || c == ':' || c == '.' || c == '-' || c == '+' || c == '%';
}

// Whether a word that ends at `at` ends there for good: neither goes on nor hangs on a hyphen.
bool is_word_end(std::string_view text, std::size_t at) noexcept {
  unsigned seen = 0;
  if (extend_word(text, at, kALetter, WordRules::kKazakh, seen) != at) return false;
  const std::size_t hyphen = hyphen_length(text, at);
  if (hyphen == 0 || at + hyphen >= text.size()) return true;
  return (word_char_at(text, at + hyphen).entry & (kUpper | kLetter)) == 0;
}

bool is_acronym(std::string_view text) noexcept {
  std::size_t letters = 0;
  for (const char c : text) letters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return letters >= kMinAcronymLetters && letters <= kMaxAcronymLetters;
}

// Whether `text` has no Cyrillic vowel: no word of Kazakh or Russian that stands alone.
bool is_abbreviation(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const unsigned value = two_bytes_at(text, at);
    if (is_cyrillic(value) && is_cyrillic_vowel(kFoldingDirect[value])) return false;
  }
  return true;
}

EndingHost host_of(TokenKind kind, std::string_view core) noexcept {
  if (kind == TokenKind::kNumber) return EndingHost::kNumber;
  return kind != TokenKind::kWord || is_abbreviation(core) ? EndingHost::kAcronym
                                                           : EndingHost::kWord;
}

// `at` is behind a number; returns the end of the percent or degree sign that belongs to it.
std::size_t sign_end(std::string_view text, std::size_t at) noexcept {
  if (byte_at(text, at) == 0xC2 && byte_at(text, at + 1) == 0xB0) return at + 2;  // °
  std::size_t sign = at + digit_blank_length(text, at);
  if (byte_at(text, sign) == ' ') ++sign;
  if (byte_at(text, sign) == '%') return sign + 1;
  return text.substr(sign, 3) == "‰" ? sign + 3 : at;
}

// `at` is behind one to three digits; returns the end of the groups of three that follow, blank by
// blank.
std::size_t digit_groups_end(std::string_view text, std::size_t at) noexcept {
  for (;;) {
    const std::size_t blank = digit_blank_length(text, at);
    if (blank == 0 || ascii_digits_end(text, at + blank) != at + blank + 3) return at;
    at += blank + 3;
  }
}

// Returns the end of the ASCII digits at `at`, with single commas and full stops between them.
std::size_t decimal_end(std::string_view text, std::size_t at) noexcept {
  std::size_t end = ascii_digits_end(text, at);
  while ((byte_at(text, end) == ',' || byte_at(text, end) == '.') &&
         is_ascii_digit(byte_at(text, end + 1)))
    end = ascii_digits_end(text, end + 1);
  return end;
}

}  // namespace

bool Tokenizer::next(RawToken& token) noexcept {
  while (find_start()) {
    const Run run = read_word(at_);
    at_ = run.end;
    if (is_plain(run)) {
      token = {run.begin, run.end, run.begin, run.end, TokenKind::kWord};
    } else if (!finish(run, token)) {
      continue;
    }
    last_end_ = token.end;
    return true;
  }
  return false;
}

// Most words: no capital, digit or connector in it, no sign beside it that could mean more.
bool Tokenizer::is_plain(const Run& run) const noexcept {
  constexpr unsigned kSpecial =
      kUpper | static_cast<unsigned>(kNumeric) | static_cast<unsigned>(kExtendNumLet);
  const unsigned char next = byte_at(text_, run.end);
  const unsigned char before = run.begin == 0 ? 0 : byte_at(text_, run.begin - 1);
  return (run.seen & kSpecial) == 0 && byte_at(text_, run.begin) >= 0x80 && next != '-' &&
         next != 0xE2 && before != '#' && before != '@';
}

bool Tokenizer::find_start() noexcept {
  while (at_ < text_.size()) {
    const auto first = static_cast<unsigned char>(text_[at_]);
    if (first < 0x80) {
      if (is_word_part(kWordClassDirect[first])) return true;
      ++at_;
      continue;
    }
    if (const unsigned value = two_bytes_at(text_, at_)) {
      const unsigned entry = kWordClassDirect[value];
      if (is_word_begin(entry)) return true;
      at_ += 2;
      continue;
    }
    const WordChar c = word_char_at(text_, at_);
    if (is_word_begin(c.entry)) return true;
    at_ += c.length;
  }
  return false;
}

Tokenizer::Run Tokenizer::read_word(std::size_t begin) const noexcept {
  Run run{begin, begin, 0};
  WordClass last = kOther;
  read_letters(text_, run.end, run.seen, last);
  for (;;) {
    const unsigned char first = byte_at(text_, run.end);
    std::size_t length = 1;
    unsigned entry = kWordClassDirect[first];
    if (first >= 0x80) {
      const unsigned value = two_bytes_at(text_, run.end);
      length = 2;
      entry = kWordClassDirect[value];
      if (value == 0) {
        const WordChar c = word_char_at(text_, run.end);
        length = c.length;
        entry = c.word_class() == kExtendNumLet ? 0 : c.entry;  // of these only _ joins words
      }
    }
    if (!is_word_part(entry)) break;
    run.seen |= entry;
    last = static_cast<WordClass>(entry & kClassMask);
    run.end += length;
  }
  if (last == kOther) {  // Hebrew, Katakana, an ideograph
    run.seen = word_char_at(text_, begin).entry;
    run.end = next_word_boundary(text_, begin, WordRules::kKazakh);
    if (text_.substr(begin, run.end - begin).find('_') != std::string_view::npos)
      run.seen |= static_cast<unsigned>(kExtendNumLet);
  } else if (may_go_on(text_, run.end, last)) {
    run.end = extend_word(text_, run.end, last, WordRules::kKazakh, run.seen);
  }
  return run;
}

bool Tokenizer::finish(Run run, RawToken& token) noexcept {
  const std::size_t written_begin = run.begin;
  if (run.has(kExtendNumLet)) {  // connectors around a word are mark-up
    if (run.seen == static_cast<unsigned>(kExtendNumLet)) return false;
    while (run.begin < run.end && text_[run.begin] == '_') ++run.begin;
    while (run.begin < run.end && text_[run.end - 1] == '_') --run.end;
  }
  token = {run.begin, run.end, run.begin, run.end, TokenKind::kWord};
  if (take_link(token)) return true;
  if (run.is_number()) {
    take_number(token);
  } else {
    take_word(run, token);
  }
  take_ending(token, run.has_lower());
  if (written_begin == token.begin && token.kind != TokenKind::kNumber) take_tag_sign(token);
  return true;
}

bool Tokenizer::take_link(RawToken& token) noexcept {
  if (!may_be_inside_link(byte_at(text_, token.end)) ||
      !is_ascii_alnum(byte_at(text_, token.begin)))
    return false;
  const Link link = link_at(text_, token.begin);
  if (!link || link.end < token.end) return false;
  token.kind = link.kind;
  at_ = token.end = token.core_end = link.end;
  // An ending behind a domain stands outside the link, behind a path it looks like a part of it.
  const std::string_view whole = text_.substr(token.begin, token.end - token.begin);
  const std::size_t hyphen = whole.rfind('-');
  if (hyphen != std::string_view::npos && hyphen != 0) {
    const CyrillicRun ending(text_, token.begin + hyphen + 1);
    if (ending.end() == token.end && is_ending(ending.text(), EndingHost::kAcronym))
      token.core_end = token.begin + hyphen;
  }
  if (token.core_end == token.end) take_ending(token, true);
  return true;
}

void Tokenizer::take_number(RawToken& token) noexcept {
  token.kind = TokenKind::kNumber;
  if (token.end - token.begin <= 3 && ascii_digits_end(text_, token.begin) == token.end) {
    const std::size_t groups = digit_groups_end(text_, token.end);
    if (groups != token.end) token.core_end = decimal_end(text_, groups - 3);
  }
  token.end = sign_end(text_, token.core_end);
  at_ = token.end;
}

void Tokenizer::take_word(const Run& run, RawToken& token) noexcept {
  const std::string_view core = text_.substr(run.begin, run.end - run.begin);
  if (is_ascii_digit(byte_at(core, 0))) {
    split_glued_number(run, token);
  } else if ((run.seen & kUpper) != 0 || is_ascii_alnum(byte_at(core, 0))) {
    if (run.is_upper() && !run.has(kNumeric) && is_acronym(core)) {
      token.kind = TokenKind::kAcronym;
    } else {
      split_glued_ending(run, token);
    }
  }
}

// `3ші` is a number with its ending, `2017жылы` a number and a word; `2ГИС` and `5G` stay whole.
void Tokenizer::split_glued_number(const Run& run, RawToken& token) noexcept {
  const std::size_t split = decimal_end(text_, run.begin);
  const CyrillicRun rest(text_, split);
  if (rest.text().empty() || rest.end() != run.end || !rest.is_lower()) return;
  const bool ending = is_ending(rest.text(), EndingHost::kNumber);
  // One letter: `5а` is the name of a class; but `2024ж` and `2024г` are years.
  const bool year = split - run.begin >= 4 && (rest.text() == "ж" || rest.text() == "г");
  if (!ending && !year && rest.text().size() <= 2) return;
  token.kind = TokenKind::kNumber;
  token.core_end = split;
  if (!ending) at_ = token.end = split;
}

// `АҚШтың`, `АҚШ’тың`, `iPhone’ды`: capitals or Latin letters with an ending in lower-case
// Cyrillic.
void Tokenizer::split_glued_ending(const Run& run, RawToken& token) noexcept {
  std::size_t split = run.begin;
  std::size_t letters = 0;
  bool upper = true;
  bool latin = true;
  for (; split < run.end; ++letters) {
    const unsigned char first = byte_at(text_, split);
    const unsigned value = first < 0x80 ? first : two_bytes_at(text_, split);
    const bool capital = (kWordClassDirect[value] & kUpper) != 0;
    if (is_ascii_alnum(first)) {
      upper &= capital;
    } else if (is_cyrillic(value) && capital) {
      latin = false;
    } else {
      break;
    }
    split += first < 0x80 ? 1 : 2;
  }
  if (letters < kMinAcronymLetters || !(upper || latin)) return;
  const CyrillicRun rest(text_, split + apostrophe_length(text_, split));
  if (rest.end() != run.end || !rest.is_lower() || rest.text().size() <= 2 ||
      !is_ending(rest.text(), EndingHost::kAcronym))
    return;
  token.core_end = split;
  if (upper && is_acronym(text_.substr(run.begin, split - run.begin)))
    token.kind = TokenKind::kAcronym;
}

// `54,7%-ға`, `АҚШ-тың`, `сондай-ақ`: what follows the hyphen is an ending.
void Tokenizer::take_ending(RawToken& token, bool has_lower) noexcept {
  std::size_t sign = hyphen_length(text_, token.end);
  if (sign == 0 && token.kind == TokenKind::kNumber) sign = apostrophe_length(text_, token.end);
  if (sign == 0) return;
  const CyrillicRun ending(text_, token.end + sign);
  const bool same_case = ending.is_lower() || (ending.is_upper() && !has_lower);
  if (ending.text().empty() || !same_case) return;
  const std::string_view core = text_.substr(token.core_begin, token.core_end - token.core_begin);
  if (!is_ending(ending.text(), host_of(token.kind, core)) || !is_word_end(text_, ending.end()))
    return;
  at_ = token.end = ending.end();
}

// `#қазақстан`, `@izde`, but neither `C#қ` nor `a@b`.
void Tokenizer::take_tag_sign(RawToken& token) const noexcept {
  if (token.begin == 0) return;
  const std::size_t sign = token.begin - 1;
  if (text_[sign] != '#' && text_[sign] != '@') return;
  if (sign != 0 && sign <= last_end_) return;  // behind a word
  token.begin = sign;
  token.kind = TokenKind::kTag;
}

}  // namespace izde::internal
