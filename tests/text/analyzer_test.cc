#include "izde/analyzer.h"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "text/normalizer.h"
#include "text/term_cache.h"

namespace izde {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> terms(const Analysis& analysis) {
  std::vector<std::string> found;
  for (const Token& token : analysis.tokens()) found.emplace_back(token.term);
  return found;
}

std::vector<std::string> terms(std::string_view text, AnalyzerOptions options = {}) {
  return terms(Analyzer(options).analyze(text));
}

std::vector<std::string> forms(std::string_view text) {
  const Analysis analysis = Analyzer().analyze(text);
  std::vector<std::string> found;
  for (const Token& token : analysis.tokens()) found.emplace_back(token.form);
  return found;
}

/// A token without the memory that it points to.
using Copy = std::tuple<std::string, std::string, std::uint32_t, std::uint32_t, std::uint32_t, int>;

std::vector<Copy> copies(const Analysis& analysis) {
  std::vector<Copy> found;
  for (const Token& token : analysis.tokens())
    found.emplace_back(std::string(token.term), std::string(token.form), token.begin, token.end,
                       token.position, static_cast<int>(token.kind));
  return found;
}

TEST(Analyzer, MendsCutsFoldsAndStems) {
  EXPECT_THAT(terms("АҚШ-тың жаӊа мектептері"), ElementsAre("ақш", "жаңа", "мектеп"));
  EXPECT_THAT(forms("АҚШ-тың жаӊа мектептері"), ElementsAre("ақш-тың", "жаңа", "мектептері"));
}

TEST(Analyzer, WhitespaceLeavesWordsAsTheyAre) {
  const AnalyzerOptions options{.tokenizer = TokenizerKind::kWhitespace};
  EXPECT_THAT(terms("  Мектептері, жаӊа-\tсөз\n\x01x ", options),
              ElementsAre("Мектептері,", "жаӊа-", "сөз", "x"));
  EXPECT_THAT(terms(" \t\r\n", options), ::testing::IsEmpty());
  EXPECT_THAT(terms("а\xFF"
                    "б в",
                    options),
              ElementsAre("а\uFFFDб", "в"));
  const std::string text = "жаңа  мектептері\xFF ҰБТ";
  const Analysis analysis = Analyzer(options).analyze(text);
  ASSERT_EQ(analysis.tokens().size(), 3U);
  const Token& last = analysis.tokens().back();
  EXPECT_EQ(text.substr(last.begin, last.end - last.begin), "ҰБТ");
  EXPECT_EQ(last.position, 2U);
  EXPECT_EQ(last.form, last.term);
  EXPECT_EQ(last.family, "");
  EXPECT_EQ(analysis.replaced_bytes(), 1U);
}

TEST(Analyzer, WhitespaceCutsLongWordsBetweenLetters) {
  const AnalyzerOptions options{.tokenizer = TokenizerKind::kWhitespace};
  for (const std::size_t before : {0U, 1U}) {
    std::string word(before, 'x');
    for (int i = 0; i < 200; ++i) word += "қ";
    const std::vector<std::string> found = terms(word + " end", options);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0], word.substr(0, before == 0 ? 254 : 255));
    EXPECT_EQ(found[1], "end");
  }
}

TEST(Analyzer, WhitespaceFindsBlanksWhereverTheyStand) {
  const AnalyzerOptions options{.tokenizer = TokenizerKind::kWhitespace};
  for (std::size_t length = 1; length < 40; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, ' ');
      for (std::size_t i = 0; i < length; ++i) text[i] = "!~\x7F"[i % 3];
      text[at] = " \t\n\0"[at % 4];
      std::vector<std::string> expected;
      if (at > 0) expected.push_back(text.substr(0, at));
      if (at + 1 < length) expected.push_back(text.substr(at + 1));
      EXPECT_EQ(terms(text, options), expected) << length << " " << at;
    }
  }
}

TEST(Analyzer, AcronymsAndLowerCaseMeetInOneTerm) {
  EXPECT_EQ(terms("АҚШ"), terms("ақш"));
  EXPECT_EQ(terms("АҚШ-тың"), terms("ақш"));
  EXPECT_EQ(terms("АҚШтың"), terms("ақш"));
  EXPECT_EQ(terms("ҚАЗАҚСТАННЫҢ"), terms("Қазақстан"));
  EXPECT_EQ(terms("Қазақстан’ның"), terms("қазақстан"));
  EXPECT_EQ(terms("#Қазақстанда"), terms("қазақстан"));
}

TEST(Analyzer, NumbersHaveOneTerm) {
  EXPECT_THAT(terms("54,7%-ға 54,7 % 54.7 54,7ға"), ElementsAre("54,7", "54,7", "54,7", "54,7"));
  EXPECT_THAT(terms("25\u00A0000 25\u202F000-ға ٢٥"), ElementsAre("25000", "25000", "25"));
  EXPECT_THAT(terms("12.05.2017-де"), ElementsAre("12.05.2017"));
  EXPECT_THAT(forms("54,7 %-ға 25\u00A0000"), ElementsAre("54,7%-ға", "25000"));
}

TEST(Analyzer, RomanNumeralsMeetInOneScript) {
  EXPECT_THAT(terms("XXI ХХІ xxі VІІІ-ші", {.repair = RepairLevel::kOff}),
              ElementsAre("xxi", "xxi", "xxi", "viii"));
  EXPECT_EQ(terms("ХХІ ғасыр"), terms("XXI ғасыр"));
}

TEST(Analyzer, LinksAndTagsAreTermsInLowerCase) {
  EXPECT_THAT(terms("HTTPS://Egov.KZ/A Test@Mail.ru-ға @Izde"),
              ElementsAre("egov.kz/a", "test@mail.ru", "ізде"));  // Kazakh in Latin letters
  EXPECT_THAT(forms("#Қазақстанда"), ElementsAre("қазақстанда"));
}

/// Texts that say the same in other spellings.
class Spellings : public ::testing::TestWithParam<std::vector<const char*>> {};

TEST_P(Spellings, MeetInTheirTerms) {
  const std::vector<std::string> expected = terms(GetParam().front());
  ASSERT_FALSE(expected.empty());
  for (const char* const text : GetParam()) EXPECT_EQ(terms(text), expected) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, Spellings,
    ::testing::Values(
        std::vector<const char*>{"5", "5-ші", "5-шi", "5ші", "5‑ші", "5-інші", "5’ші", "5-ке"},
        std::vector<const char*>{"12.05.2024", "12.05.2024-де", "12.05.2024-те"},
        std::vector<const char*>{"2024 ж.", "2024ж.", "2024ж", "2024 ж"},
        std::vector<const char*>{"2024 жыл", "2024жылы", "2024-жылғы", "2024 жылы", "2024-жыл"},
        std::vector<const char*>{"54,7", "54.7", "54,7%", "54,7 %-ға", "54.7%-дан", "54,7\u00A0%"},
        std::vector<const char*>{"1\u00A0000\u00A0000", "1\u202F000\u202F000-ға", "1000000"},
        std::vector<const char*>{"10 км", "10км", "10-км", "10 км-ге", "10 КМ"},
        std::vector<const char*>{"25", "25°", "25°-қа"},
        std::vector<const char*>{"egov.kz", "www.egov.kz", "https://egov.kz", "http://www.egov.kz/",
                                 "EGOV.KZ-тің", "Egov.kz-те"},
        std::vector<const char*>{"info@mail.kz", "Info@Mail.KZ", "info@mail.kz-ке"},
        std::vector<const char*>{"Қазақстан", "#Қазақстан", "#қазақстанда", "ҚАЗАҚСТАННЫҢ"},
        std::vector<const char*>{"АҚШ", "АҚШ-тың", "АҚШтың", "ақш-тың", "АҚШ’тың", "ақш"},
        std::vector<const char*>{"ЖШС", "ЖШС-ның", "ЖШС-дан", "жшс-ға"},
        std::vector<const char*>{"XXI ғасыр", "ХХІ ғасыр", "XXI-ғасыр", "ХХI ғасырда", "xxi ғасыр"},
        std::vector<const char*>{"ІІІ тоқсан", "III тоқсан", "III-тоқсан", "ІІІ тоқсанда"},
        std::vector<const char*>{"school", "schools", "School’s", "SCHOOL"},
        std::vector<const char*>{"iPhone", "iPhone-ды", "iPhone’ды", "iphone"}));

/// Whether the one word of either text is found by the other.
bool meet(std::string_view a, std::string_view b) {
  const std::vector<std::string> mine = terms(a);
  for (const std::string& term : terms(b))
    if (std::find(mine.begin(), mine.end(), term) != mine.end()) return true;
  return false;
}

TEST(Analyzer, FormsOfRussianWordsFindOneAnother) {
  const std::vector<std::vector<const char*>> paradigms = {
      {"книга", "книги", "книге", "книгу", "книгой", "книг", "книгам", "книгами", "книгах"},
      {"школа", "школы", "школе", "школу", "школой", "школ", "школам", "школами", "школах"},
      {"страна", "страны", "стране", "страну", "страной", "стран", "странам", "странами"},
      {"республика", "республики", "республике", "республику", "республикой", "республик"},
      {"город", "города", "городу", "городом", "городе", "городов", "городам", "городами"},
      {"закон", "закона", "закону", "законом", "законе", "законы", "законов", "законами"},
      {"министр", "министра", "министру", "министром", "министре", "министры", "министров"},
      {"слово", "слова", "слову", "словом", "слове", "слов", "словам", "словами", "словах"},
      {"новый", "нового", "новому", "новым", "новом", "новая", "новой", "новую", "новые"},
      {"работать", "работаю", "работает", "работают", "работал", "работала", "работали"},
      {"новость", "новости", "новостью", "новостей", "новостям", "новостями", "новостях"},
      {"станция", "станции", "станцию", "станцией", "станций", "станциями", "станциях"}};
  for (const auto& forms_of_word : paradigms)
    for (const char* const form : forms_of_word)
      EXPECT_TRUE(meet(forms_of_word.front(), form)) << forms_of_word.front() << ' ' << form;
}

TEST(Analyzer, KazakhWordsHaveOneReading) {
  EXPECT_THAT(terms("бала балалар балалардың адам адамдар тау даму туралы бойынша емес"),
              ::testing::SizeIs(10));
  EXPECT_THAT(terms("банктер министрлер экономиканың"), ::testing::SizeIs(3));
}

TEST(Analyzer, ReadingsShareAPlaceAndAForm) {
  const Analysis analysis = Analyzer().analyze("жаңа книга бар");
  const auto tokens = analysis.tokens();
  ASSERT_EQ(tokens.size(), 4U);
  EXPECT_THAT(terms(analysis), ElementsAre("жаңа", "книга", "книг", "бар"));
  EXPECT_EQ(tokens[1].form, tokens[2].form);
  EXPECT_EQ(tokens[1].begin, tokens[2].begin);
  EXPECT_EQ(tokens[1].end, tokens[2].end);
  EXPECT_EQ(tokens[1].position, 1U);
  EXPECT_EQ(tokens[2].position, 1U);
  EXPECT_EQ(tokens[3].position, 2U);
}

TEST(Analyzer, StemsEachWordInItsLanguage) {
  EXPECT_THAT(terms("Running houses"), ElementsAre("run", "hous"));
  EXPECT_EQ(terms("образование"), terms("образования"));
  EXPECT_EQ(terms("министерства"), terms("министерствоның"));  // Kazakh ending, Russian word
  EXPECT_THAT(terms("компанию"), ::testing::Contains(terms("компаниясының").front()));
  EXPECT_THAT(terms("café ñan"), ElementsAre("café", "ñan"));
}

TEST(Analyzer, WithoutStemmingTheTermIsTheForm) {
  const AnalyzerOptions options{.repair = RepairLevel::kOff, .stem = false};
  const Analysis analysis = Analyzer(options).analyze("АҚШ-тың мектептері 54,7%-ға running");
  for (const Token& token : analysis.tokens()) EXPECT_EQ(token.term, token.form);
  EXPECT_EQ(analysis.tokens().size(), 4U);
}

TEST(Analyzer, OffsetsPointIntoTheTextThatWasGiven) {
  const std::string_view text = "жаӊа жыл\u00ADдар, пайдаланИан \xFF сөз";
  const Analysis analysis = Analyzer().analyze(text);
  std::vector<std::string> seen;
  for (const Token& token : analysis.tokens())
    seen.emplace_back(text.substr(token.begin, token.end - token.begin));
  EXPECT_THAT(seen, ElementsAre("жаӊа", "жыл\u00ADдар", "пайдаланИан", "сөз"));
  EXPECT_EQ(analysis.replaced_bytes(), 1U);
}

TEST(Analyzer, PositionsCountTokens) {
  const Analysis analysis = Analyzer().analyze("азық-түлік, сондай-ақ 5-ші!");
  std::vector<std::uint32_t> positions;
  for (const Token& token : analysis.tokens()) positions.push_back(token.position);
  EXPECT_THAT(positions, ElementsAre(0, 1, 2, 3));
}

TEST(Analyzer, CutsLongTermsAtACharacter) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "қа";
  const Analysis analysis = Analyzer().analyze(text);
  ASSERT_EQ(analysis.tokens().size(), 1U);
  EXPECT_EQ(analysis.tokens()[0].term.size(), 254U);
  EXPECT_TRUE(internal::is_valid_utf8(analysis.tokens()[0].form));
  EXPECT_EQ(analysis.tokens()[0].end, text.size());
  const Analysis url = Analyzer().analyze("http://a.kz/" + std::string(300, 'x'));
  EXPECT_EQ(url.tokens()[0].term.size(), 255U);
}

TEST(Analyzer, GivesNoTokenForWhatHoldsNothing) {
  EXPECT_TRUE(Analyzer().analyze("").tokens().empty());
  EXPECT_TRUE(Analyzer().analyze(" — ! \u3164").tokens().empty());  // Hangul filler: ignorable
  EXPECT_TRUE(Analyzer().analyze("\xFF\xFE").tokens().empty());
}

TEST(Analyzer, NamesTheKindsOfTokens) { EXPECT_EQ(to_string(TokenKind::kAcronym), "acronym"); }

TEST(Analyzer, OneAnalysisServesDifferentAnalyzers) {
  const Analyzer stems;
  const Analyzer plain({.stem = false});
  Analysis analysis;
  for (int i = 0; i < 3; ++i) {
    stems.analyze("мектептері", analysis);
    EXPECT_THAT(terms(analysis), ElementsAre("мектеп"));
    plain.analyze("мектептері", analysis);
    EXPECT_THAT(terms(analysis), ElementsAre("мектептері"));
  }
  Analysis moved = std::move(analysis);
  EXPECT_THAT(terms(moved), ElementsAre("мектептері"));
  EXPECT_TRUE(analysis.tokens().empty());  // NOLINT(bugprone-use-after-move): allowed to be used
  stems.analyze("үйлер", analysis);
  EXPECT_EQ(analysis.tokens().size(), 1U);
}

std::string random_word(std::mt19937& random) {
  const std::u32string_view letters = U"аәбғдеіқлмнңоөрстұүы";
  std::string word;
  for (auto n = random() % 6 + 3; n > 0; --n)
    internal::append_code_point(word, letters[random() % letters.size()]);
  return word;
}

TEST(Analyzer, ResultsDoNotDependOnTheCache) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const Analyzer analyzer;
  Analysis used;
  std::string large;  // more distinct words than two generations of the cache hold
  for (std::size_t i = 0; i < 2 * internal::TermCache::kMaxEntries + 50'000; ++i)
    large.append(random_word(random)).append(" ");
  analyzer.analyze(large, used);
  std::size_t checked = 0;
  for (const Token& token : used.tokens()) {  // what was handed out early is still there
    if (++checked % 1000 != 1) continue;
    const Analysis fresh = analyzer.analyze(large.substr(token.begin, token.end - token.begin));
    ASSERT_THAT(terms(fresh), ::testing::Contains(token.term));
    ASSERT_EQ(fresh.tokens()[0].form, token.form);
  }
  for (int i = 0; i < 200; ++i) {
    const std::string text = random_word(random) + " АҚШ-тың 5-ші " + large.substr(0, 5000);
    analyzer.analyze(text, used);
    ASSERT_EQ(copies(used), copies(analyzer.analyze(text)));
  }
}

void expect_sound(const Analyzer& analyzer, std::string_view text, Analysis& analysis) {
  analyzer.analyze(text, analysis);
  const std::vector<Copy> first = copies(analysis);
  std::uint32_t position = 0;
  std::uint32_t begin = 0;
  for (const Token& token : analysis.tokens()) {
    ASSERT_FALSE(token.term.empty());
    ASSERT_FALSE(token.form.empty());
    ASSERT_LE(token.term.size(), 255U);
    ASSERT_TRUE(internal::is_valid_utf8(token.term));
    ASSERT_TRUE(internal::is_valid_utf8(token.form));
    ASSERT_LT(token.begin, token.end);
    ASSERT_LE(token.end, text.size());
    ASSERT_GE(token.begin, begin);
    ASSERT_GE(token.position, position);
    begin = token.begin;
    position = token.position;
    if (analyzer.options().repair == RepairLevel::kOff) {
      const std::string_view written = text.substr(token.begin, token.end - token.begin);
      ASSERT_TRUE(internal::is_valid_utf8(written));
      if (token.kind == TokenKind::kWord || token.kind == TokenKind::kAcronym) {
        std::string form;
        internal::normalize(written, form);
        ASSERT_EQ(form, token.form);
      }
    }
  }
  analyzer.analyze(text, analysis);
  ASSERT_EQ(copies(analysis), first);
}

TEST(Analyzer, IsSoundForAnyBytes) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> parts = {
      "қала", "АҚШ", "-", "тың",     "ға",   "5", ",",    ".",       "%",      "\u00A0",
      "000",  "@",   "#", "mail.ru", "И",    "ӊ", "’",    "_",       "\u0301", "\u00AD",
      "日",   " ",   " ", "\xFF",    "\xD2", "😀", "word", "новости", "İ",      "пайдаланИан"};
  const Analyzer analyzers[] = {Analyzer(), Analyzer({.repair = RepairLevel::kOff}),
                                Analyzer({.repair = RepairLevel::kUnambiguous, .stem = false})};
  Analysis analysis;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (auto n = random() % 16; n > 0; --n) {
      if (random() % 10 == 0)
        text.push_back(static_cast<char>(random() & 0xFFU));
      else
        text += parts[random() % parts.size()];
    }
    expect_sound(analyzers[random() % 3], text, analysis);
    if (HasFatalFailure()) FAIL() << ::testing::PrintToString(text);
  }
}

TEST(Analyzer, FormsAreTheirOwnForms) {
  const Analyzer analyzer({.repair = RepairLevel::kOff});
  for (const std::string_view text :
       {"Қазақстан’ның", "АҚШ-тың", "54,7 %-ға", "25\u00A0000-ші", "за\u0301мок", "Ёлка",
        "İstanbul", "test@mail.ru", "iPhone-ды", "ЖЫЛ\u00ADДАР"}) {
    const Analysis analysis = analyzer.analyze(text);
    ASSERT_FALSE(analysis.tokens().empty()) << text;
    ASSERT_EQ(analysis.tokens().back().position, 0U) << text;
    const Analysis again = analyzer.analyze(analysis.tokens()[0].form);
    ASSERT_FALSE(again.tokens().empty()) << text;
    EXPECT_EQ(again.tokens()[0].form, analysis.tokens()[0].form);
    EXPECT_EQ(terms(again), terms(analysis));
  }
}

}  // namespace
}  // namespace izde
