#include "izde/transliterator.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "text/repair_model.h"

namespace izde {
namespace {

constexpr Alphabet kAll[] = {Alphabet::kCyrillic,  Alphabet::kLatin2021, Alphabet::kLatin2018,
                             Alphabet::kLatin2017, Alphabet::kChat,      Alphabet::kArabic};

std::string to_cyrillic(std::string_view text, Alphabet from) {
  return transliterate(text, from, Alphabet::kCyrillic);
}
std::string from_cyrillic(std::string_view text, Alphabet to) {
  return transliterate(text, Alphabet::kCyrillic, to);
}

TEST(Transliterator, NamesComeBack) {
  for (const Alphabet alphabet : kAll) EXPECT_EQ(alphabet_from_name(to_string(alphabet)), alphabet);
  EXPECT_EQ(alphabet_from_name("greek"), std::nullopt);
  EXPECT_EQ(alphabet_from_name(""), std::nullopt);
}

TEST(Transliterator, WritesEachAlphabet) {
  const std::string text = "Қазақстанның жаңа әңгімесі, ғылым мен өнер: үй, ұшақ, шай, су.";
  EXPECT_EQ(from_cyrillic(text, Alphabet::kLatin2021),
            "Qazaqstannyñ jaña äñgımesı, ğylym men öner: üi, ūşaq, şai, su.");
  EXPECT_EQ(from_cyrillic(text, Alphabet::kLatin2018),
            "Qazaqstannyń jańa áńgimesi, ǵylym men óner: úı, ushaq, shaı, sý.");
  EXPECT_EQ(from_cyrillic(text, Alphabet::kLatin2017),
            "Qazaqstannyn' jan'a a'n'gimesi, g'ylym men o'ner: u'i', us'aq, s'ai', sy'.");
  EXPECT_EQ(from_cyrillic(text, Alphabet::kChat),
            "Qazaqstannyn jana angimesi, gylym men oner: ui, ushaq, shai, su.");
  EXPECT_EQ(from_cyrillic(text, Alphabet::kArabic),
            "قازاقستاننىڭ جاڭا اڭگىمەسى, عىلىم مەن ونەر: ٴۇي, ۇشاق, شاي, سۋ.");
}

TEST(Transliterator, ReadsEachAlphabet) {
  const std::string text = "Қазақстанның жаңа әңгімесі, ғылым мен өнер: үй, ұшақ, шай, су.";
  for (const Alphabet alphabet : {Alphabet::kLatin2021, Alphabet::kLatin2018, Alphabet::kLatin2017})
    EXPECT_EQ(to_cyrillic(from_cyrillic(text, alphabet), alphabet), text) << to_string(alphabet);
  EXPECT_EQ(to_cyrillic("قازاقستاننىڭ جاڭا اڭگىمەسى، ٴۇي؟ ۲۰۲۱", Alphabet::kArabic),
            "қазақстанның жаңа әңгімесі, үй? 2021");
  EXPECT_EQ(to_cyrillic("kazak tili, zhaksy oqushylar", Alphabet::kChat),
            "қазақ тілі, жақсы оқушылар");
}

TEST(Transliterator, DecidesWhatAnAlphabetLeavesOpen) {
  EXPECT_EQ(to_cyrillic("Reaksia, sirk, medisina, ekonomika", Alphabet::kLatin2021),
            "Реакция, цирк, медицина, экономика");
  EXPECT_EQ(to_cyrillic("tarihi aida, aiaq, kitap oqidy, qoiu", Alphabet::kLatin2021),
            "тарихи айда, аяқ, кітап оқиды, қою");
  EXPECT_EQ(to_cyrillic("metal, liti, möl", Alphabet::kLatin2021), "металл, литий, моль");
  EXPECT_EQ(to_cyrillic("kälsi magnidıñ sezd obekt faşis turis", Alphabet::kLatin2021),
            "кальций магнийдің съезд объект фашист турист");
  EXPECT_EQ(to_cyrillic("JES-tıñ, b. e. d., E. Säbitov", Alphabet::kLatin2021),
            "ЖЭС-тің, б. э. д., Е. Сәбитов");
  EXPECT_EQ(to_cyrillic("مەكەنجاي جانە تەلەفون", Alphabet::kArabic), "мекенжай және телефон");
}

TEST(Transliterator, KeepsLetterCase) {
  EXPECT_EQ(to_cyrillic("ŞYMKENT Şymkent şymkent", Alphabet::kLatin2021),
            "ШЫМКЕНТ Шымкент шымкент");
  EXPECT_EQ(from_cyrillic("ШЫМКЕНТ Шымкент Я", Alphabet::kLatin2018), "SHYMKENT Shymkent Ia");
  EXPECT_EQ(from_cyrillic("Ілияс Иманов ІШКІ", Alphabet::kLatin2021), "Ilias İmanov IŞKI");
}

TEST(Transliterator, LeavesWhatIsNotOfTheAlphabet) {
  for (const std::string text : {"Windows XVII 12,5%", "http://izde.kz/qazaq?a=b", "www.izde.kz",
                                 "atynyz@izde.kz", "H_2O \\frac", "3d^4 5s25p2", "N=A/Z",
                                 "-3x+2y=2", "Київ ў", "العربية", "日本語 ελληνικά", "café"})
    for (const Alphabet alphabet :
         {Alphabet::kLatin2021, Alphabet::kLatin2018, Alphabet::kLatin2017})
      EXPECT_EQ(to_cyrillic(text, alphabet), text) << to_string(alphabet);
  EXPECT_EQ(to_cyrillic("Бұл кирилл, this is not", Alphabet::kArabic), "Бұл кирилл, this is not");
  EXPECT_EQ(from_cyrillic("Їжак English 5", Alphabet::kLatin2021), "Їжак English 5");
  EXPECT_EQ(to_cyrillic("the school", Alphabet::kLatin2021), "the school");
  EXPECT_EQ(to_cyrillic("10 kg/m^3, 5m^2", Alphabet::kLatin2021), "10 кг/м^3, 5м^2");
}

// Letters that stand for one letter in both directions come back whatever word they are in.
TEST(Transliterator, UnambiguousLettersComeBack) {
  const std::u32string letters = U"ағгдзқоөың";
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string word;
    const std::size_t size = 1 + random() % 12;
    for (std::size_t k = 0; k < size; ++k)
      internal::append_code_point(word, letters[random() % letters.size()]);
    for (const Alphabet alphabet : {Alphabet::kLatin2018, Alphabet::kLatin2017}) {
      const std::string there = from_cyrillic(word, alphabet);
      EXPECT_EQ(from_cyrillic(to_cyrillic(there, alphabet), alphabet), there)
          << word << ' ' << to_string(alphabet);
    }
  }
}

TEST(Transliterator, TakesAnyBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string pieces = "qazaqäğñışū'4шқٴتەI \xff\xc3.@";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t k = random() % 60; k > 0; --k)
      text += random() % 4 == 0 ? static_cast<char>(random()) : pieces[random() % pieces.size()];
    for (const Alphabet from : kAll) {
      const Alphabet to = kAll[random() % std::size(kAll)];
      EXPECT_LE(transliterate(text, from, to).size(), 8 * text.size());
    }
    const float confidence = detect_alphabet(text).confidence;
    EXPECT_TRUE(confidence >= 0 && confidence <= 1);
  }
}

TEST(Transliterator, LongWordsAreCutAndNotLost) {
  std::string word;
  for (int i = 0; i < 500; ++i) word += "qala";
  std::string expected;
  for (int i = 0; i < 500; ++i) expected += "қала";
  EXPECT_EQ(to_cyrillic(word, Alphabet::kLatin2021).size(), expected.size());
}

TEST(DetectAlphabet, TellsEach) {
  const std::string text =
      "Қазақстан Республикасының жаңа мектептерінде оқушылар көп, олар жақсы оқиды";
  for (const Alphabet alphabet : kAll) {
    const DetectedAlphabet detected = detect_alphabet(from_cyrillic(text, alphabet));
    EXPECT_EQ(detected.alphabet, alphabet) << to_string(alphabet);
    EXPECT_GT(detected.confidence, 0.5F) << to_string(alphabet);
  }
  EXPECT_EQ(detect_alphabet("").confidence, 0);
  EXPECT_EQ(detect_alphabet("12:30 — 日本").confidence, 0);
  EXPECT_LT(detect_alphabet("This is what every English text looks like").confidence, 0.1F);
}

// Word-exact shares on the sets that they are measured on; skipped where those are not at hand.
class ScriptData : public testing::Test {
 protected:
  static std::filesystem::path folder() {
    const char* const shared = std::getenv("IZDE_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : IZDE_SOURCE_DIR "/../shared") /
           "data" / "scripts";
  }

  static std::vector<std::string> words(const std::string& line) {
    std::vector<std::string> out(1);
    for (const char c : line) {
      if (c != ' ' && c != '\r') {
        out.back() += c;
      } else if (!out.back().empty()) {
        out.emplace_back();
      }
    }
    if (out.back().empty()) out.pop_back();
    return out;
  }

  static bool has_cyrillic(const std::string& word) {
    return word.find_first_of("\xD0\xD1\xD2\xD3") != std::string::npos;
  }
  static bool has_ascii_letter(const std::string& word) {
    return word.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") !=
           std::string::npos;
  }

  // The share of words of Cyrillic letters that come out exactly, in lines with as many words on
  // both sides.
  static double exact_share(const std::string& file, Alphabet from, bool any_case) {
    std::ifstream lines(folder() / file);
    std::string line;
    std::getline(lines, line);
    std::size_t all = 0;
    std::size_t exact = 0;
    while (std::getline(lines, line)) {
      const std::size_t tab = line.find('\t');
      const std::string other = line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1);
      const auto wanted = words(any_case ? lower(line.substr(0, tab)) : line.substr(0, tab));
      const auto got = words(to_cyrillic(other, from));
      if (wanted.size() != got.size()) continue;
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!has_cyrillic(wanted[i]) || has_ascii_letter(wanted[i])) continue;
        ++all;
        exact += wanted[i] == got[i] ? 1 : 0;
      }
    }
    return all == 0 ? 0 : static_cast<double>(exact) / static_cast<double>(all);
  }

  static std::string lower(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const internal::CodePoint read = internal::code_point_at(text, at);
      const internal::LetterCode code = internal::letter_code(read.value);
      internal::append_code_point(
          out, code == internal::kNotALetter ? read.value : internal::letter_of(code));
      at += read.length;
    }
    return out;
  }
};

TEST_F(ScriptData, Latin2021) {
  if (!std::filesystem::exists(folder() / "latin2021.dev.tsv"))
    GTEST_SKIP() << "no data in " << folder();
  EXPECT_GE(exact_share("latin2021.dev.tsv", Alphabet::kLatin2021, false), 0.97);
}

TEST_F(ScriptData, Arabic) {
  if (!std::filesystem::exists(folder() / "arabic.dev.tsv"))
    GTEST_SKIP() << "no data in " << folder();
  EXPECT_GE(exact_share("arabic.dev.tsv", Alphabet::kArabic, true), 0.93);
}

}  // namespace
}  // namespace izde
