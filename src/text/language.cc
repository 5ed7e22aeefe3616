#include "text/language.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "text/lexicon.h"
#include "text/token_scan.h"

namespace izde::internal {
namespace {

// Letters are two bytes each.
constexpr std::size_t kLetterBytes = 2;

// Endings that Russian words have and neither Kazakh words nor the loans that Kazakh inflects:
// where a shorter one would catch Kazakh (тарих, несие, азая, цунами, Карими, кереует, пенсиям) it
// is spelled out with the Russian letters before it. Loans in -ия, -а, -о stay Kazakh, since their
// Kazakh forms do. Those of one last letter stand together.
constexpr std::string_view kRussianEndings[] = {
    "ства",    "вие",    "вое",   "вые",   "лые",    "ние",    "ное",   "ные",    "ские",  "ское",
    "стве",    "тие",    "тое",   "тые",   "цкие",   "цкое",   "шее",   "шие",    "щее",   "щие",
    "ателями", "выми",   "ии",    "иями",  "ками",   "ными",   "ости",  "остями", "скими", "цами",
    "цкими",   "чами",   "шими",  "щими",  "ателей", "вной",   "вый",   "дной",   "дый",   "евой",
    "ией",     "лый",    "льной", "мый",   "нной",   "ный",    "овой",  "остей",  "рной",  "рый",
    "ский",    "ской",   "тной",  "тый",   "цкий",   "цкой",   "чной",  "ший",    "щий",   "ивал",
    "ывал",    "ателем", "вым",   "льным", "нием",   "нным",   "ским",  "ством",  "тием",  "цким",
    "чным",    "щим",    "его",   "ого",   "ство",   "ают",    "еют",   "ивает",  "ирует", "уют",
    "ывает",   "яют",    "ему",   "ому",   "ству",   "вых",    "иях",   "ных",    "ских",  "тых",
    "цких",    "ших",    "щих",   "ешь",   "ишь",    "лась",   "лись",  "лось",   "ость",  "ть",
    "ателю",   "вую",    "ию",    "ную",   "остью",  "скую",   "цкую",  "шую",    "щую",   "ателя",
    "вная",    "дения",  "дная",  "евая",  "жения",  "ивая",   "ления", "лся",    "льная", "нная",
    "овая",    "рная",   "ская",  "сная",  "тная",   "тся",    "ться",  "цкая",   "чения", "чная",
    "шая",     "шения",  "щая",   "щения", "ования", "ивания", "ывания"};

constexpr std::size_t kMinStemBytes = 2 * kLetterBytes;
constexpr std::size_t kMinWordBytes = 5 * kLetterBytes;

struct Range {
  std::uint8_t begin = 0;
  std::uint8_t end = 0;
};

// The letters а to я differ in the low six bits of their last byte.
constexpr std::size_t last_letter(std::string_view word) noexcept {
  return static_cast<unsigned char>(word.back()) & 0x3FU;
}

constexpr std::array<Range, 64> kByLastLetter = [] {
  std::array<Range, 64> ranges{};
  for (std::size_t i = 0; i < std::size(kRussianEndings); ++i) {
    Range& range = ranges[last_letter(kRussianEndings[i])];
    if (range.end == 0) range.begin = static_cast<std::uint8_t>(i);
    range.end = static_cast<std::uint8_t>(i + 1);
  }
  return ranges;
}();

bool has_russian_ending(std::string_view form) noexcept {
  const Range range = kByLastLetter[last_letter(form)];
  return std::any_of(
      kRussianEndings + range.begin, kRussianEndings + range.end, [&](std::string_view ending) {
        return form.size() >= ending.size() + kMinStemBytes && form.ends_with(ending);
      });
}

// What the letters of a word are, or-ed.
enum Script : unsigned {
  kRussianLetter = 1,
  kAsciiLetter = 2,
  kApostrophe = 4,
  kOtherCyrillic = 8,
  kRest = 16
};

unsigned script_of_ascii(unsigned char c) noexcept {
  if (c >= 'a' && c <= 'z') return kAsciiLetter;
  return c == '\'' ? kApostrophe : kRest;
}

unsigned script_of(unsigned value) noexcept {
  if (value >= U'а' && value <= U'я') return kRussianLetter;
  return is_cyrillic(value) ? kOtherCyrillic : kRest;
}

unsigned scripts_of(std::string_view form) noexcept {
  unsigned scripts = 0;
  for (std::size_t at = 0; at < form.size() && scripts < kRest;) {
    const unsigned char first = byte_at(form, at);
    scripts |= first < 0x80 ? script_of_ascii(first) : script_of(two_bytes_at(form, at));
    at += first < 0x80 ? 1 : 2;
  }
  return scripts;
}

// Whether a word of Russian letters has what native words have not: в, ф, ц and the like, two
// consonants at its beginning, vowels of both harmonies, о behind the first syllable, и before a
// consonant and another vowel.
bool is_shaped_as_loan(std::string_view form) noexcept {
  constexpr std::u32string_view kForeign = U"вфцчщъьэё";
  constexpr std::u32string_view kVowels = U"аеиоуыюя";
  bool back = false;
  bool front = false;
  std::size_t consonants = 0;  // since the last vowel
  char32_t vowel = 0;          // the last one
  for (std::size_t at = 0; at < form.size(); at += kLetterBytes) {
    const auto letter = static_cast<char32_t>(two_bytes_at(form, at));
    if (kForeign.find(letter) != kForeign.npos) return true;
    if (kVowels.find(letter) == kVowels.npos) {
      ++consonants;
      continue;
    }
    if (vowel == 0 && consonants > 1) return true;
    if (vowel == U'и' && consonants > 0) return true;
    if (vowel != 0 && letter == U'о') return true;
    back |= letter == U'а' || letter == U'о' || letter == U'ы';
    front |= letter == U'е';
    vowel = letter;
    consonants = 0;
  }
  return back && front;
}

// English writes q with u; Kazakh in Latin letters does not.
bool has_bare_q(std::string_view form) noexcept {
  const std::size_t q = form.find('q');
  return q != std::string_view::npos && form.substr(q + 1, 1) != "u";
}

}  // namespace

WordLanguage language_of(std::string_view form) noexcept {
  const unsigned scripts = scripts_of(form);
  switch (scripts & ~static_cast<unsigned>(kApostrophe)) {
    case kRussianLetter:
      return form.size() >= kMinWordBytes && has_russian_ending(form) ? WordLanguage::kRussian
                                                                      : WordLanguage::kKazakh;
    case kOtherCyrillic:
    case kRussianLetter | kOtherCyrillic:
      return WordLanguage::kKazakh;
    case kAsciiLetter:
      return has_bare_q(form) ? WordLanguage::kOther : WordLanguage::kEnglish;
    default:
      return WordLanguage::kOther;
  }
}

bool may_be_russian(std::string_view form, std::string_view stem) noexcept {
  constexpr std::size_t kLeastBytes = 4 * kLetterBytes;
  return form.size() >= kLeastBytes && scripts_of(form) == kRussianLetter &&
         (form == stem || !is_known_root(stem)) && !form.ends_with("ия") &&
         !form.ends_with("баев") && !form.ends_with("беков");
}

bool is_russian_stem(std::string_view russian, std::string_view form,
                     std::string_view kazakh) noexcept {
  if (russian.size() < 3 * kLetterBytes) return false;
  if (is_shaped_as_loan(form)) return true;
  // A verbal noun is no dative: `даму` has nothing to do with `дам`.
  const bool verbal = form.ends_with("у") && is_known_root(russian);
  return !is_known_root(kazakh) && !verbal && russian != form;
}

}  // namespace izde::internal
