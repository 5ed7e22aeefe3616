#include "text/alphabet.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "izde/analyzer.h"
#include "izde/transliterator.h"

namespace izde {
namespace {

using internal::AlphabetReader;

TEST(AlphabetReader, GivesTheCyrillicForm) {
  AlphabetReader reader;
  std::string cyrillic;
  const std::pair<const char*, const char*> words[] = {
      {"qazaqstan", "қазақстан"}, {"kazak", "қазақ"},      {"zhaksy", "жақсы"},
      {"oqushy", "оқушы"},        {"mektebı", "мектебі"},  {"kóshe", "көше"},
      {"jan'a", "жаңа"},          {"shygarma", "шығарма"}, {"qatıstı", "қатысты"},
      {"مەكتەپ", "мектеп"},       {"ٴتىلى", "тілі"}};
  for (const auto& [word, expected] : words) {
    EXPECT_TRUE(reader.read(word, cyrillic)) << word;
    EXPECT_EQ(cyrillic, expected) << word;
  }
}

TEST(AlphabetReader, LeavesOtherLanguages) {
  AlphabetReader reader;
  std::string cyrillic;
  for (const char* word :
       {"the",  "school", "google", "windows", "information", "men",       "bar",
        "tank", "don't",  "query",  "müller",  "größe",       "naïve",     "z",
        "",     "a1",     "қазақ",  "日本",    "x",           "wikipedia", "john's"})
    EXPECT_FALSE(reader.read(word, cyrillic)) << word << " -> " << cyrillic;
}

TEST(AlphabetReader, DecidesFromTheWordAlone) {
  AlphabetReader first;
  std::string before;
  std::string after;
  const std::vector<std::string> words = {"kazak",  "windows", "ömır",     "قازاق",
                                          "bolady", "jan'a",   "kereksiz", "school"};
  for (const std::string& word : words) {
    const bool fresh = AlphabetReader().read(word, before);
    EXPECT_EQ(first.read(word, after), fresh) << word;
    if (fresh) {
      EXPECT_EQ(before, after) << word;
    }
  }
}

std::vector<std::string> terms_of(std::string_view text) {
  const Analysis analysis = Analyzer().analyze(text);
  std::vector<std::string> terms;
  for (const Token& token : analysis.tokens()) terms.emplace_back(token.term);
  return terms;
}

// A query in any alphabet finds text in any: both become the same terms.
TEST(Analyzer, AllAlphabetsGiveTheSameTerms) {
  const std::string text = "Қазақ тілінде мектептердің оқушылары кітаптарды оқып, әңгіме жазады";
  const std::vector<std::string> terms = terms_of(text);
  for (const Alphabet alphabet : {Alphabet::kLatin2021, Alphabet::kLatin2018, Alphabet::kLatin2017,
                                  Alphabet::kChat, Alphabet::kArabic}) {
    const std::string written = transliterate(text, Alphabet::kCyrillic, alphabet);
    EXPECT_EQ(terms_of(written), terms) << written;
    EXPECT_EQ(terms_of(transliterate(written, alphabet, Alphabet::kCyrillic)), terms) << written;
  }
  EXPECT_EQ(terms_of("kazak tilinde mektepterdin okushylary"),
            terms_of("қазақ тілінде мектептердің оқушылары"));
  EXPECT_EQ(terms_of("QAZAQSTANNYÑ ALMATYDA"), terms_of("Қазақстанның Алматыда"));
}

TEST(Analyzer, OtherLatinWordsKeepTheirTerms) {
  EXPECT_EQ(terms_of("schools are running in Windows, XVII, café"),
            (std::vector<std::string>{"school", "are", "run", "in", "window", "xvii", "café"}));
}

}  // namespace
}  // namespace izde
