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

inline constexpr auto kSourceNumbers = [] {
  std::array<SourceLetter, 0x700> numbers{};
  for (std::size_t i = 2; i < kSourceLetterCount; ++i)
    numbers[kSourceLetters[i]] = static_cast<SourceLetter>(i);
  return numbers;
}();

/// The number of a lower-case letter; kNoSourceLetter if it has none of its own.
constexpr SourceLetter source_letter(char32_t letter) noexcept {
  return letter < kSourceNumbers.size() ? kSourceNumbers[letter] : kNoSourceLetter;
}

inline constexpr SourceLetter kForeignArabic = source_letter(U'#');

constexpr bool is_arabic_source(SourceLetter letter) noexcept { return letter >= kForeignArabic; }

inline constexpr char32_t kCyrillicLetterList[] = U"\0аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
inline constexpr std::u32string_view kCyrillicLetters{kCyrillicLetterList,
                                                      std::size(kCyrillicLetterList) - 1};
inline constexpr std::size_t kCyrillicLetterCount = kCyrillicLetters.size();

inline constexpr auto kCyrillicCodes = [] {
  std::array<LetterCode, 0x100> codes{};
  for (std::size_t i = 1; i < kCyrillicLetters.size(); ++i)
    codes[kCyrillicLetters[i] - 0x400] = static_cast<LetterCode>(i);
  return codes;
}();

/// LetterCode of a lower-case letter of the Kazakh Cyrillic alphabet in a constant expression.
constexpr LetterCode cyrillic(char32_t letter) noexcept { return kCyrillicCodes[letter - 0x400]; }

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
