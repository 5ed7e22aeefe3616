#include "text/alphabet_writer.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace izde::internal {
namespace {

using Spellings = std::array<std::u32string_view, kCyrillicLetterCount>;

struct Spelled {
  char32_t letter;
  std::u32string_view as;
};

template <std::size_t kOwn>
constexpr Spellings spellings(const Spelled (&own)[kOwn]) {
  constexpr Spelled kShared[] = {
      {U'а', U"a"}, {U'б', U"b"},  {U'в', U"v"}, {U'г', U"g"}, {U'д', U"d"},
      {U'е', U"e"}, {U'ж', U"j"},  {U'з', U"z"}, {U'к', U"k"}, {U'қ', U"q"},
      {U'л', U"l"}, {U'м', U"m"},  {U'н', U"n"}, {U'о', U"o"}, {U'п', U"p"},
      {U'р', U"r"}, {U'с', U"s"},  {U'т', U"t"}, {U'ф', U"f"}, {U'х', U"h"},
      {U'һ', U"h"}, {U'ч', U"ch"}, {U'э', U"e"}, {U'ы', U"y"}, {U'і', U"i"}};
  Spellings table{};
  for (const Spelled& spelled : kShared) table[cyrillic(spelled.letter)] = spelled.as;
  for (const Spelled& spelled : own) table[cyrillic(spelled.letter)] = spelled.as;
  return table;
}

constexpr Spellings k2021 = spellings({{U'ә', U"ä"},
                                       {U'ғ', U"ğ"},
                                       {U'ё', U"io"},
                                       {U'и', U"i"},
                                       {U'й', U"i"},
                                       {U'ң', U"ñ"},
                                       {U'ө', U"ö"},
                                       {U'у', U"u"},
                                       {U'ұ', U"ū"},
                                       {U'ү', U"ü"},
                                       {U'ц', U"s"},
                                       {U'ш', U"ş"},
                                       {U'щ', U"şş"},
                                       {U'і', U"ı"},
                                       {U'ю', U"iu"},
                                       {U'я', U"ia"}});
constexpr Spellings k2018 = spellings({{U'ә', U"á"},
                                       {U'ғ', U"ǵ"},
                                       {U'ё', U"ıo"},
                                       {U'и', U"ı"},
                                       {U'й', U"ı"},
                                       {U'ң', U"ń"},
                                       {U'ө', U"ó"},
                                       {U'у', U"ý"},
                                       {U'ұ', U"u"},
                                       {U'ү', U"ú"},
                                       {U'ц', U"ts"},
                                       {U'ш', U"sh"},
                                       {U'щ', U"sh"},
                                       {U'ю', U"ıý"},
                                       {U'я', U"ıa"}});
constexpr Spellings k2017 = spellings({{U'ә', U"a'"},
                                       {U'ғ', U"g'"},
                                       {U'ё', U"i'o"},
                                       {U'и', U"i'"},
                                       {U'й', U"i'"},
                                       {U'ң', U"n'"},
                                       {U'ө', U"o'"},
                                       {U'у', U"y'"},
                                       {U'ұ', U"u"},
                                       {U'ү', U"u'"},
                                       {U'ц', U"ts"},
                                       {U'ч', U"c'"},
                                       {U'ш', U"s'"},
                                       {U'щ', U"s'"},
                                       {U'ю', U"i'y'"},
                                       {U'я', U"i'a"}});
constexpr Spellings kChat = spellings({{U'ә', U"a"},
                                       {U'ғ', U"g"},
                                       {U'ё', U"yo"},
                                       {U'и', U"i"},
                                       {U'й', U"i"},
                                       {U'ң', U"n"},
                                       {U'ө', U"o"},
                                       {U'у', U"u"},
                                       {U'ұ', U"u"},
                                       {U'ү', U"u"},
                                       {U'ц', U"ts"},
                                       {U'ш', U"sh"},
                                       {U'щ', U"sh"},
                                       {U'ю', U"yu"},
                                       {U'я', U"ya"}});
constexpr Spellings kArabic = spellings(
    {{U'а', U"ا"}, {U'ә', U"ا"},  {U'б', U"ب"},  {U'в', U"ۆ"}, {U'г', U"گ"},  {U'ғ', U"ع"},
     {U'д', U"د"}, {U'е', U"ە"},  {U'ё', U"يو"}, {U'ж', U"ج"}, {U'з', U"ز"},  {U'и', U"ي"},
     {U'й', U"ي"}, {U'к', U"ك"},  {U'қ', U"ق"},  {U'л', U"ل"}, {U'м', U"م"},  {U'н', U"ن"},
     {U'ң', U"ڭ"}, {U'о', U"و"},  {U'ө', U"و"},  {U'п', U"پ"}, {U'р', U"ر"},  {U'с', U"س"},
     {U'т', U"ت"}, {U'у', U"ۋ"},  {U'ұ', U"ۇ"},  {U'ү', U"ۇ"}, {U'ф', U"ف"},  {U'х', U"ح"},
     {U'һ', U"ھ"}, {U'ц', U"تس"}, {U'ч', U"چ"},  {U'ш', U"ش"}, {U'щ', U"شش"}, {U'ы', U"ى"},
     {U'і', U"ى"}, {U'э', U"ە"},  {U'ю', U"يۋ"}, {U'я', U"يا"}});

constexpr const Spellings& spellings_of(Alphabet alphabet) {
  switch (alphabet) {
    case Alphabet::kLatin2018:
      return k2018;
    case Alphabet::kLatin2017:
      return k2017;
    case Alphabet::kChat:
      return kChat;
    case Alphabet::kArabic:
      return kArabic;
    default:
      return k2021;
  }
}

constexpr LetterCode kI = cyrillic(U'и');
constexpr LetterCode kShortI = cyrillic(U'й');
constexpr LetterCode kSoftSign = cyrillic(U'ь');

constexpr char32_t capital_of(char32_t lower, bool dotless) {
  if (lower == U'ı') return U'I';
  if (lower == U'i' && dotless) return 0x130;
  if (lower < 0x80) return lower >= U'a' ? lower - 0x20 : lower;
  if (lower < 0x100) return lower - 0x20;
  return lower < 0x250 ? lower - 1 : lower;
}

constexpr char32_t capital_cyrillic(char32_t lower) {
  if (lower < 0x450) return lower - 0x20;
  return lower < 0x460 ? lower - 0x50 : lower - 1;
}

class Writer {
 public:
  Writer(std::span<const WrittenLetter> word, Alphabet alphabet, std::string& out)
      : word_(word), alphabet_(alphabet), table_(spellings_of(alphabet)), out_(out) {}

  void write() {
    if (alphabet_ == Alphabet::kArabic && needs_hamza()) append_code_point(out_, 0x674);
    for (std::size_t i = 0; i < word_.size(); ++i) append(spelling(i), i);
  }

 private:
  LetterCode before(std::size_t i) const { return i == 0 ? kWordEdge : word_[i - 1].code; }

  bool needs_hamza() const {
    constexpr LetterSet kFront = letter_set(U"әөүі");
    constexpr LetterSet kShown = letter_set(U"егкэ");
    const auto has = [&](LetterSet set) {
      return std::any_of(word_.begin(), word_.end(),
                         [&](WrittenLetter letter) { return in_set(set, letter.code); });
    };
    return has(kFront) && !has(kShown);
  }

  // й is not written after и, nor the first half of я ю ё.
  std::u32string_view spelling(std::size_t i) const {
    const LetterCode code = word_[i].code;
    const bool latin = alphabet_ != Alphabet::kArabic && alphabet_ != Alphabet::kChat;
    if (latin && before(i) == kI && code == kShortI) return {};
    const bool iotated = in_set(letter_set(U"яюё"), code);
    if (latin && iotated && before(i) == kI) return table_[code].substr(table_[kI].size());
    if (alphabet_ != Alphabet::kLatin2021) return table_[code];
    if (iotated && before(i) != kWordEdge && !in_set(kCyrillicVowels, before(i)))
      return fronted(code);
    return is_softened(i) ? fronted(code) : table_[code];
  }

  // A vowel whose consonants are followed by ь: моль is möl, рубль rübl.
  bool is_softened(std::size_t i) const {
    if (!in_set(letter_set(U"аоуяюё"), word_[i].code)) return false;
    for (std::size_t next = i + 1; next < word_.size() && next <= i + 3; ++next) {
      if (word_[next].code == kSoftSign) return next > i + 1;
      if (in_set(kCyrillicVowels, word_[next].code)) return false;
    }
    return false;
  }

  static std::u32string_view fronted(LetterCode code) {
    if (in_set(letter_set(U"ая"), code)) return U"ä";
    return in_set(letter_set(U"оё"), code) ? U"ö" : U"ü";
  }

  // Whether the letters around are capitals, so that all of Ш becomes one (SH), and not only the
  // first (Sh).
  bool among_capitals(std::size_t i) const {
    const bool after = i + 1 == word_.size() || word_[i + 1].capital;
    return after && (i == 0 ? word_.size() > 1 : word_[i - 1].capital);
  }

  void append(std::u32string_view spelled, std::size_t i) {
    const bool dotless = alphabet_ == Alphabet::kLatin2021 || alphabet_ == Alphabet::kLatin2018;
    for (std::size_t k = 0; k < spelled.size(); ++k) {
      const bool capital = word_[i].capital && (k == 0 || among_capitals(i));
      append_code_point(out_, capital ? capital_of(spelled[k], dotless) : spelled[k]);
    }
  }

  std::span<const WrittenLetter> word_;
  Alphabet alphabet_;
  const Spellings& table_;
  std::string& out_;
};

}  // namespace

void write_word(std::span<const WrittenLetter> word, Alphabet alphabet, std::string& out) {
  if (alphabet != Alphabet::kCyrillic) {
    Writer(word, alphabet, out).write();
    return;
  }
  for (const WrittenLetter letter : word) {
    const char32_t lower = kCyrillicLetters[letter.code];
    append_code_point(out, letter.capital ? capital_cyrillic(lower) : lower);
  }
}

}  // namespace izde::internal
