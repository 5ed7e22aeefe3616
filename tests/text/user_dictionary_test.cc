#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/analyzer.h"
#include "izde/dictionary.h"
#include "izde/error.h"
#include "izde/stemmer.h"

#include "base/utf8.h"
#include "support/error_of.h"

namespace izde {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;

using Kind = DictionaryEntryKind;

std::string stem(const UserDictionary& dictionary, std::string_view word) {
  return KazakhStemmer(dictionary).stem(word);
}

std::vector<std::string> terms(const UserDictionary& dictionary, std::string_view text) {
  AnalyzerOptions options;
  options.dictionary = dictionary;
  std::vector<std::string> found;
  const Analysis analysis = Analyzer(options).analyze(text);
  for (const Token& token : analysis.tokens()) found.emplace_back(token.term);
  return found;
}

std::string term(const UserDictionary& dictionary, std::string_view word) {
  const std::vector<std::string> found = terms(dictionary, word);
  return found.empty() ? std::string() : found[0];  // a word of two readings has two
}

TEST(UserDictionary, KeepsWordsInTheirForm) {
  const UserDictionary dictionary = UserDictionary::parse("keep Балалар\nkeep running\n");
  EXPECT_EQ(stem(dictionary, "балалар"), "балалар");
  EXPECT_EQ(stem(dictionary, "балалары"), "бала") << "another form is another matter";
  EXPECT_THAT(terms(dictionary, "БАЛАЛАР балаларға Running houses"),
              ElementsAre("балалар", "бала", "running", "hous"));
}

TEST(UserDictionary, FindsAllFormsOfANoun) {
  const UserDictionary dictionary = UserDictionary::parse("noun блокшын\nnoun кеңлап\nnoun шорық");
  for (const char* form : {"блокшын", "блокшындар", "блокшынның", "блокшындарымыздан", "блокшыны",
                           "блокшынға", "блокшындағы", "блокшынмен", "блокшыннан"}) {
    EXPECT_EQ(stem(dictionary, form), "блокшын") << form;
  }
  for (const char* form : {"кеңлап", "кеңлаптар", "кеңлабы", "кеңлабымыздың", "кеңлапқа"})
    EXPECT_EQ(stem(dictionary, form), "кеңлап") << form;
  for (const char* form : {"шорық", "шорығы", "шорқы", "шорқымызда", "шорықтар"})
    EXPECT_EQ(stem(dictionary, form), "шорық") << form;
}

TEST(UserDictionary, FindsAllFormsOfAVerb) {
  const UserDictionary dictionary = UserDictionary::parse("verb гуглап\nverb зырылы\nverb гөгле");
  for (const char* form : {"гуглап", "гуглабады", "гуглаптым", "гуглапқан", "гуглауып"})
    EXPECT_EQ(stem(dictionary, form), "гуглап") << form;
  for (const char* form : {"зырылы", "зырылиды", "зырылып", "зырылыды", "зырылыған", "зырылымайды"})
    EXPECT_EQ(stem(dictionary, form), "зырылы") << form;
  for (const char* form : {"гөгле", "гөглейді", "гөглеп", "гөгледі", "гөглеген", "гөглемеді"})
    EXPECT_EQ(stem(dictionary, form), "гөгле") << form;
}

TEST(UserDictionary, TakesLoansWithEndingsOfEitherHarmony) {
  const UserDictionary dictionary =
      UserDictionary::parse("noun файлолог\nnoun мультиль\nnoun грамм");
  for (const char* form : {"файлологтың", "файлологтер", "файлологі", "файлологы"})
    EXPECT_EQ(stem(dictionary, form), "файлолог") << form;
  for (const char* form : {"мультильдер", "мультилі", "мультиліміз"})
    EXPECT_EQ(stem(dictionary, form), "мультиль") << form;
  EXPECT_EQ(stem(dictionary, "грамы"), "грамм");
}

TEST(UserDictionary, ItsRootsWinOverThoseOfTheLexicon) {
  ASSERT_NE(KazakhStemmer().stem("алмасы"), "алмас");
  const UserDictionary dictionary = UserDictionary::parse("noun Алмас");
  EXPECT_EQ(stem(dictionary, "алмасы"), "алмас");
  EXPECT_EQ(stem(dictionary, "алмасқа"), "алмас");
  EXPECT_EQ(stem(dictionary, "алма"), "алма") << "a word of the lexicon";
  EXPECT_EQ(stem(dictionary, "алмалар"), "алма");
}

TEST(UserDictionary, ExceptionsGoWhereTheirTargetGoes) {
  const UserDictionary dictionary = UserDictionary::parse(
      "noun егемен\nегемен -> тәуелсіздіктің\nчел -> адам\nчеловеки -> чел\nchildren -> child\n"
      "ҰБТ -> тестілеу\nвузы -> университетах\nuniversities -> университеттің");
  EXPECT_EQ(term(dictionary, "егемен"), term({}, "тәуелсіздік"));
  EXPECT_EQ(term(dictionary, "егеменнің"), term({}, "тәуелсіздік")) << "all forms of a base form";
  EXPECT_EQ(term(dictionary, "чел"), "адам");
  EXPECT_EQ(term(dictionary, "человеки"), "адам");
  EXPECT_EQ(term(dictionary, "Children"), term({}, "child"));
  EXPECT_EQ(term(dictionary, "ҰБТ-ның"), term({}, "тестілеу"));
  EXPECT_EQ(term(dictionary, "вузы"), term({}, "университетах"));
  EXPECT_EQ(term(dictionary, "universities"), "университет");
  EXPECT_EQ(stem(dictionary, "children"), term({}, "child"));
}

TEST(UserDictionary, NormalisesAsTheAnalyzerDoes) {
  const UserDictionary dictionary = UserDictionary::parse(
      "\xEF\xBB\xBFkeep ЁЛКИЛЕР\r\n  keep\tҚазақстандықтар  # a comment\n\n# keep x y z\n"
      "keep balalardyñ\nkeep \u04E9\u0301зге\n");
  EXPECT_EQ(dictionary.text(), "keep балалардың\nkeep елкилер\nkeep қазақстандықтар\nkeep өзге\n");
  EXPECT_EQ(dictionary.size(), 4U);
  EXPECT_EQ(term(dictionary, "ёлкилер"), "елкилер");
  EXPECT_EQ(term(dictionary, "балалардың"), "балалардың");
  EXPECT_EQ(term(dictionary, "balalardyñ"), "балалардың");
  EXPECT_EQ(term(dictionary, "ҚАЗАҚСТАНДЫҚТАР"), "қазақстандықтар");
}

TEST(UserDictionary, RootsThatLookRussianStayWhole) {
  ASSERT_NE(term({}, "бархастие"), "бархастие");
  const UserDictionary dictionary = UserDictionary::parse("noun бархастие");
  EXPECT_EQ(term(dictionary, "бархастие"), "бархастие");
  EXPECT_EQ(term(dictionary, "бархастиенің"), "бархастие");
}

TEST(UserDictionary, OfAHyphenatedWordRootsAndKeptWordsHoldForTheLastPart) {
  const UserDictionary dictionary =
      UserDictionary::parse("noun гаджет\nkeep дыбыстар\nтүлік -> тамақ");
  EXPECT_EQ(stem(dictionary, "смарт-гаджеттердің"), "смарт-гаджет");
  EXPECT_EQ(stem(dictionary, "үн-дыбыстар"), "үн-дыбыстар");
  EXPECT_EQ(stem(dictionary, "азық-түлікті"), "азық-түлік");
}

TEST(UserDictionary, TextGivesItBack) {
  const UserDictionary dictionary = UserDictionary::parse(
      "verb зерле\nnoun Өрік\nkeep өрік\nбалдардың -> бала\nbaldardyñ -> БАЛА\nnoun зерле\nnoun "
      "өрік");
  EXPECT_EQ(dictionary.text(), "балдардың -> бала\nnoun зерле\nverb зерле\nkeep өрік\nnoun өрік\n");
  EXPECT_EQ(dictionary.size(), 5U);
  const UserDictionary again = UserDictionary::parse(dictionary.text());
  EXPECT_EQ(again.text(), dictionary.text());
  EXPECT_EQ(again.hash(), dictionary.hash());
  EXPECT_EQ(again, dictionary);
  EXPECT_EQ(dictionary.hash(), "6db22968428eece7") << "the same on all machines";
  const UserDictionary by_entries({{Kind::kVerb, "зерле"},
                                   {Kind::kNoun, "Өрік"},
                                   {Kind::kKeep, "өрік"},
                                   {Kind::kException, "балдардың", "бала"},
                                   {Kind::kNoun, "зерле"}});
  EXPECT_EQ(by_entries, dictionary);
  EXPECT_NE(UserDictionary::parse("keep өрік"), dictionary);
}

TEST(UserDictionary, NoEntriesAreNoDictionary) {
  for (const char* text : {"", "\n\n", "# nothing\n   # at all"}) {
    const UserDictionary dictionary = UserDictionary::parse(text);
    EXPECT_TRUE(dictionary.empty());
    EXPECT_EQ(dictionary, UserDictionary());
    EXPECT_EQ(dictionary.hash(), "none");
    EXPECT_EQ(dictionary.text(), "");
    EXPECT_EQ(dictionary.size(), 0U);
  }
}

void expect_refused(std::string_view text, std::string_view place, std::string_view why) {
  const Error error = error_of([&] { UserDictionary::parse(text); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument) << text;
  EXPECT_THAT(error.what(), AllOf(HasSubstr(place), HasSubstr(why))) << text;
}

TEST(UserDictionary, RefusesLinesThatAreNone) {
  expect_refused("keep а\n\nnoon қала", "line 3", "\"noon\"");
  expect_refused("қала", "line 1", "keep, noun or verb");
  expect_refused("# x\nkeep", "line 2", "after keep");
  expect_refused("keep қала мен дала", "line 1", "one word");
  expect_refused("қала ->", "line 1", "each side of ->");
  expect_refused("-> қала", "line 1", "each side of ->");
  expect_refused("қала мен -> дала", "line 1", "each side of ->");
  expect_refused("қала -> дала -> бала", "line 1", "each side of ->");
  expect_refused("keep \xD2", "line 1", "UTF-8");
}

TEST(UserDictionary, RefusesWhatIsNoWord) {
  expect_refused("keep қала,дала", "line 1", "no single word");
  expect_refused("keep қала\u00A0дала", "line 1", "no single word");
  expect_refused("keep ...", "line 1", "no single word");
  expect_refused("keep C++", "line 1", "no single word");
  expect_refused("keep 2017", "line 1", "a number");
  expect_refused("keep www.egov.kz", "line 1", "a url");
  expect_refused("keep АҚШ-тың", "line 1", "give it as \"АҚШ\"");
  expect_refused("keep " + std::string(3000, 'x'), "line 1", "no single word");
  expect_refused("keep " + std::string(300, 'x'), "line 1", "255 bytes");
  expect_refused("noun iphone", "line 1", "letters of the Kazakh alphabet");
  expect_refused("noun а", "line 1", "letters of the Kazakh alphabet");
}

TEST(UserDictionary, RefusesContradictionsAndCircles) {
  expect_refused("keep балдар\nбалдар -> бала", "line 2", "see line 1");
  expect_refused("балдар -> бала\nkeep балдар", "line 2", "see line 1");
  expect_refused("а -> б\nв -> г\nа -> в", "line 3", "\"б\" above");
  expect_refused("қала -> ҚАЛА", "line 1", "itself");
  expect_refused("а -> б\nб -> в\nв -> а", "line", "circle");
  expect_refused("мектеп -> мектептерге", "line 1", "circle");
  expect_refused("мектеп -> оқу\nоқулар -> оқу\nоқу -> мектептің", "line", "circle");
}

TEST(UserDictionary, RefusesEntriesByTheirNumber) {
  const auto refused = [](const std::vector<DictionaryEntry>& entries) {
    return std::string(error_of([&] { UserDictionary dictionary(entries); }).what());
  };
  EXPECT_THAT(refused({{Kind::kKeep, "қала"}, {Kind::kNoun, ""}}), HasSubstr("entry 2"));
  EXPECT_THAT(refused({{Kind::kKeep, "қала", "дала"}}), HasSubstr("entry 1: only an exception"));
  EXPECT_THAT(refused({{Kind::kException, "қала"}}), HasSubstr("a word is missing"));
  EXPECT_THAT(refused({{Kind::kKeep, "екі сөз"}}), HasSubstr("no single word"));
  EXPECT_THAT(refused({{Kind::kKeep, "#тег"}}), HasSubstr("\"тег\""));
  EXPECT_THAT(refused({{Kind::kKeep, "қала\xFF"}}), HasSubstr("UTF-8"));
  EXPECT_THAT(refused({{static_cast<Kind>(9), "қала"}}), HasSubstr("kind"));
}

TEST(UserDictionary, OneAnalysisServesDifferentDictionaries) {
  AnalyzerOptions options;
  const Analyzer without(options);
  options.dictionary = UserDictionary::parse("keep мектептері");
  const Analyzer with(options);
  options.dictionary = UserDictionary::parse("мектептері -> оқу");
  const Analyzer other(options);
  Analysis analysis;
  for (int i = 0; i < 3; ++i) {
    with.analyze("мектептері", analysis);
    EXPECT_EQ(analysis.tokens()[0].term, "мектептері");
    without.analyze("мектептері", analysis);
    EXPECT_EQ(analysis.tokens()[0].term, "мектеп");
    other.analyze("мектептері", analysis);
    EXPECT_EQ(analysis.tokens()[0].term, "оқу");
  }
}

TEST(UserDictionary, OneServesManyThreads) {
  const UserDictionary dictionary = UserDictionary::parse("noun блокшын\nбалдар -> бала");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([dictionary] {
      EXPECT_EQ(Analyzer().definition().find("izde"), 0U);
      for (int n = 0; n < 1000; ++n) {
        EXPECT_EQ(term(dictionary, "блокшындарымыз"), "блокшын");
        EXPECT_EQ(stem(dictionary, "балдар"), "бала");
      }
    });
  for (std::thread& thread : threads) thread.join();
}

std::string random_word(std::mt19937& random) {
  static constexpr std::u32string_view kLetters = U"абгқкпыіейуюяцөлнрь-";
  static constexpr const char* kEndings[] = {"лар", "ы",  "ын", "ның", "да", "ған", "ып",
                                             "у",   "ды", "ма", "і",   "ға", "қа",  "сы"};
  std::string word;
  for (auto n = random() % 5 + 1; n > 0; --n)
    internal::append_code_point(word, kLetters[random() % kLetters.size()]);
  for (auto n = random() % 3; n > 0; --n) word += kEndings[random() % std::size(kEndings)];
  return word;
}

// What of `words` makes a dictionary of one entry, with all those before it.
UserDictionary random_dictionary(std::mt19937& random, std::vector<std::string>& words) {
  UserDictionary dictionary;
  std::vector<DictionaryEntry> entries;
  for (int i = 0; i < 12; ++i) {
    DictionaryEntry entry{static_cast<Kind>(random() % 4), random_word(random)};
    if (random() % 3 == 0 && !words.empty()) entry.word = words[random() % words.size()];
    if (entry.kind == Kind::kException)
      entry.target = random() % 2 == 0 && !words.empty() ? words[random() % words.size()]
                                                         : random_word(random);
    entries.push_back(entry);
    try {
      dictionary = UserDictionary(entries);
      words.push_back(entry.word);
      if (!entry.target.empty()) words.push_back(entry.target);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument) << error.what();
      entries.pop_back();
    }
  }
  return dictionary;
}

TEST(UserDictionary, StemsAreStableWithAnyDictionary) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::size_t by_entry = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> words;
    const UserDictionary dictionary = random_dictionary(random, words);
    ASSERT_EQ(UserDictionary::parse(dictionary.text()), dictionary) << dictionary.text();
    const KazakhStemmer stemmer(dictionary);
    for (int i = 0; i < 200; ++i) {
      std::string word = random() % 2 == 0 ? random_word(random) : words[random() % words.size()];
      if (random() % 2 == 0) word += i % 2 == 0 ? "ның" : "ы";
      const std::string stem = stemmer.stem(word);
      ASSERT_FALSE(stem.empty()) << word;
      ASSERT_EQ(stemmer.stem(stem), stem) << word << "\n" << dictionary.text();
      if (stem != KazakhStemmer().stem(word)) ++by_entry;
    }
  }
  EXPECT_GT(by_entry, 1000U);
}

}  // namespace
}  // namespace izde
