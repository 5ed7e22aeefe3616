#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace izde::bench {

/// Letters of one word while it is being built: Cyrillic, lower case, each one UTF-16 unit.
class Word {
 public:
  static constexpr std::size_t kCapacity = 96;

  std::size_t size() const noexcept { return size_; }
  char16_t operator[](std::size_t i) const noexcept { return letters_[i]; }
  /// The i-th letter from the end, 1 being the last; 0 when the word is shorter.
  char16_t from_end(std::size_t i) const noexcept {
    return i <= size_ ? letters_[size_ - i] : u'\0';
  }
  std::u16string_view view() const noexcept { return {letters_.data(), size_}; }

  void clear() noexcept { size_ = 0; }
  /// Adds a letter; a full word stays as it is.
  void push(char16_t letter) noexcept {
    if (size_ < kCapacity) letters_[size_++] = letter;
  }
  void push(std::u16string_view letters) noexcept {
    for (const char16_t letter : letters) push(letter);
  }
  void pop() noexcept { --size_; }
  void replace_last(char16_t letter) noexcept { letters_[size_ - 1] = letter; }

 private:
  std::array<char16_t, kCapacity> letters_{};
  std::size_t size_ = 0;
};

/// A root or derived stem, ready to take endings.
struct Stem {
  static constexpr std::size_t kCapacity = 27;

  std::array<char16_t, kCapacity> letters{};
  std::uint8_t size = 0;
  bool back = false;  ///< Takes back endings (а ы ғ), else front ones (е і г).
  bool elides = false;  ///< Loses its last vowel before the vowel of a possessive: орын, орны.
  bool keeps_final = false;  ///< A loan whose final п к қ is not voiced before a vowel.

  std::u16string_view view() const noexcept { return {letters.data(), size}; }
};

bool is_vowel(char16_t letter) noexcept;
bool is_back_vowel(char16_t letter) noexcept;
bool is_front_vowel(char16_t letter) noexcept;
/// A final after which endings begin with a voiceless consonant.
bool is_voiceless(char16_t letter) noexcept;

/// Whether `word` takes back endings: by its last vowel that has harmony, else by қ ғ and к г, else
/// back.
bool is_back(std::u16string_view word) noexcept;

/// A stem of at most kCapacity letters (the rest is cut), harmony by its letters.
Stem make_stem(std::u16string_view letters) noexcept;

/// Adds the endings in `chain` to `word`, in back or front harmony.
///
/// A chain is endings joined by '+'. Cyrillic letters stand for themselves; the others are chosen
/// by harmony and by the letter before (V vowel, R р й у и ю, L л, N м н ң, Z з ж ғ, T voiceless
/// and loans in б в г д):
///   A а/е    Y ы/і    K қ/к
///   G ғ/г, after T қ/к               D д, after T т
///   L л, after L N Z д, after T т    N н after V N, else д, after T т
///   C н after V, else д, after T т   B н after N, else д, after T т
///   M м, after Z б, after T п        W м, after N Z б, after T п
///   i ы/і after a consonant          a а/е after a consonant         s с after a vowel
///   J present: а/е after a consonant, й after а е, ы/і become и
///   U gerund: у; й becomes ю, ы/і become у    P passive: л, н after a stem in л; ы/і before it
///   after a consonant
/// At the seam қ к п become ғ г б before a vowel, й + а becomes я, and -ст loses т before т.
void append_endings(Word& word, bool back, std::u16string_view chain) noexcept;

/// `stem` with the endings of `chain`, into `out`.
void inflect(const Stem& stem, std::u16string_view chain, Word& out) noexcept;

/// The upper case of a Kazakh, Russian or basic Latin letter; anything else unchanged.
char16_t to_upper(char16_t letter) noexcept;

/// Adds `letters` to `out` as UTF-8.
void append_utf8(std::u16string_view letters, std::string& out);

}  // namespace izde::bench
