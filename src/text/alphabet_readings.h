#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "text/alphabet_letters.h"

namespace izde::internal {

/// Where in a word a reading holds.
enum class ReadingPlace : std::uint8_t {
  kAnywhere,
  kStart,           ///< First letter of the word.
  kEnd,             ///< Last letters of the word.
  kAfterVowel,      ///< The Cyrillic letter before is a vowel.
  kAfterConsonant,  ///< The Cyrillic letter before is none.
  kOpen,            ///< kStart or kAfterVowel.
  kBeforeVowel,     ///< The next letter of the word is a, e, i, y, ı or o, or there is none.
  kFront,           ///< The Arabic word shows front vowels.
  kBack,            ///< It does not.
};

/// One to three letters of a word, and the Cyrillic letters that they may stand for.
struct Reading {
  static constexpr std::size_t kMaxLetters = 4;

  std::array<SourceLetter, kMaxLetters> from{};
  std::array<LetterCode, kMaxLetters> to{};
  std::uint8_t from_size = 0;
  std::uint8_t to_size = 0;
  ReadingPlace place = ReadingPlace::kAnywhere;
  float cost = 0;  ///< -ln P of the letters given the reading, roughly.
};

/// How the words of one alphabet may be read.
class ReadingTable {
 public:
  constexpr ReadingTable(std::span<const Reading> readings,
                         std::span<const std::uint16_t> begins) noexcept
      : readings_(readings), begins_(begins) {}

  /// Readings that begin with `letter`, the usual one of a place first; none: the alphabet does not
  /// have the letter.
  std::span<const Reading> of(SourceLetter letter) const noexcept {
    return readings_.subspan(begins_[letter], begins_[letter + 1U] - begins_[letter]);
  }

 private:
  std::span<const Reading> readings_;
  std::span<const std::uint16_t> begins_;
};

/// The tables: one for each alphabet, kAnyLatinReadings for a word that may be in any Latin one.
extern const ReadingTable kLatin2021Readings;
extern const ReadingTable kLatin2018Readings;
extern const ReadingTable kLatin2017Readings;
extern const ReadingTable kAnyLatinReadings;
extern const ReadingTable kArabicReadings;

}  // namespace izde::internal
