#pragma once

#include <random>
#include <string>
#include <vector>

#include "izde/query.h"

namespace izde::testing {

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t n) {
  return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
}

template <class T>
const T& one_of(Random& random, const std::vector<T>& choices) {
  return choices[below(random, choices.size())];
}

/// Pieces of the language and of its surroundings, in no order that makes sense.
inline std::string random_query_text(Random& random) {
  static const std::vector<std::string> kPieces = {
      "қазақ", "тілі",    "ТІЛ",        "a",        "мектеп",   " ",       " ",
      " ",     " ",       "\"",         "«",        "»",        "“",       "”",
      "„",     "(",       ")",          "+",        "-",        "!",       "*",
      "^",     "^2",      "^0.25",      "^1e5",     "title:",   "x:",      ":",
      "AND",   "OR",      "NOT",        "ЖӘНЕ",     "И",        "НЕ",      "&&",
      "||",    "\\",      "\\\"",       "\t",       "\xC2\xA0", "\xFF",    "\xD0",
      "12:30", "http://", "азық-түлік", "?",        "~",        "[",       "\0x",
      "…",     "ИЛИ ",    " AND ",      " OR ",     " NOT ",    "title:(", "\")",
      "(\"",   "+(",      "-\"",        "*^3",      "~2",       ")~2",     "\"~",
      "~1 ",   "/",       "/а.б/",      "[5 TO 6]", "{",        "]",       "}",
      "x:[",   "x:{",     " TO ",       "x:>",      "x:<=5",    "^=2",     "^0",
      "м?к",   "*т*",     "<",          "..",       "/(",       "title:/", "x:[\"а б\" TO *}"};
  std::string text;
  for (std::size_t n = below(random, 24); n > 0; --n) text += one_of(random, kPieces);
  return text;
}

inline std::string random_bytes(Random& random) {
  std::string text(below(random, 64), '\0');
  for (char& c : text) c = static_cast<char>(below(random, 256));
  return text;
}

}  // namespace izde::testing
