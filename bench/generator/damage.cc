#include "damage.h"

#include <array>
#include <string_view>

namespace izde::bench {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::string result;
  std::size_t done = 0;
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, done)) {
    result.append(text, done, at - done).append(to);
    done = at + from.size();
  }
  text = result.append(text, done);
}

bool is_inside_word(std::string_view text, std::size_t at) {
  // A Cyrillic letter is two bytes, the first of them 0xD0 to 0xD3.
  const auto lead = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xFCU) == 0xD0U;
  };
  return at >= 2 && lead(at - 2) && lead(at);
}

void lose_stroke(std::string& text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const std::string_view letter(text.data() + at, 2);
    if ((letter == "ғ" || letter == "ұ") && is_inside_word(text, at)) text.replace(at, 2, "И");
  }
}

void hyphenate(Random& random, std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_inside_word(text, at) && random.chance(60)) result += "\u00AD";
    result += text[at];
  }
  text = std::move(result);
}

}  // namespace

void damage(Random& random, std::string& text) {
  switch (random.below(6)) {
    case 0:
      replace_all(text, "ң", "ӊ");
      return replace_all(text, "Ң", "Ӊ");
    case 1:
      return lose_stroke(text);
    case 2:
      return replace_all(text, "і", "i");
    case 3:
      return replace_all(text, "ә", "ə");
    case 4:
      return replace_all(text, "й", "и\u0306");
    default:
      return hyphenate(random, text);
  }
}

}  // namespace izde::bench
