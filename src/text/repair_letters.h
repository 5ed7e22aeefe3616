#pragma once

#include <cstddef>
#include <vector>

#include "text/repair_cells.h"

namespace izde::internal {

/// Whether `c` is a letter of the Cyrillic block (U+0400..U+052F), of any language.
constexpr bool is_cyrillic(char32_t c) noexcept {
  return (c >= 0x400 && c < 0x482) || (c >= 0x48A && c < 0x530);
}

constexpr bool is_latin_ascii(char32_t c) noexcept {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

/// Whether `c` is a Latin letter, IPA included (the schwa stands there).
constexpr bool is_latin(char32_t c) noexcept {
  return is_latin_ascii(c) || (c >= 0xC0 && c < 0x2B0 && c != 0xD7 && c != 0xF7);
}

constexpr bool is_letter(char32_t c) noexcept { return is_cyrillic(c) || is_latin(c); }

/// Whether `c` is what stands where a converter knew no better.
constexpr bool is_hole(char32_t c) noexcept { return c == U'?' || c == 0xFFFD; }

constexpr bool is_cyrillic_or_hole(char32_t c) noexcept { return is_cyrillic(c) || is_hole(c); }

constexpr bool is_digit(char32_t c) noexcept { return c >= U'0' && c <= U'9'; }

/// Whether `c` is a capital letter of ASCII or the Cyrillic block.
constexpr bool is_capital(char32_t c) noexcept {
  if (c < 0x80) return c >= U'A' && c <= U'Z';
  if (c < 0x400) return c == 0x18F;
  if (c < 0x430) return true;
  if (c < 0x460 || c >= 0x530) return false;
  if (c >= 0x4C1 && c <= 0x4CE) return c % 2 == 1;
  if (c == 0x4C0) return true;
  return c != 0x4CF && c % 2 == 0;
}

/// Returns `c` in capitals; letters of ASCII and the Cyrillic block only.
constexpr char32_t to_capital(char32_t c) noexcept {
  if (is_capital(c)) return c;
  if (c < 0x80) return c >= U'a' && c <= U'z' ? c - 0x20 : c;
  if (c >= 0x430 && c < 0x450) return c - 0x20;
  if (c >= 0x450 && c < 0x460) return c - 0x50;
  if (!is_cyrillic(c)) return c;
  return c == 0x4CF ? 0x4C0 : c - 1;
}

/// Cells [begin, end) of a chunk.
struct CellRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const noexcept { return end - begin; }
};

/// Calls `use(CellRange)` for each maximal run of cells whose values fulfil `belongs`.
template <typename Belongs, typename Use>
void for_each_run(const std::vector<Cell>& cells, Belongs belongs, Use use) {
  for (std::size_t at = 0; at < cells.size();) {
    if (!belongs(cells[at].value)) {
      ++at;
      continue;
    }
    CellRange run{at, at + 1};
    while (run.end < cells.size() && belongs(cells[run.end].value)) ++run.end;
    at = run.end;
    use(run);
  }
}

/// Whether the chunk holds an address or a path, which is left as it is: `://`, `www.`, `@`, `\`,
/// ...
bool is_address(const Chunk& chunk);

}  // namespace izde::internal
