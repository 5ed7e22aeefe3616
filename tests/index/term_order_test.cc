// The numbers that terms are sorted by against the order of their bytes.
#include "index/term_order.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace izde::internal {
namespace {

/// Strings over few bytes, so that they share beginnings: whole letters, halves of them, any byte.
std::string random_term(Random& random) {
  static const std::vector<std::string> kPieces = {
      "а", "б",  "қ",    "ұ",    "ӿ",    "Ѐ",    "a",    "z",
      "ä", "ㄱ", "\xD0", "\xD3", "\xBF", "\x80", "\xFF", std::string(1, '\0')};
  std::string term;
  for (std::uint32_t left = random() % 20; left > 0; --left)
    term += random() % 30 == 0 ? std::string(1, static_cast<char>(random()))
                               : kPieces[random() % kPieces.size()];
  return term;
}

TEST(TermOrder, NumbersNeverContradictTheBytes) {
  Random random(1);
  int told_apart = 0;
  for (int i = 0; i < 400'000; ++i) {
    std::string a = random_term(random);
    std::string b = random() % 2 == 0
                        ? random_term(random)
                        : a.substr(0, random() % (a.size() + 1)) + random_term(random);
    const TermLetters x = first_letters(a);
    const TermLetters y = first_letters(b);
    if (x == y) continue;
    ++told_apart;
    ASSERT_EQ(x < y, a < b) << ::testing::PrintToString(a) << " " << ::testing::PrintToString(b);
  }
  EXPECT_GT(told_apart, 300'000);
}

TEST(TermOrder, FourteenCyrillicLettersAreTold) {
  EXPECT_LT(first_letters("абвгдежзиклмна"), first_letters("абвгдежзиклмнб"));
  EXPECT_EQ(first_letters("абвгдежзиклмнаа"), first_letters("абвгдежзиклмнаб"));
  EXPECT_LT(first_letters(""), first_letters(std::string(1, '\0')));
}

}  // namespace
}  // namespace izde::internal
