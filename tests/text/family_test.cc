#include "text/family.h"

#include <string>

#include <gtest/gtest.h>

#include "izde/analyzer.h"
#include "izde/stemmer.h"

namespace izde::internal {
namespace {

std::string family(std::string_view word) {
  const Analysis analysis = Analyzer().analyze(word);
  return std::string(analysis.tokens()[0].family);
}

TEST(Family, IsTheFirstLettersOfTheWord) {
  EXPECT_EQ(family("Экономикалық"), "эконо");
  EXPECT_EQ(family("мектебі"), "мекте");
  EXPECT_EQ(family("жердің"), "жерді");
  EXPECT_EQ(family("жер"), "жер");
  EXPECT_EQ(family("россия"), "росси");
}

TEST(Family, IsThatOfTheCyrillicSpelling) {
  for (const char* word : {"qazaqtyñ", "Қазақтың", "قازاقتىڭ", "ҚAЗAҚТЫҢ"})
    EXPECT_EQ(family(word), "қазақ") << word;
  EXPECT_EQ(family("АҚШ-тың"), "ақш");
  EXPECT_EQ(family("#қазақстан"), "қазақ");
}

TEST(Family, NumbersAndOtherLanguagesHaveNone) {
  for (const char* word : {"2024", "54,7%-ға", "computers", "ХХІ", "https://egov.kz", "a@b.kz"})
    EXPECT_EQ(family(word), "") << word;
  const Analysis unstemmed = Analyzer({.stem = false}).analyze("мектеп");
  EXPECT_EQ(unstemmed.tokens()[0].family, "");
}

TEST(Family, FunctionWordsHaveNone) {
  for (const char* word : {"қандай", "Қандайын", "және", "оның", "үшін", "болып", "етеді", "емес",
                           "что", "которые", "the", "why"}) {
    EXPECT_EQ(family(word), "") << word;
    EXPECT_TRUE(is_function_term(Analyzer().analyze(word).tokens()[0].term)) << word;
  }
  for (const char* word : {"ет", "бол", "ата", "аталады", "табылады", "қала", "2024"}) {
    const Analysis analysis = Analyzer().analyze(word);
    const Token& token = analysis.tokens()[0];
    EXPECT_FALSE(token.family.empty() && is_function_term(token.term)) << word;
  }
}

TEST(Family, CutsAtLetters) {
  EXPECT_EQ(family_of("", ""), "");
  EXPECT_EQ(family_of("а", "x"), "а");
  EXPECT_EQ(family_of("әңүұө", "x"), "әңүұө");
  EXPECT_EQ(family_of("әңүұөі", "x"), "әңүұө");
  EXPECT_EQ(family_of("абвx", "x"), "");
  EXPECT_EQ(family_of("абвгдx", "x"), "абвгд");
}

}  // namespace
}  // namespace izde::internal
