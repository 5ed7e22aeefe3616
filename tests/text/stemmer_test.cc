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

// An independent description of declension and conjugation: it shares no table with the stemmer.
class Paradigm {
 public:
  explicit Paradigm(std::string root, bool front) : root_(std::move(root)), front_(front) {}

  std::vector<std::string> noun_forms() const {
    std::vector<std::string> forms;
    for (const std::string& base : {root_, root_ + plural()}) {
      for (const std::string& owned : owned_by(base)) append_cases(owned, forms);
    }
    return forms;
  }

  std::vector<std::string> verb_forms() const {
    const Kind last = kind(root_);
    const bool vowel = last == kVowel;
    const bool hard = last == kVoiceless;
    std::vector<std::string> forms;
    auto add = [&](const std::string& ending) { forms.push_back(root_ + pick(ending)); };
    const std::string participle = hard ? "қан" : "ған";
    for (const char* more : {"", "да", "нан", "ның", "дар", "дарға", "ымыз", "ына", "дай", "мын"})
      add(participle + more);
    for (const char* more : {"", "м", "ң", "ңыз", "қ"})
      add((hard ? "ты" : "ды") + std::string(more));
    for (const char* more : {"", "м", "қ"}) add("са" + std::string(more));
    const std::string no = hard                              ? "па"
                           : last == kSonorant || last == kZ ? (last == kZ || nasal() ? "ба" : "ма")
                                                             : "ма";
    for (const char* more : {"ды", "ған", "ғандықтан", "й", "йды", "са", "йтын", "уға"})
      add(no + more);
    for (const char* more : {"ды", "тын", "мын", "мыз"})
      add((vowel ? "й" : "а") + std::string(more));
    add(vowel ? "п" : "ып");
    for (const char* more : {"", "ға", "дың", "ы", "ына", "да"}) add("у" + std::string(more));
    return forms;
  }

 private:
  enum Kind { kVowel, kGlide, kSonorant, kZ, kVoiceless };

  static std::string last_letter(const std::string& word) { return word.substr(word.size() - 2); }
  static bool has(std::string_view set, const std::string& letter) {
    return set.find(letter) != std::string_view::npos;
  }
  std::string plural() const {
    const Kind last = kind(root_);
    return pick(last == kVoiceless ? "тар" : last == kSonorant || last == kZ ? "дар" : "лар");
  }

  bool nasal() const { return has("мнң", last_letter(root_)); }

  static Kind kind(const std::string& word) {
    const std::string letter = last_letter(word);
    if (has("аәеоөыі", letter)) return kVowel;
    if (has("руй", letter)) return kGlide;
    if (has("лмнң", letter)) return kSonorant;
    return letter == "з" ? kZ : kVoiceless;
  }

  /// The front twin of an ending written with back letters.
  std::string pick(const std::string& back) const {
    if (!front_) return back;
    std::string out;
    for (std::size_t i = 0; i < back.size(); i += 2) {
      const std::string letter = back.substr(i, 2);
      out += letter == "а"   ? "е"
             : letter == "ы" ? "і"
             : letter == "ғ" ? "г"
             : letter == "қ" ? "к"
                             : letter;
    }
    return out;
  }

  /// `base` and its forms with possession; a mark tells which declension follows.
  std::vector<std::string> owned_by(const std::string& base) const {
    const bool vowel = kind(base) == kVowel;
    return {base + "|", base + pick(vowel ? "м" : "ым") + "|",
            base + pick(vowel ? "мыз" : "ымыз") + "|", base + pick(vowel ? "сы" : "ы") + "|3"};
  }

  void append_cases(const std::string& marked, std::vector<std::string>& forms) const {
    const bool third = marked.back() == '3';
    const std::string base = marked.substr(0, marked.find('|'));
    const Kind last = kind(base);
    const bool is_nasal = has("мнң", last_letter(base));
    const std::string t = last == kVoiceless ? "т" : "д";
    forms.push_back(base);
    if (third) {
      for (const char* ending : {"ның", "н", "на", "нда", "нан", "мен", "ндағы"}) {
        forms.push_back(base + (std::string(ending) == "мен" ? "мен" : pick(ending)));
      }
      return;
    }
    forms.push_back(base + pick((last == kVowel || is_nasal ? "н" : t) + std::string("ың")));
    forms.push_back(base + pick((last == kVowel ? "н" : t) + std::string("ы")));
    forms.push_back(base + pick(t + "а"));
    forms.push_back(base + pick((is_nasal ? "н" : t) + std::string("ан")));
    forms.push_back(base + pick(t + "ағы"));
    forms.push_back(base + (last == kVoiceless ? "пен" : last == kZ ? "бен" : "мен"));
  }

  std::string root_;
  bool front_;
};

void expect_paradigm(const std::vector<std::pair<const char*, bool>>& roots, bool verbs) {
  const KazakhStemmer stemmer;
  std::size_t all = 0, missed = 0;
  std::string list;
  for (const auto& [root, front] : roots) {
    const Paradigm paradigm(root, front);
    for (const std::string& form : verbs ? paradigm.verb_forms() : paradigm.noun_forms()) {
      ++all;
      if (const std::string stem = stemmer.stem(form); stem != root) {
        ++missed;
        list += form + ":" + stem + " ";
      }
    }
  }
  ASSERT_GT(all, 400U);
  // A few forms are forms of another word too (жазы, көзде), and the commoner one wins.
  EXPECT_LE(missed * 100, all) << missed << " of " << all << ": " << list;
}

TEST(KazakhStemmer, BringsEveryFormOfANounBack) {
  expect_paradigm({{"дала", false},
                   {"кеме", true},
                   {"орман", false},
                   {"мұғалім", true},
                   {"теңіз", true},
                   {"қонақ-үй", true},
                   {"арыстан", false},
                   {"мектеп", true},
                   {"дос", false},
                   {"есік", true},
                   {"жұлдыз", false},
                   {"көпір", true},
                   {"шаруа", false},
                   {"студент", true},
                   {"тау", false},
                   {"ғалым", false},
                   {"әңгіме", true},
                   {"көл", true}},
                  false);
}

TEST(KazakhStemmer, BringsEveryFormOfAVerbBack) {
  expect_paradigm({{"жүгір", true},
                   {"сөйле", true},
                   {"отыр", false},
                   {"көрсет", true},
                   {"ойла", false},
                   {"күт", true},
                   {"ойна", false},
                   {"жаз", false},
                   {"сен", true},
                   {"ұйымдастыр", false},
                   {"қатыс", false},
                   {"сүз", true},
                   {"жина", false},
                   {"тексер", true},
                   {"қайна", false}},
                  true);
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
