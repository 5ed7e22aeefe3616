#pragma once

// The small steps of the tokenizer over bytes that may be anything: none reads past the end.

#include <cstddef>
#include <string_view>

#include "text/normalizer.h"
#include "text/word_class.h"

namespace izde::internal {

inline unsigned char byte_at(std::string_view text, std::size_t at) noexcept {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// The code point of the two-byte sequence at `at`, 0 if there is none.
inline unsigned two_bytes_at(std::string_view text, std::size_t at) noexcept {
  if (at + 1 >= text.size()) return 0;
  const auto lead = static_cast<unsigned char>(text[at]);
  const unsigned trail = static_cast<unsigned char>(text[at + 1]) ^ 0x80U;
  return lead >= 0xC2 && lead < 0xE0 && trail < 0x40 ? ((lead & 0x1FU) << 6U) | trail : 0;
}

constexpr bool is_ascii_digit(unsigned char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool is_ascii_alnum(unsigned char c) noexcept {
  return is_ascii_digit(c) || ((c | 0x20U) >= 'a' && (c | 0x20U) <= 'z');
}

constexpr bool is_cyrillic(unsigned value) noexcept { return value >= 0x400 && value < 0x530; }

constexpr bool is_cyrillic_vowel(char32_t folded) noexcept {
  return std::u32string_view(U"аәеоөуұүыіиэюя").find(folded) != std::u32string_view::npos;
}

/// Length of the hyphen (`-`, U+2010 to U+2013) at `at`, 0 if there is none.
inline std::size_t hyphen_length(std::string_view text, std::size_t at) noexcept {
  const unsigned char first = byte_at(text, at);
  if (first == '-') return 1;
  if (first != 0xE2 || byte_at(text, at + 1) != 0x80) return 0;
  const unsigned char third = byte_at(text, at + 2);
  return third >= 0x90 && third <= 0x93 ? 3 : 0;
}

/// Length of the apostrophe (' ` ´ ‘ ’) at `at`, 0 if there is none.
inline std::size_t apostrophe_length(std::string_view text, std::size_t at) noexcept {
  const unsigned char first = byte_at(text, at);
  if (first == '\'' || first == '`') return 1;
  if (first == 0xC2 && byte_at(text, at + 1) == 0xB4) return 2;
  if (first != 0xE2 || byte_at(text, at + 1) != 0x80) return 0;
  const unsigned char third = byte_at(text, at + 2);
  return third == 0x98 || third == 0x99 ? 3 : 0;
}

/// Length of a blank that groups digits (U+00A0, U+2009, U+202F) at `at`, 0 if there is none.
inline std::size_t digit_blank_length(std::string_view text, std::size_t at) noexcept {
  const unsigned char first = byte_at(text, at);
  if (first == 0xC2 && byte_at(text, at + 1) == 0xA0) return 2;
  if (first != 0xE2 || byte_at(text, at + 1) != 0x80) return 0;
  const unsigned char third = byte_at(text, at + 2);
  return third == 0x89 || third == 0xAF ? 3 : 0;
}

inline std::size_t ascii_digits_end(std::string_view text, std::size_t at) noexcept {
  while (is_ascii_digit(byte_at(text, at))) ++at;
  return at;
}

/// The Cyrillic letters that follow one another at a place, folded, if they are few enough to be an
/// ending.
class CyrillicRun {
 public:
  CyrillicRun(std::string_view text, std::size_t at) noexcept : end_(at) {
    for (;;) {
      const unsigned value = two_bytes_at(text, end_);
      const unsigned entry = kWordClassDirect[value];
      const unsigned folded = kFoldingDirect[value];
      if (!is_cyrillic(value) || (entry & (kUpper | kLetter)) == 0 || folded < 0x80) break;
      if (size_ + 2 > sizeof(bytes_)) {
        size_ = 0;
        break;
      }
      seen_ |= entry;
      bytes_[size_++] = static_cast<char>(0xC0U | (folded >> 6U));
      bytes_[size_++] = static_cast<char>(0x80U | (folded & 0x3FU));
      end_ += 2;
    }
  }

  std::string_view text() const noexcept { return {bytes_, size_}; }  ///< Empty if too long.
  std::size_t end() const noexcept { return end_; }
  bool is_lower() const noexcept { return (seen_ & kUpper) == 0; }
  bool is_upper() const noexcept { return (seen_ & kLetter) == 0; }

 private:
  char bytes_[40];
  std::size_t size_ = 0;
  std::size_t end_;
  unsigned seen_ = 0;
};

}  // namespace izde::internal
