#include "text/folding.h"

#include <cstddef>

namespace izde::internal {
namespace {

// The Russian letter typed for a Kazakh one, both as the two bytes of their UTF-8; 0 for other
// letters.
constexpr unsigned russian_letter(unsigned bytes) noexcept {
  switch (bytes) {
    case 0xD399:
      return 0xD0B0;  // ә а
    case 0xD293:
      return 0xD0B3;  // ғ г
    case 0xD29B:
      return 0xD0BA;  // қ к
    case 0xD2A3:
      return 0xD0BD;  // ң н
    case 0xD3A9:
      return 0xD0BE;  // ө о
    case 0xD2B1:
    case 0xD2AF:
      return 0xD183;  // ұ and ү у
    case 0xD2BB:
      return 0xD185;  // һ х
    case 0xD196:
      return 0xD0B8;  // і и
    default:
      return 0;
  }
}

unsigned two_bytes(std::string_view text, std::size_t at) noexcept {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0xD1 || first > 0xD3 || at + 1 >= text.size()) return 0;
  return (static_cast<unsigned>(first) << 8U) | static_cast<unsigned char>(text[at + 1]);
}

}  // namespace

bool has_kazakh_letter(std::string_view form) noexcept {
  for (std::size_t at = 0; at + 1 < form.size(); ++at)
    if (russian_letter(two_bytes(form, at)) != 0) return true;
  return false;
}

void fold_kazakh_letters(std::string_view form, std::string& out) {
  out.assign(form);
  for (std::size_t at = 0; at + 1 < out.size(); ++at) {
    const unsigned to = russian_letter(two_bytes(out, at));
    if (to == 0) continue;
    out[at] = static_cast<char>(to >> 8U);
    out[at + 1] = static_cast<char>(to & 0xFFU);
    ++at;
  }
}

}  // namespace izde::internal
