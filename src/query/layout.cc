#include "query/layout.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/utf8.h"
#include "text/repair_letters.h"

namespace izde::internal {

namespace {

// The same keys in three layouts: first without shift, then with it (letters in lower case). Blanks
// are keys that give nothing that a word has.
constexpr std::u32string_view kLatinKeys =
    U"`234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
    U"~@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?";
constexpr std::u32string_view kRussianKeys =
    U"ё234567890-=йцукенгшщзхъфывапролджэячсмитьбю."
    U"ё\"№;%:?*()_+йцукенгшщзхъфывапролджэячсмитьбю,";
constexpr std::u32string_view kKazakhKeys =
    U"(әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№"
    U")әіңғ;:үұқөһйцукенгшщзхъфывапролджэячсмитьбю?";
static_assert(kLatinKeys.size() == kRussianKeys.size());
static_assert(kLatinKeys.size() == kKazakhKeys.size());
// Keys that give Kazakh letters where Russian has digits, without shift: with it, they give signs
// that stand beside words.
constexpr std::u32string_view kDigitRow = U"2345890-=";

bool is_cyrillic_letter(char32_t c) { return c >= 0x400 && c < 0x530; }
bool is_key_of_digit_row(char32_t c) { return kDigitRow.find(c) != std::u32string_view::npos; }

// A chunk by its signs.
struct Signs {
  explicit Signs(std::u32string_view letters) {
    for (const char32_t c : letters) {
      cyrillic = cyrillic || is_cyrillic_letter(c);
      latin = latin || is_latin_ascii(c);
      digit_row = digit_row || is_key_of_digit_row(c);
    }
  }
  bool only_latin() const { return latin && !cyrillic; }
  bool only_cyrillic() const { return cyrillic && !latin; }

  bool cyrillic = false, latin = false, digit_row = false;
};

/// `letters` as UTF-8 with each key of `from` replaced by that of `to`; others stay.
std::string retyped(std::u32string_view letters, std::u32string_view from, std::u32string_view to) {
  std::string out;
  for (const char32_t c : letters) {
    const std::size_t key = from.find(c);
    append_code_point(out, key == std::u32string_view::npos ? c : to[key]);
  }
  return out;
}

// Only keys of the row of digits, where Kazakh letters are and Russian has none.
std::string with_digit_row(std::u32string_view letters) {
  std::string out;
  for (const char32_t c : letters) {
    append_code_point(out, is_key_of_digit_row(c) ? kKazakhKeys[kLatinKeys.find(c)] : c);
  }
  return out;
}

// Cyrillic letters on the keys where they are, which is not the same key for all Kazakh ones.
std::string in_latin_keys(std::u32string_view letters) {
  std::string out;
  for (char32_t c : letters) {
    if (c >= 0x410 && c < 0x430) c += 0x20;
    std::size_t key = std::u32string_view::npos;
    if (is_cyrillic_letter(c)) key = std::min(kRussianKeys.find(c), kKazakhKeys.find(c));
    append_code_point(out, key == std::u32string_view::npos ? c : kLatinKeys[key]);
  }
  return out;
}

void add_reading(std::string reading, std::vector<std::string>& readings) {
  if (std::find(readings.begin(), readings.end(), reading) == readings.end())
    readings.push_back(std::move(reading));
}

}  // namespace

OtherLayouts other_layouts(std::string_view chunk) {
  const std::u32string letters = code_points_of(chunk);
  const Signs signs(letters);
  OtherLayouts found;
  std::vector<std::string>& readings = found.readings;
  if (signs.only_latin()) {
    add_reading(retyped(letters, kLatinKeys, kKazakhKeys), readings);
    add_reading(retyped(letters, kLatinKeys, kRussianKeys), readings);
    // Layouts that have no letters in the row of digits have қ on the key of ъ.
    for (std::size_t i = 0; i < 2 && i < readings.size(); ++i) {
      std::string reading = readings[i];
      for (std::size_t at = 0; (at = reading.find("ъ", at)) != std::string::npos;)
        reading.replace(at, std::string_view("ъ").size(), "қ");
      add_reading(std::move(reading), readings);
    }
  } else if (signs.only_cyrillic() && signs.digit_row) {
    found.digit_row = true;
    add_reading(with_digit_row(letters), readings);
  } else if (signs.only_cyrillic()) {
    std::string reading = in_latin_keys(letters);
    const bool is_word = std::all_of(reading.begin(), reading.end(), [](char c) {
      return is_latin_ascii(static_cast<unsigned char>(c)) || (c >= '0' && c <= '9');
    });
    if (is_word) add_reading(std::move(reading), readings);
  }
  return found;
}

}  // namespace izde::internal
