#include "text/repair_context.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "text/repair_letters.h"

namespace izde::internal {
namespace {

constexpr bool is_space(char32_t c) { return c == U' ' || c == U'\t' || c == 0xA0; }
constexpr bool is_line_break(char32_t c) { return c == U'\n' || c == U'\r'; }

constexpr bool opens(char32_t c) {
  constexpr std::u32string_view kMarks = U"«»“”„‘’\"'—–-•*";
  return kMarks.find(c) != std::u32string_view::npos;
}

constexpr bool closes_sentence(char32_t c) {
  constexpr std::u32string_view kMarks = U".!?…";
  return kMarks.find(c) != std::u32string_view::npos;
}

}  // namespace

bool TextContext::is_found_letter(std::size_t at) const {
  return std::binary_search(letters_.begin(), letters_.end(), at);
}

bool TextContext::begins_sentence(std::size_t at) const {
  while (at > 0) {
    const std::size_t before = code_point_before(text_, at);
    const char32_t c = code_point_at(text_, before).value;
    if (c == U'?' && is_found_letter(before)) return false;
    if (is_line_break(c) || closes_sentence(c)) return true;
    if (!is_space(c) && !opens(c)) return false;
    at = before;
  }
  return true;
}

namespace {

// Whether `text` ends in a word that is commonly cut short with a full stop: 1845 ж., Алматы обл.
bool is_abbreviation(std::string_view text) {
  constexpr std::string_view kWords[] = {
      "ж",  "жж", "ғ", "ғғ", "б",   "т",    "с",  "қ",  "обл", "ауд", "км",   "м",   "мм",
      "см", "кг", "г", "кв", "млн", "млрд", "шт", "др", "?",   "оңт", "солт", "шығ", "бат"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) {
    if (!text.ends_with(word)) return false;
    const std::size_t begin = text.size() - word.size();
    return begin == 0 || !is_letter(code_point_at(text, code_point_before(text, begin)).value);
  });
}

}  // namespace

Before TextContext::what_precedes(std::size_t at) const {
  Before out;
  out.quote = follows_quote(at);
  out.begins_sentence = begins_sentence(at);
  if (at == 0) return out;
  out.hyphen = text_[at - 1] == '-';
  std::size_t end = at;
  while (end > 0 && text_[end - 1] == ' ') --end;
  if (end == 0) return out;
  const std::size_t last = code_point_before(text_, end);
  const char32_t mark = code_point_at(text_, last).value;
  out.dash = end < at && (mark == U'–' || mark == U'—' || mark == U'-');
  out.comma = end < at && mark == U',';
  out.abbreviation = mark == U'.' && is_abbreviation(text_.substr(0, last));
  return out;
}

float TextContext::capitals_behind_commas() const {
  if (capitals_behind_commas_ >= 0) return capitals_behind_commas_;
  float words = 0;
  float capitals = 0;
  for (std::size_t at = 0; (at = text_.find(", ", at)) != text_.npos;) {
    at += 2;
    if (at >= text_.size()) break;
    const char32_t first = code_point_at(text_, at).value;
    if (!is_letter(first)) continue;
    words += 1;
    capitals += is_capital(first) ? 1.0F : 0.0F;
  }
  constexpr float kFew = 6;
  return capitals_behind_commas_ = words < kFew ? 0 : capitals / words;
}

Follows TextContext::what_follows(std::size_t at) const {
  constexpr std::u32string_view kPunctuation = U".,;:!)»”…-/";
  for (bool at_once = true; at < text_.size(); at_once = false) {
    const CodePoint read = code_point_at(text_, at);
    if (is_line_break(read.value)) return Follows::kNothing;
    if (is_letter(read.value)) return is_capital(read.value) ? Follows::kCapital : Follows::kLower;
    if (at_once && kPunctuation.find(read.value) != std::u32string_view::npos)
      return Follows::kPunctuation;
    at += read.length;
    if (is_space(read.value)) continue;
    // Holes before a letter are letters, of unknown case; most are lower case.
    while (at < text_.size() && is_hole(code_point_at(text_, at).value))
      at += code_point_at(text_, at).length;
    if (is_hole(read.value) && at < text_.size() && is_cyrillic(code_point_at(text_, at).value))
      return Follows::kLower;
    return Follows::kOther;
  }
  return Follows::kNothing;
}

bool TextContext::follows_name(std::size_t at) const {
  while (at > 0 && text_[at - 1] == ' ') --at;
  std::size_t begin = at;
  char32_t first = 0;
  while (begin > 0) {
    const std::size_t before = code_point_before(text_, begin);
    const char32_t c = code_point_at(text_, before).value;
    if (!is_letter(c) && !is_found_letter(before)) break;
    first = c;
    begin = before;
  }
  if (first == 0 || !is_letter(first) || !is_capital(first)) return false;
  if (!begins_sentence(begin)) return true;
  const KnownWord known = look_up_word(word_before(at + 1));
  return known.known && known.letter_case == WordCase::kTitle;
}

bool TextContext::follows_quote(std::size_t at) const {
  constexpr std::u32string_view kQuotes = U"«“„\"";
  return at > 0 &&
         kQuotes.find(code_point_at(text_, code_point_before(text_, at)).value) != kQuotes.npos;
}

bool TextContext::follows_closing_quote(std::size_t at) const {
  constexpr std::u32string_view kQuotes = U"»”\"";
  if (at < 2 || text_[at - 1] != ' ') return false;
  return kQuotes.find(code_point_at(text_, code_point_before(text_, at - 1)).value) != kQuotes.npos;
}

char32_t TextContext::letter_before(std::size_t at) const {
  while (at > 0 && text_[at - 1] == ' ') --at;
  if (at == 0) return 0;
  const char32_t c = code_point_at(text_, code_point_before(text_, at)).value;
  return is_letter(c) ? c : 0;
}

namespace {

// Adds `c` to `word`. Returns false when it ends the word; one with a strange letter becomes empty
// for good.
bool take_letter(char32_t c, std::vector<LetterCode>& word, bool& fine) {
  if (!is_letter(c) && !is_hole(c)) return false;
  word.push_back(letter_code(c));
  fine = fine && word.back() != kNotALetter;
  return true;
}

constexpr bool joins_words(char c) { return c == ' ' || c == '-'; }

}  // namespace

namespace {

// `c` as signs of neighbours know it.
LetterCode folded_code(char32_t c) {
  constexpr std::u32string_view kLost = U"әғқңөұүһі";
  if (is_hole(c)) return kMayBeLost;
  const LetterCode code = letter_code(c);
  if (code == kNotALetter) return kAnyOther;
  return kLost.find(letter_of(code)) != kLost.npos ? kMayBeLost : code;
}

bool is_letter_or_hole(char32_t c) { return is_letter(c) || is_hole(c); }

std::span<const LetterCode> last_letters(const std::vector<LetterCode>& word, std::size_t most) {
  return std::span(word).last(std::min(most, word.size()));
}

EndingSign sign_of_mark(char32_t c) {
  switch (c) {
    case U',':
      return EndingSign::kComma;
    case U'.':
      return EndingSign::kFullStop;
    case U'-':
      return EndingSign::kHyphen;
    default:
      return EndingSign::kOtherMark;
  }
}

}  // namespace

std::vector<LetterCode> TextContext::next_letters(std::size_t at) const {
  std::vector<LetterCode> letters;
  if (at >= text_.size() || text_[at] != ' ') return letters;
  for (++at; at < text_.size() && letters.size() < 4;) {
    const CodePoint read = code_point_at(text_, at);
    if (!is_letter_or_hole(read.value)) break;
    letters.push_back(folded_code(read.value));
    at += read.length;
  }
  return letters;
}

float TextContext::log_genitive_at(std::size_t begin, std::size_t end) const {
  float sum = 0;
  std::vector<LetterCode> word;
  if (end < text_.size() && text_[end] != ' ')
    sum += log_genitive(sign_of_mark(code_point_at(text_, end).value), {});
  std::size_t at = end;
  for (const bool next : {true, false}) {
    if (at >= text_.size() || text_[at] != ' ') break;
    word.clear();
    for (++at; at < text_.size();) {
      const CodePoint read = code_point_at(text_, at);
      if (!is_letter_or_hole(read.value)) break;
      word.push_back(folded_code(read.value));
      at += read.length;
    }
    if (word.empty()) break;
    sum += log_genitive(next ? EndingSign::kNextWord : EndingSign::kSecondNextWord,
                        last_letters(word, 4)) +
           log_genitive(next ? EndingSign::kNextEnding : EndingSign::kSecondNextEnding,
                        last_letters(word, 2));
  }
  if (begin == 0 || text_[begin - 1] != ' ') return sum;
  word.clear();
  for (at = begin - 1; at > 0 && word.size() < 3;) {
    at = code_point_before(text_, at);
    const char32_t c = code_point_at(text_, at).value;
    if (!is_letter_or_hole(c)) break;
    word.insert(word.begin(), folded_code(c));
  }
  return word.empty() ? sum : sum + log_genitive(EndingSign::kWordBefore, word);
}

std::vector<LetterCode> TextContext::word_before(std::size_t at) const {
  if (at == 0 || !joins_words(text_[at - 1])) return {};
  --at;
  if (at == found_end_) return found_word_;
  std::vector<LetterCode> word;
  bool fine = true;
  while (at > 0) {
    const std::size_t before = code_point_before(text_, at);
    if (!take_letter(code_point_at(text_, before).value, word, fine)) break;
    at = before;
  }
  std::reverse(word.begin(), word.end());
  return fine ? word : std::vector<LetterCode>{};
}

std::vector<LetterCode> TextContext::word_behind(std::size_t at) const {
  if (at >= text_.size() || !joins_words(text_[at])) return {};
  ++at;
  std::vector<LetterCode> word;
  bool fine = true;
  while (at < text_.size()) {
    const CodePoint read = code_point_at(text_, at);
    if (!take_letter(read.value, word, fine)) break;
    at += read.length;
  }
  return fine ? word : std::vector<LetterCode>{};
}

bool has_letter_beyond_1251(std::string_view text) {
  constexpr std::string_view kLetters[] = {"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ"};
  return std::any_of(std::begin(kLetters), std::end(kLetters), [&](std::string_view letter) {
    return text.find(letter) != std::string_view::npos;
  });
}

DottedI find_dotted_i(std::string_view text) {
  DottedI out;
  out.seen = text.find("і") != std::string_view::npos || text.find("І") != std::string_view::npos;
  if (out.seen) return out;
  for (const char c : text) out.letters += (static_cast<unsigned char>(c) & 0xFCU) == 0xD0U ? 1 : 0;
  return out;
}

}  // namespace izde::internal
