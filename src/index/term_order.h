#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace izde::internal {

/// The first letters of a term as numbers that compare as its bytes do: terms whose numbers are the
/// same may still differ.
///
/// Nine bits a letter, seven letters a number: a byte below 0xD0 is a letter, and so are the two
/// bytes of a Cyrillic one (U+0400 to U+04FF), which would take a quarter of eight bytes otherwise.
using TermLetters = std::array<std::uint64_t, 2>;

namespace term_order {

inline constexpr std::uint32_t kFirstPair = 209;  ///< D0 80; single bytes are 1 to 208.
inline constexpr std::uint32_t kBehindPairs = 465;
inline constexpr std::uint32_t kAbovePair = 511;

/// The code of the letter at `at`, which moves behind it; 0 at the end. Every code compares as the
/// bytes it stands for do with those that may stand in their place.
inline std::uint32_t take_letter(std::string_view term, std::size_t& at) noexcept {
  if (at >= term.size()) return 0;
  const auto lead = static_cast<unsigned char>(term[at++]);
  if (lead < 0xD0) return lead + 1U;
  if (lead > 0xD3) return kBehindPairs + (lead - 0xD4U);
  const std::uint32_t block = kFirstPair + (lead - 0xD0U) * 64;
  const std::uint32_t next = at < term.size() ? static_cast<unsigned char>(term[at]) : 0U;
  if (next >= 0x80 && next < 0xC0) {
    ++at;
    return block + (next - 0x80);
  }
  // No UTF-8, as in a keyword: below all that begins with the first pair, or above all that begins
  // with the last one. Nothing behind it is told apart.
  at = next < 0x80 ? term.size() : std::string_view::npos;
  return next < 0x80 ? block : block + 63;
}

}  // namespace term_order

inline TermLetters first_letters(std::string_view term) noexcept {
  TermLetters letters{};
  std::size_t at = 0;
  for (std::uint64_t& number : letters)
    for (unsigned shift = 63; shift > 0;) {
      shift -= 9;
      const bool above = at == std::string_view::npos;
      const std::uint64_t letter =
          above ? term_order::kAbovePair : term_order::take_letter(term, at);
      number |= letter << shift;
    }
  return letters;
}

}  // namespace izde::internal
