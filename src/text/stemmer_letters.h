#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace izde::internal {

/// Letters of a Kazakh word as small integers, in the order of tools/lexicon/grammar.py.
enum Letter : std::uint8_t {
  kNoLetter = 0,
  kA,
  kAe,
  kBe,
  kVe,
  kGe,
  kGhe,
  kDe,
  kYe,
  kYo,
  kZhe,
  kZe,
  kI,
  kShortI,
  kKa,
  kQa,
  kEl,
  kEm,
  kEn,
  kEng,
  kO,
  kOe,
  kPe,
  kEr,
  kEs,
  kTe,
  kU,
  kShortU,
  kUe,
  kEf,
  kKha,
  kHa,
  kTse,
  kChe,
  kSha,
  kShcha,
  kHardSign,
  kY,
  kShortY,
  kSoftSign,
  kE,
  kLetterCount
};

/// One word in letters: я is й а and ю is й у, so that endings meet the letters they are made of.
struct LetterWord {
  static constexpr std::size_t kMaxLetters = 64;
  static constexpr std::size_t kMargin = 8;  // an ending is compared eight letters at a time

  std::array<std::uint8_t, kMargin + kMaxLetters> cells{};
  std::size_t size = 0;

  std::uint8_t* letters() { return cells.data() + kMargin; }
  const std::uint8_t* letters() const { return cells.data() + kMargin; }
};

/// Reads lower-case UTF-8. False, with `word` in no particular state, when it is empty, longer than
/// kMaxLetters or has any sign that is not a letter of the Kazakh Cyrillic alphabet.
bool read_letters(std::string_view text, LetterWord& word);

/// Appends the letters as UTF-8: as `text` has them as far as it begins with them (сыйақы), the
/// rest with я and ю put back.
void append_letters(const LetterWord& word, std::string_view text, std::string& out);
inline void append_letters(const LetterWord& word, std::string& out) {
  append_letters(word, {}, out);
}

}  // namespace izde::internal
