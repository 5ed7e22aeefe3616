#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace izde::internal {

// The bytes of a term as the dictionary keeps them: a letter of the Cyrillic alphabets of Kazakh
// and Russian takes one byte and not two, ASCII is itself, any other byte takes two. The order of
// bytes stays that of the terms: docs/format/terms.md.

/// A term, coded. Any bytes can be coded.
class CodedTerm {
 public:
  explicit CodedTerm(std::string_view term);
  CodedTerm(const CodedTerm&) = delete;
  CodedTerm& operator=(const CodedTerm&) = delete;

  std::string_view view() const noexcept { return {data_, size_}; }

 private:
  std::array<char, 192> small_;
  std::unique_ptr<char[]> large_;
  char* data_;
  std::size_t size_;
};

/// What coded bytes stand for, told as they come: `ends[i]` is how many bytes the first i stand
/// for, with kOpenEnd where they break off within what stands for one byte.
inline constexpr std::uint32_t kOpenEnd = 0x80000000;

/// Turns more coded bytes back: writes what they stand for to `out`, at most 2 * coded.size()
/// bytes, and ends[1] to ends[coded.size()]. Returns how many bytes were written.
std::size_t decode_letters(std::string_view coded, char* out, std::uint32_t* ends) noexcept;

}  // namespace izde::internal
