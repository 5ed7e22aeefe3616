#include "izde/transliterator.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <vector>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/alphabet_english.h"
#include "text/alphabet_reader.h"
#include "text/alphabet_writer.h"
#include "text/repair_letters.h"

namespace izde {
namespace {

using internal::kForeignArabic;
using internal::kForeignLatin;
using internal::kNoSourceLetter;
using internal::LetterCode;
using internal::SourceLetter;
using internal::SourceSign;
using internal::WordReader;
using internal::WrittenLetter;

constexpr std::array<std::string_view, 6> kNames{"cyrillic",  "latin2021", "latin2018",
                                                 "latin2017", "chat",      "arabic"};

constexpr SourceLetter kApostrophe = internal::source_letter(U'\'');

const internal::ReadingTable& readings_of(Alphabet alphabet) {
  switch (alphabet) {
    case Alphabet::kLatin2018:
      return internal::kLatin2018Readings;
    case Alphabet::kLatin2017:
      return internal::kLatin2017Readings;
    case Alphabet::kChat:
      return internal::kAnyLatinReadings;
    case Alphabet::kArabic:
      return internal::kArabicReadings;
    default:
      return internal::kLatin2021Readings;
  }
}

constexpr bool is_blank(char c) noexcept { return static_cast<unsigned char>(c) <= ' '; }

bool is_address(std::string_view chunk) {
  return chunk.find('@') != std::string_view::npos || chunk.find("://") != std::string_view::npos ||
         chunk.starts_with("www.");
}

constexpr bool is_ascii_letter(char c) noexcept {
  return static_cast<unsigned char>((c | 0x20) - 'a') < 26;
}

// Walks through a text and copies what is no word or stands in an address.
class Scan {
 public:
  Scan(std::string_view text, std::string& out) : text_(text), out_(out) {}

 protected:
  bool done() const { return at_ >= text_.size(); }
  char byte(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  void copy(std::size_t end) {
    out_.append(text_, at_, end - at_);
    at_ = end;
  }

  // Copies blanks and addresses up to something else.
  void skip_addresses() {
    while (at_ >= chunk_end_ && !done()) {
      std::size_t end = at_;
      while (end < text_.size() && is_blank(text_[end])) ++end;
      copy(end);
      while (end < text_.size() && !is_blank(text_[end])) ++end;
      chunk_end_ = end;
      if (is_address(text_.substr(at_, end - at_))) copy(end);
    }
  }

  std::string_view text_;
  std::string& out_;
  std::size_t at_ = 0;

 private:
  std::size_t chunk_end_ = 0;
};

class FromCyrillic : Scan {
 public:
  FromCyrillic(std::string_view text, Alphabet to, std::string& out) : Scan(text, out), to_(to) {}

  void run() {
    for (skip_addresses(); !done(); skip_addresses()) {
      const std::size_t end = read_word();
      if (end == at_) {
        copy(at_ + internal::code_point_at(text_, at_).length);
      } else if (pure_) {
        internal::write_word(word_, to_, out_);
        at_ = end;
      } else {
        copy(end);
      }
    }
  }

 private:
  std::size_t read_word() {
    word_.clear();
    pure_ = true;
    std::size_t end = at_;
    while (end < text_.size()) {
      const internal::CodePoint read = internal::code_point_at(text_, end);
      if (!internal::is_cyrillic(read.value)) break;
      const internal::LetterCode code = internal::letter_code(read.value);
      pure_ = pure_ && code != internal::kNotALetter;
      if (pure_) word_.push_back({code, internal::letter_of(code) != read.value});
      end += read.length;
    }
    return end;
  }

  Alphabet to_;
  std::vector<WrittenLetter> word_;
  bool pure_ = true;
};

// What words of the text became. Direct-mapped: a word may drive another out.
class SpellingCache {
 public:
  static constexpr std::size_t kMaxWordBytes = 30;

  struct Entry {
    std::uint8_t word_size = 0;  // 0: free
    std::uint8_t spelling_size = 0;
    bool readable = true;
    std::array<char, kMaxWordBytes> word{};
    std::array<char, 47> spelling{};

    std::string_view word_view() const noexcept { return {word.data(), word_size}; }
    std::string_view spelling_view() const noexcept { return {spelling.data(), spelling_size}; }
  };

  explicit SpellingCache(std::size_t text_bytes)
      : entries_(std::bit_ceil(std::clamp<std::size_t>(text_bytes / 64, 1, kMaxEntries))) {}

  Entry& entry_of(std::string_view word) noexcept {
    return entries_[internal::hash64(word) & (entries_.size() - 1)];
  }

  static void keep(Entry& entry, std::string_view word, std::string_view spelling,
                   bool readable) noexcept {
    if (word.size() > entry.word.size() || spelling.size() > entry.spelling.size()) return;
    entry.word_size = static_cast<std::uint8_t>(word.size());
    entry.spelling_size = static_cast<std::uint8_t>(spelling.size());
    entry.readable = readable;
    std::copy(word.begin(), word.end(), entry.word.begin());
    std::copy(spelling.begin(), spelling.end(), entry.spelling.begin());
  }

 private:
  static constexpr std::size_t kMaxEntries = std::size_t{1} << 14;

  std::vector<Entry> entries_;
};

class ToCyrillic : Scan {
 public:
  ToCyrillic(std::string_view text, Alphabet from, std::string& out)
      : Scan(text, out),
        from_(from),
        arabic_(from == Alphabet::kArabic),
        dotless_(from == Alphabet::kLatin2021 || from == Alphabet::kLatin2018),
        marks_(from == Alphabet::kLatin2017 || from == Alphabet::kChat),
        effort_(from == Alphabet::kChat ? WordReader::Effort::kThorough
                                        : WordReader::Effort::kAsNeeded),
        reader_(readings_of(from)),
        cache_(text.size()) {}

  void run() {
    for (skip_addresses(); !done(); skip_addresses()) {
      if (write_known_word()) continue;
      const std::size_t end = read_word();
      if (end == at_) {
        copy_sign();
      } else if (write_unit(end) || (is_readable(end) && write_spelling(end))) {
        at_ = end;
      } else {
        copy(end);
      }
    }
  }

 private:
  // Reads the letters at at_ and returns where they end. A word longer than the reader takes is
  // cut.
  std::size_t read_word() {
    word_.clear();
    capitals_.clear();
    std::size_t end = at_;
    while (end < text_.size() && word_.size() < WordReader::kMaxLetters) {
      const internal::CodePoint read = internal::code_point_at(text_, end);
      const SourceSign sign = internal::source_sign(read.value, dotless_);
      if (sign.letter == kNoSourceLetter || !continues_word(sign.letter, end, end + read.length))
        break;
      word_.push_back(sign.letter);
      capitals_.push_back(sign.capital ? 1 : 0);
      end += read.length;
    }
    return end;
  }

  bool continues_word(SourceLetter letter, std::size_t begin, std::size_t end) const {
    if (internal::is_arabic_source(letter) != arabic_) return false;
    if (letter == internal::source_letter(U'4') || letter == internal::source_letter(U'6'))
      return from_ == Alphabet::kChat && !word_.empty() && is_ascii_letter(byte(begin - 1)) &&
             is_ascii_letter(byte(end));
    if (letter != kApostrophe) return true;
    // A quote at the end of a word that began with one is none of its letters.
    const bool quoted = at_ > 0 && text_[at_ - 1] == '\'' && !is_ascii_letter(byte(end));
    return marks_ && !quoted && !word_.empty() && byte(end) != '\'' && takes_mark(word_.back());
  }

  static bool takes_mark(SourceLetter letter) {
    constexpr std::u32string_view kMarked = U"aginoyusc";
    return kMarked.find(internal::kSourceLetters[letter]) != std::u32string_view::npos;
  }

  // Commands of markup (`\text`) and Roman numerals are no words.
  bool is_readable(std::size_t end) const {
    if (arabic_) return true;
    const std::string_view before = text_.substr(0, at_);
    if (before.ends_with('\\') || before.ends_with("begin{") || before.ends_with("end{"))
      return false;
    const std::string_view word = text_.substr(at_, end - at_);
    return !is_roman(word) && !is_symbol(end);
  }

  // II to XXXIX: what centuries and parts are counted with.
  static bool is_roman(std::string_view word) {
    if (word.size() < 2 || word.find_first_not_of("IVX") != std::string_view::npos) return false;
    const std::size_t tens = std::min(word.find_first_not_of('X'), word.size());
    std::string_view ones = word.substr(tens);
    if (ones == "IX" || ones == "IV") return tens <= 3;
    if (ones.starts_with('V')) ones.remove_prefix(1);
    return tens <= 3 && ones.size() <= 3 && ones.find_first_not_of('I') == std::string_view::npos;
  }

  // Names in formulas: `H_2O`, `NaBr`, `Fe2`, `x+y=2`, `3d^4`, `N=A/Z`. Units (`10 m/s`), initials
  // and points (`A.`, `B)`) are words.
  bool is_symbol(std::size_t end) const {
    if (end - at_ != word_.size()) return false;  // not all ASCII
    const char before = at_ > 0 ? text_[at_ - 1] : '\0';
    const char after = byte(end);
    if (word_.size() == 1 && is_digit(before) && (is_sign(after) || is_digit(after)) &&
        text_[at_] != 'm')
      return true;
    if (word_.size() == 1 && capitals_[0] && stands_in_equation()) return true;
    if (word_.size() <= kLongestSymbol && (after == '_' || (after == ')' && byte(end + 1) == '_')))
      return true;
    if (follows_index()) return true;
    if (follows_number() || before == '.' || text_.substr(0, at_).ends_with("text{")) return false;
    if (word_.size() <= kLongestSymbol && after == '(') return true;
    for (std::size_t i = 1; i + 1 < capitals_.size(); ++i)
      if (capitals_[i] != capitals_[i - 1] && capitals_[i]) return true;
    if (word_.size() > kLongestSymbol || after == '.') return false;
    if (word_.size() > 1) return is_sign(before) || is_sign(after) || is_digit(after);
    if (before != '/' && after != '/' && (is_sign(before) || is_sign(after))) return true;
    constexpr std::string_view kNotAlone = "/-)*";
    return kNotAlone.find(before) == std::string_view::npos &&
           kNotAlone.find(after) == std::string_view::npos;
  }

  // Whether the text between blanks that the word stands in has an equals sign.
  bool stands_in_equation() const {
    std::size_t begin = at_;
    while (begin > 0 && at_ - begin < kLongestEquation && !is_blank(text_[begin - 1])) --begin;
    std::size_t end = at_;
    while (end < text_.size() && end - at_ < kLongestEquation && !is_blank(text_[end])) ++end;
    return text_.substr(begin, end - begin).find('=') != std::string_view::npos;
  }

  // Whether digits below the line stand before the word: O in `H_2O`.
  bool follows_index() const {
    std::size_t at = at_;
    while (at > 0 && is_digit(text_[at - 1])) --at;
    return at < at_ && at > 0 && text_[at - 1] == '_';
  }

  bool follows_number() const {
    std::size_t at = at_;
    while (at > 0 && text_[at - 1] == ' ') --at;
    return at > 0 && is_digit(text_[at - 1]);
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_sign(char c) {
    return std::string_view("=_^{}+\\").find(c) != std::string_view::npos && c != '\0';
  }

  // What a number counts, where letters alone do not tell: joules and hertz.
  bool write_unit(std::size_t end) {
    constexpr std::array<std::array<std::string_view, 2>, 7> kUnits{{{"J", "Дж"},
                                                                     {"kJ", "кДж"},
                                                                     {"MJ", "МДж"},
                                                                     {"Gs", "Гц"},
                                                                     {"kGs", "кГц"},
                                                                     {"MGs", "МГц"},
                                                                     {"GGs", "ГГц"}}};
    if (from_ != Alphabet::kLatin2021 || end - at_ > 3 || !follows_number()) return false;
    for (const auto& [latin, cyrillic] : kUnits)
      if (text_.substr(at_, end - at_) == latin) {
        out_ += cyrillic;
        return true;
      }
    return false;
  }

  // The fast way: a word that was met before, and whose reading does not depend on what stands
  // around it.
  bool write_known_word() {
    const std::size_t limit = std::min(text_.size(), at_ + SpellingCache::kMaxWordBytes + 1);
    std::size_t end = at_;
    while (end < limit && (is_ascii_letter(text_[end]) || (text_[end] & 0x80) != 0)) ++end;
    const bool commands = at_ > 0 && (text_[at_ - 1] == '\\' || text_[at_ - 1] == '{');
    const bool goes_on = marks_ && !is_blank(byte(end));
    if (end - at_ <= kLongestSymbol || commands || goes_on) return false;
    const std::string_view word = text_.substr(at_, end - at_);
    const SpellingCache::Entry& entry = cache_.entry_of(word);
    if (entry.word_view() != word) return false;
    if (entry.readable) {
      out_ += entry.spelling_view();
      at_ = end;
    } else {
      copy(end);
    }
    return true;
  }

  bool write_spelling(std::size_t end) {
    const std::size_t begin = out_.size();
    const bool readable = write_reading();
    const std::string_view word = text_.substr(at_, end - at_);
    const bool camel_case =
        !all_capitals_ && std::find(capitals_.begin() + 1, capitals_.end(), 1) != capitals_.end();
    if (word_.size() > kLongestSymbol && !camel_case)
      SpellingCache::keep(cache_.entry_of(word), word, std::string_view(out_).substr(begin),
                          readable);
    return readable;
  }

  bool write_reading() {
    bool letter_by_letter = reads_letter_by_letter();
    auto read = reader_.read(word_, letter_by_letter ? WordReader::Effort::kFirst : effort_);
    if (all_capitals_ && !letter_by_letter && word_.size() <= kLongestAcronym &&
        !reader_.is_known()) {
      read = reader_.read(word_, WordReader::Effort::kFirst);
      letter_by_letter = true;
    }
    if (read.empty() || is_foreign()) return false;
    written_.clear();
    for (std::size_t i = 0; i < read.size(); ++i) {
      const bool again = i > 0 && read[i - 1].source == read[i].source;
      const LetterCode code =
          letter_by_letter && is_reversed_e(read[i].code, i) ? kReversedE : read[i].code;
      written_.push_back({code, capitals_[read[i].source] != 0 && (!again || all_capitals_)});
    }
    internal::write_word(written_, Alphabet::kCyrillic, out_);
    return true;
  }

  // In abbreviations э is the usual e: inside of those in capitals, where a word of its own begins
  // (`JES`, ЖЭС), and of `b. e. d.`, б. э. д.
  bool is_reversed_e(LetterCode code, std::size_t at) const {
    if (arabic_ || code != internal::cyrillic(U'е')) return false;
    if (word_.size() == 1) return !capitals_[0] && byte(at_ + 1) == '.';
    return all_capitals_ && at > 0;
  }

  static bool is_vowel(SourceLetter letter) {
    constexpr std::u32string_view kVowels = U"aeiouyıäöüūáóúýïəاەوىۇۋيٵٶٷٸ";
    return kVowels.find(internal::kSourceLetters[letter]) != std::u32string_view::npos;
  }

  bool is_element() const {
    constexpr std::u32string_view kElements =
        U"he li be ne na mg al si cl ar ca sc ti cr mn fe co ni cu zn ga ge as se br kr rb sr zr "
        U"nb mo tc ru rh pd ag cd in "
        U"sn sb te xe cs ba la ce hf ta re os ir pt au hg tl pb bi po at rn fr ra ac th pa np pu "
        U"am";
    const char32_t symbol[] = {internal::kSourceLetters[word_[0]],
                               internal::kSourceLetters[word_[1]]};
    const std::size_t at = kElements.find(std::u32string_view(symbol, 2));
    return at != std::u32string_view::npos && at % 3 == 0 && !follows_number();
  }

  // The model knows words, and neither abbreviations nor units.
  bool reads_letter_by_letter() {
    all_capitals_ =
        word_.size() > 1 && std::find(capitals_.begin(), capitals_.end(), 0) == capitals_.end();
    const bool vowel = std::any_of(word_.begin(), word_.end(), is_vowel);
    return word_.size() == 1 || !vowel || (all_capitals_ && word_.size() == 2);
  }

  bool is_foreign() const {
    if (arabic_ || reader_.is_known()) return false;
    if (word_.size() == 2) return capitals_[0] && !capitals_[1] && is_element();
    if (from_ != Alphabet::kChat && (capitals_[0] || !internal::looks_english(word_))) return false;
    return internal::is_common_english(word_) && !reader_.has_root();
  }

  void copy_sign() {
    const internal::CodePoint read = internal::code_point_at(text_, at_);
    if (arabic_) {
      if (const char32_t sign = arabic_sign(read.value); sign != read.value) {
        if (sign != 0) internal::append_code_point(out_, sign);
        at_ += read.length;
        return;
      }
    }
    copy(at_ + read.length);
  }

  // Signs of Arabic script as Cyrillic text has them; 0: none.
  static char32_t arabic_sign(char32_t c) {
    switch (c) {
      case U'،':
        return U',';
      case U'؛':
        return U';';
      case U'؟':
        return U'?';
      case U'٪':
        return U'%';
      case 0x640:  // tatweel
        return 0;
      default:
        if (c >= 0x660 && c <= 0x669) return c - 0x660 + U'0';
        return c >= 0x6F0 && c <= 0x6F9 ? c - 0x6F0 + U'0' : c;
    }
  }

  static constexpr LetterCode kReversedE = internal::cyrillic(U'э');
  static constexpr std::size_t kLongestSymbol = 3;
  static constexpr std::size_t kLongestAcronym = 4;
  static constexpr std::size_t kLongestEquation = 64;

  Alphabet from_;
  bool arabic_;
  bool dotless_;
  bool marks_;
  bool all_capitals_ = false;
  WordReader::Effort effort_;  // for words
  WordReader reader_;
  SpellingCache cache_;
  std::vector<SourceLetter> word_;
  std::vector<std::uint8_t> capitals_;
  std::vector<WrittenLetter> written_;
};

}  // namespace

std::string_view to_string(Alphabet alphabet) noexcept {
  return kNames[static_cast<std::size_t>(alphabet)];
}

std::optional<Alphabet> alphabet_from_name(std::string_view name) noexcept {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Alphabet>(found - kNames.begin());
}

std::string transliterate(std::string_view text, Alphabet from, Alphabet to) {
  if (from == to) return std::string(text);
  std::string in_cyrillic;
  if (from != Alphabet::kCyrillic) {
    in_cyrillic.reserve(2 * text.size());
    ToCyrillic(text, from, in_cyrillic).run();
    if (to == Alphabet::kCyrillic) return in_cyrillic;
    text = in_cyrillic;
  }
  std::string out;
  out.reserve(text.size());
  FromCyrillic(text, to, out).run();
  return out;
}

}  // namespace izde
