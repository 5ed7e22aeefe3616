#include "text/damage.h"

#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace izde::internal {
namespace {

bool has_sign(std::string_view text) { return find_damage_sign(text, 0) < text.size(); }

TEST(DamageSigns, OrdinaryTextHasNone) {
  EXPECT_FALSE(has_sign("Ертең таңертең әкем екеуміз базарға барамыз – ғажап емес пе!"));
  EXPECT_FALSE(has_sign("«Ұлттық» кітапхана — “үлкен” ‘һәм’ жаңа ғимарат… № 5, 20 °C, 10 §, 7·8"));
  EXPECT_FALSE(has_sign("Съешь ещё этих мягких французских булок, да выпей чаю; объём 3 м²."));
  EXPECT_FALSE(
      has_sign("The quick brown fox jumps over the lazy dog?! https://example.org/?q=1&r=2"));
  EXPECT_FALSE(has_sign("Crème brûlée, Zürich, São Paulo, Łódź; Türkiye'nin başkenti Ankara'dır."));
  EXPECT_FALSE(has_sign("a" + std::string(300, ' ') + "Қ\u00A0б"));
}

TEST(DamageSigns, DamagedTextHasOne) {
  for (const std::string_view word :
       {"жаӊа",           "жəне",  "ɵмір", "қИқық",       "Иасыр",       "саб?ы",       "?аза?стан",
        "қаза\uFFFDстан", "бiзге", "өмiр", "қа\u00ADзақ", "қа\u200Bзақ", "\uFEFFқазақ", "и\u0306",
        "Ќазаќ",          "жґне",  "к‰н",  "с±рау",       "‡лкен",       "Т›Р°Р·",      "С–С",
        "Ò\u009Bаз",      "ҡ",     "ӱ",    "қ?"})
    EXPECT_TRUE(has_sign(word)) << word;
}

TEST(DamageSigns, VectorsAgreeWithTheScalarTwin) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr std::u32string_view kLetters =
      U"абвгдеиклнрст әғқңөұүһіӊəИ?�aceopiTЌѕ±µ¤‰‡™›–“»\u00AD\u200B\u0306\u2060ÐÑҡѳ.,-ДАB1€";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t length = random() % 120; length > 0; --length) {
      const auto any = static_cast<char32_t>(0x80 + random() % 0x2400);
      const char32_t c = random() % 12 == 0 ? any : kLetters[random() % kLetters.size()];
      append_code_point(text, random() % 3 == 0 ? c : kLetters[random() % 22]);
    }
    for (std::size_t from = 0; from <= text.size(); ++from) {
      const std::size_t found = find_damage_sign(text, from);
      ASSERT_EQ(found, find_damage_sign_scalar(text, from))
          << "round " << round << " from " << from << ": " << text;
      if (found >= text.size()) break;
      from = found;
    }
  }
}

}  // namespace
}  // namespace izde::internal
