#include "text/language.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace izde::internal {
namespace {

void expect_all(std::string_view words, WordLanguage language) {
  while (!words.empty()) {
    const std::size_t blank = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, blank);
    EXPECT_EQ(language_of(word), language) << word;
    words.remove_prefix(std::min(blank + 1, words.size()));
  }
}

TEST(Language, KazakhLettersDecide) {
  expect_all("қала әлем білім үй өзен ұл тіл жаңа қаһарман республикасының министрлігі",
             WordLanguage::kKazakh);
}

TEST(Language, PlainKazakhWordsAreNotTakenForRussian) {
  expect_all(
      "адам бала дала мектеп болды айтты туралы жылы алматы астана тарих несие азая цунами "
      "карими кереует жаным пенсиям хашим абырой мерейтой орным даму сайлау айналу жаю тоны "
      "абай марат нурлан серик отаным шыным арай уакыт кино радио чикаго назарбаев",
      WordLanguage::kKazakh);
}

TEST(Language, LoansThatKazakhInflectsAreKazakh) {
  expect_all(
      "компания полиция конституция экономика республика министр театр фильм директор "
      "техника станция германия депутат сертификат аппарат",
      WordLanguage::kKazakh);
}

TEST(Language, RussianInflectionIsRussian) {
  expect_all(
      "государственного казахстанская новости деятельности развитие министерства компанию "
      "работать находится учебными первых электронный различные информации образование "
      "российской рассказывает начались обществом",
      WordLanguage::kRussian);
}

TEST(Language, AsciiLettersAreEnglish) {
  expect_all("running house kazakhstan don't quick", WordLanguage::kEnglish);
}

TEST(Language, TheRestIsLeftAlone) {
  expect_all("qazaqstan café ñan iphone15 日本 σίγμα g7 iphoneды 2017 a_b қала2",
             WordLanguage::kOther);
  EXPECT_EQ(language_of(""), WordLanguage::kOther);
}

}  // namespace
}  // namespace izde::internal
