#include "izde/stemmer.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "text/lexicon.h"

namespace izde {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

void expect_stems(const Pairs& pairs) {
  const KazakhStemmer stemmer;
  for (const auto& [word, stem] : pairs) EXPECT_EQ(stemmer.stem(word), stem) << word;
}

TEST(KazakhStemmer, UndoesStemChanges) {
  expect_stems({{"кітабы", "кітап"},
                {"орны", "орын"},
                {"халқы", "халық"},
                {"аузында", "ауыз"},
                {"ауылдың", "ауыл"},
                {"тебеді", "теп"},
                {"тауып", "тап"},
                {"шығады", "шық"},
                {"егіп", "ек"},
                {"қорқады", "қорық"},
                {"оқиды", "оқы"},
                {"қоятын", "қой"},
                {"көбеюде", "көбей"},
                {"аяғында", "аяқ"},
                {"жүрегіңіз", "жүрек"}});
}

TEST(KazakhStemmer, KeepsRootsThatLookInflected) {
  for (const char* word :
       {"қала",    "алма",      "бала",   "тарау", "орын",  "керек", "кейін", "бүгін",
        "жеті",    "қорытынды", "жоғары", "бұрын", "әлем",  "елу",   "ауыл",  "білім",
        "жеке",    "алтын",     "дауыс",  "өзге",  "ақын",  "жақын", "шешім", "теңіз",
        "шақырым", "қызыл",     "маман",  "арал",  "асқар", "тауар", "таза",  "жасыл",
        "ескі",    "шара",      "аймақ",  "дерек", "айқын", "есеп",  "сапар", "алматы",
        "атырау",  "адам",      "үшін",   "жер",   "ата",   "ана",   "қара",  "баға",
        "сала",    "ақша",      "сауда",  "соғыс", "орыс",  "батыс", "шығыс", "оқушы"}) {
    EXPECT_EQ(KazakhStemmer().stem(word), word);
  }
}

TEST(KazakhStemmer, KnowsPronounsAndShortenedConverbs) {
  expect_stems({{"маған", "мен"},
                {"саған", "сен"},
                {"оған", "ол"},
                {"мұны", "бұл"},
                {"соның", "сол"},
                {"осында", "осы"},
                {"боп", "бол"},
                {"кеп", "кел"},
                {"менің", "мен"},
                {"олардың", "ол"},
                {"жылғы", "жыл"},
                {"екінші", "екі"},
                {"үшіншіден", "үш"}});
}

TEST(KazakhStemmer, AcceptsLoansWithHarmonyOfTheirOwn) {
  expect_stems({{"банктің", "банк"},
                {"министрлерге", "министр"},
                {"фильмдерін", "фильм"},
                {"конференцияларында", "конференция"},
                {"станциясынан", "станция"},
                {"апрельде", "апрель"},
                {"стилі", "стиль"},
                {"процесі", "процесс"},
                {"журналистер", "журналист"},
                {"клубтарында", "клуб"}});
}

// None of these is in the lists: a known noun with a suffix that makes another word is as good.
TEST(KazakhStemmer, KeepsWordsMadeOfKnownNouns) {
  for (const char* word : {"қауындық", "бұлақшы", "тасбақалық", "көлсіздік", "бұлақшылық"}) {
    EXPECT_FALSE(internal::is_known_root(word)) << word;
  }
  expect_stems({{"қауындықтың", "қауындық"},
                {"бұлақшыларға", "бұлақшы"},
                {"тасбақалығын", "тасбақалық"},
                {"көлсіздіктен", "көлсіздік"},
                {"бұлақшылығы", "бұлақшылық"}});
}

TEST(KazakhStemmer, KeepsListedWordsApartFromTheVerbsTheyAreMadeOf) {
  expect_stems({{"келісті", "келіс"},
                {"жазушылар", "жазушы"},
                {"зерттеуді", "зерттеу"},
                {"зерттеді", "зертте"},
                {"салмақтың", "салмақ"},
                {"алмақшы", "ал"}});
}

TEST(KazakhStemmer, VoicesOnlyBetweenVowels) {
  expect_stems({{"штабы", "штаб"},
                {"митингіге", "митинг"},
                {"кітабы", "кітап"},
                {"халқы", "халық"},
                {"отбасына", "отбасы"}});
}

TEST(KazakhStemmer, SpellsAStemAsTheWordDoes) {
  expect_stems({{"сыйақының", "сыйақы"},
                {"айуандар", "айуан"},
                {"аюлар", "аю"},
                {"қоюы", "қой"},
                {"қоя", "қой"}});
}

TEST(KazakhStemmer, TakesAwayTheInflectionOfTheLastPartOfAHyphenatedWord) {
  expect_stems({{"азық-түлікпен", "азық-түлік"},
                {"ата-аналарымыз", "ата-ана"},
                {"-", "-"},
                {"сөз-", "сөз-"}});
}

TEST(KazakhStemmer, DoesNotCutWhereHarmonyOrAssimilationForbids) {
  const KazakhStemmer stemmer;
  for (const auto& [word, root] : Pairs{{"балалер", "бала"},
                                        {"даладен", "дала"},
                                        {"кітапге", "кітап"},
                                        {"сөзтің", "сөз"},
                                        {"орманнің", "орман"},
                                        {"көзлар", "көз"},
                                        {"таулер", "тау"},
                                        {"ормантар", "орман"}}) {
    EXPECT_NE(stemmer.stem(word), root) << word;
  }
}

std::string random_word(std::mt19937& random) {
  static constexpr std::string_view kLetters = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
  static const std::array<const char*, 14> kEndings = {
      "лар", "лер", "ын", "ның", "да", "ған", "ып", "у", "ия", "ғы", "ымыз", "ды", "ма", "йтын"};
  std::string word;
  for (auto n = random() % 6 + 1; n != 0; --n)
    word += kLetters.substr(2 * (random() % (kLetters.size() / 2)), 2);
  for (auto n = random() % 5; n != 0; --n) word += kEndings[random() % kEndings.size()];
  return word;
}

TEST(KazakhStemmer, StemsAreStable) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const KazakhStemmer stemmer;
  for (int i = 0; i < 200000; ++i) {
    const std::string word = random_word(random);
    const std::string stem = stemmer.stem(word);
    ASSERT_FALSE(stem.empty()) << word;
    ASSERT_LE(stem.size(), word.size() + 4) << word;
    ASSERT_EQ(stemmer.stem(stem), stem) << word;
  }
}

TEST(KazakhStemmer, AnythingButALowerCaseCyrillicWordComesBackUnchanged) {
  std::string long_word;
  for (int i = 0; i < 2000; ++i) long_word += "лар";
  for (const std::string& word :
       {std::string(), std::string("hello"), std::string("\xd0"), std::string("\xff\xfe"),
        std::string("қала\xd0", 9), std::string("2017"), std::string("Қалалар"), long_word,
        std::string("қ\0а", 5), std::string("ґалалар")}) {
    EXPECT_EQ(KazakhStemmer().stem(word), word);
  }
}

TEST(KazakhStemmer, WordsOfRunningTextHaveStableStems) {
  const char* named = std::getenv("IZDE_SHARED");
  const std::filesystem::path shared = named != nullptr ? named : IZDE_SOURCE_DIR "/../shared";
  std::ifstream text(shared / "data/text/clean.txt");
  if (!text) GTEST_SKIP() << "no running text at hand";
  const KazakhStemmer stemmer;
  std::string word;
  std::size_t changed = 0, all = 0;
  while (text >> word) {
    const std::string stem = stemmer.stem(word);
    ASSERT_EQ(stemmer.stem(stem), stem) << word;
    changed += stem != word;
    ++all;
  }
  EXPECT_GT(changed * 10, all * 3);
}

TEST(Lexicon, KnowsRootsAndNotTheirForms) {
  for (const char* word : {"қала", "кітап", "бар", "маған", "және", "республика"}) {
    EXPECT_TRUE(internal::is_known_root(word)) << word;
  }
  for (const char* word : {"қаланың", "кітабы", "", "table", "ққққ"})
    EXPECT_FALSE(internal::is_known_root(word)) << word;
}

}  // namespace
}  // namespace izde
