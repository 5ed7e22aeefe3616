#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "text/repair_model.h"

namespace izde::internal {

/// A letter of a Latin or Arabic word as a small number: what tables of readings are made of.
using SourceLetter = std::uint8_t;

// Latin letters and their aids in the first line, Arabic in the second. A letter that no alphabet
// of Kazakh has stands for all such.
inline constexpr char32_t kSourceLetterList[] =
    U"\0*abcdefghijklmnopqrstuvwxyz'46äöüñğşūıçŋáǵńóúýïšžčə"
    U"#ٴابۆگعدەجزيكقلمنڭوپرستۋۇفحھىچهغژشٵٶٷٸ";
inline constexpr std::u32string_view kSourceLetters{kSourceLetterList,
                                                    std::size(kSourceLetterList) - 1};
inline constexpr SourceLetter kNoSourceLetter = 0;
inline constexpr SourceLetter kForeignLatin = 1;
inline constexpr std::size_t kSourceLetterCount = kSourceLetters.size();
static_assert(kSourceLetterCount < 128);

/// Where `letter` stands in `letters` from `at` on; letters.size() if it does not.
constexpr std::size_t place_of(char32_t letter, std::u32string_view letters,
                               std::size_t at = 0) noexcept {
  while (at < letters.size() && letters[at] != letter) ++at;
  return at;
}

/// The number of a lower-case letter; kNoSourceLetter if it has none of its own.
constexpr SourceLetter source_letter(char32_t letter) noexcept {
  const std::size_t at = place_of(letter, kSourceLetters, 2);
  return at == kSourceLetters.size() ? kNoSourceLetter : static_cast<SourceLetter>(at);
}

inline constexpr SourceLetter kForeignArabic = source_letter(U'#');

constexpr bool is_arabic_source(SourceLetter letter) noexcept { return letter >= kForeignArabic; }

inline constexpr char32_t kCyrillicLetterList[] = U"\0аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
inline constexpr std::u32string_view kCyrillicLetters{kCyrillicLetterList,
                                                      std::size(kCyrillicLetterList) - 1};
inline constexpr std::size_t kCyrillicLetterCount = kCyrillicLetters.size();

/// LetterCode of a lower-case Cyrillic letter in a constant expression.
constexpr LetterCode cyrillic(char32_t letter) noexcept {
  return static_cast<LetterCode>(place_of(letter, kCyrillicLetters));
}

/// Letters by LetterCode, one bit each.
using LetterSet = std::uint64_t;

constexpr LetterSet letter_set(std::u32string_view letters) noexcept {
  LetterSet set = 0;
  for (const char32_t letter : letters) set |= LetterSet{1} << cyrillic(letter);
  return set;
}

constexpr bool in_set(LetterSet set, LetterCode letter) noexcept {
  return ((set >> letter) & 1U) != 0;
}

inline constexpr LetterSet kCyrillicVowels = letter_set(U"аәеёиоөуұүыіэюя");

/// A code point that may belong to a word of a source alphabet.
struct SourceSign {
  SourceLetter letter = kNoSourceLetter;
  bool capital = false;
};

/// What `value` is as a letter of a word in `dotless` Latin (I is the capital of ı and İ that of
/// i), other Latin, or Arabic letters. All apostrophes are one; an apostrophe, 4 and 6 are letters
/// only where an alphabet says so.
SourceSign source_sign(char32_t value, bool dotless) noexcept;

}  // namespace izde::internal
