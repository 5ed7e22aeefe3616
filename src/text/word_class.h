#pragma once

#include <cstdint>
#include <string_view>

namespace izde::internal {

/// Word_Break property values of UAX #29. Those that words are made of have one bit each, so that
/// or-ing the classes of a run says what it holds.
enum class WordClass : std::uint8_t {
  kOther = 0,
  kNumeric = 1,
  kExtendNumLet = 2,
  kExtend = 3,
  kALetter = 4,
  kFormat = 5,
  kZwj = 6,
  kMidLetter = 7,
  kHebrewLetter = 8,
  kMidNum = 9,
  kMidNumLet = 10,
  kSingleQuote = 11,
  kDoubleQuote = 12,
  kRegionalIndicator = 13,
  kSpace = 14,
  kCr = 15,
  kKatakana = 16,
  kLf = 17,
  kNewline = 18,
};

// Above the class (5 bits) a table entry has three flags.
inline constexpr unsigned kClassMask = 0x1F;
inline constexpr unsigned kPictographic = 0x20;  ///< Extended_Pictographic.
inline constexpr unsigned kUpper = 0x40;         ///< An upper-case letter.
inline constexpr unsigned kLetter = 0x80;        ///< Any other letter, ideographs among them.

/// A code point of a text as the word rules see it.
struct WordChar {
  unsigned entry = 0;        ///< Class and flags.
  char32_t value = 0;        ///< U+FFFD for a byte that is no UTF-8.
  std::uint32_t length = 1;  ///< Bytes.

  WordClass word_class() const noexcept { return static_cast<WordClass>(entry & kClassMask); }
};

/// Class and flags of the code points below U+0800, in order.
extern const std::uint8_t* const kWordClassDirect;

/// Returns class and flags of `value`. Cost: two loads.
unsigned word_entry(char32_t value) noexcept;

/// Reads the code point at `text[at]`.
///
/// \pre at < text.size()
WordChar word_char_at(std::string_view text, std::size_t at) noexcept;

}  // namespace izde::internal
