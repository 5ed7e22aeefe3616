#include "text/folding.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace izde::internal {
namespace {

std::string folded(std::string_view form) {
  std::string out = "left over";
  fold_kazakh_letters(form, out);
  return out;
}

TEST(Folding, WritesTheRussianLetterForEachKazakhOne) {
  EXPECT_EQ(folded("әғқңөұүһі"), "агкноуухи");
  EXPECT_EQ(folded("қазақ тілі"), "казак тили");
  EXPECT_EQ(folded("abc 日本 йцукен ӯќ"), "abc 日本 йцукен ӯќ");
  EXPECT_EQ(folded(""), "");
}

TEST(Folding, OfAFoldedFormChangesNothing) {
  for (const std::string_view form : {"қазақстан", "көңіл", "word", "\xD2", "\xD3\xD3\x99"})
    EXPECT_EQ(folded(folded(form)), folded(form));
}

TEST(Folding, KnowsKazakhLetters) {
  EXPECT_TRUE(has_kazakh_letter("тіл"));
  EXPECT_TRUE(has_kazakh_letter("аһ"));
  EXPECT_FALSE(has_kazakh_letter("мектеп"));
  EXPECT_FALSE(has_kazakh_letter("word"));
  EXPECT_FALSE(has_kazakh_letter(""));
  EXPECT_FALSE(has_kazakh_letter("\xD2"));
}

TEST(Folding, IsWhatTellsKazakhLetters) {
  for (const std::string_view form : {"әке", "мектеп", "қ", "house", "һүнер"})
    EXPECT_EQ(has_kazakh_letter(form), folded(form) != form) << form;
}

}  // namespace
}  // namespace izde::internal
