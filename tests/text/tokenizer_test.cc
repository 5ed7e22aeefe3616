#include "text/tokenizer.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "text/word_break.h"

namespace izde::internal {
namespace {

using ::testing::ElementsAre;

struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool word = false;

  bool operator==(const Segment&) const = default;
};

/// ICU's word boundaries in the root locale, as byte offsets: the oracle.
class IcuWords {
 public:
  IcuWords() {
    UErrorCode status = U_ZERO_ERROR;
    iterator_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    EXPECT_TRUE(U_SUCCESS(status));
  }

  std::vector<Segment> segments(std::string_view text) {
    icu::UnicodeString wide;
    std::vector<std::size_t> bytes;
    for (std::size_t at = 0; at < text.size();) {
      const CodePoint read = code_point_at(text, at);
      wide.append(static_cast<UChar32>(read.value));
      bytes.resize(static_cast<std::size_t>(wide.length()), at);
      at += read.length;
    }
    bytes.push_back(text.size());
    iterator_->setText(wide);
    std::vector<Segment> found;
    std::int32_t begin = iterator_->first();
    for (std::int32_t end = iterator_->next(); end != icu::BreakIterator::DONE;
         begin = end, end = iterator_->next())
      found.push_back({bytes[static_cast<std::size_t>(begin)], bytes[static_cast<std::size_t>(end)],
                       has_letter_or_digit(wide, begin, end)});
    return found;
  }

 private:
  static bool has_letter_or_digit(const icu::UnicodeString& text, std::int32_t begin,
                                  std::int32_t end) {
    for (std::int32_t i = begin; i < end; i = text.moveIndex32(i, 1)) {
      const UChar32 c = text.char32At(i);
      const int type = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
      if (u_isalpha(c) || type == U_WB_ALETTER || type == U_WB_NUMERIC || type == U_WB_KATAKANA ||
          type == U_WB_HEBREW_LETTER)
        return true;
    }
    return false;
  }

  std::unique_ptr<icu::BreakIterator> iterator_;
};

std::vector<std::size_t> ends(const std::vector<Segment>& segments) {
  std::vector<std::size_t> found;
  for (const Segment& segment : segments) found.push_back(segment.end);
  return found;
}

std::vector<std::size_t> plain_ends(std::string_view text) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = next_word_boundary(text, at);
    if (end <= at) {
      ADD_FAILURE() << "no progress at " << at;
      break;
    }
    at = end;
    found.push_back(at);
  }
  return found;
}

/// Where ICU departs from UAX #29: scripts that it cuts by a dictionary, and CLDR 42's own words on
/// the colon (joins no letters) and @ (counts as a letter).
bool icu_departs(UChar32 c) {
  if (c == ':' || c == 0xFE55 || c == 0xFF1A || c == '@') return true;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
      return true;
    default:
      return u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
  }
}

bool has_unicode_15() { return std::strncmp(U_UNICODE_VERSION, "15.0", 4) == 0; }

/// Code points by word-break class and Extended_Pictographic, without dictionary scripts.
std::vector<std::vector<char32_t>> code_points_by_class() {
  std::vector<std::vector<char32_t>> by_class(64);
  for (char32_t c = 1; c < 0x110000; ++c) {
    if ((c >= 0xD800 && c < 0xE000) || icu_departs(static_cast<UChar32>(c))) continue;
    by_class[word_entry(c) & (kClassMask | kPictographic)].push_back(c);
  }
  std::erase_if(by_class, [](const auto& points) { return points.empty(); });
  return by_class;
}

std::string describe(std::string_view text) {
  std::ostringstream out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint read = code_point_at(text, at);
    out << std::hex << "U+" << static_cast<std::uint32_t>(read.value) << ' ';
    at += read.length;
  }
  return out.str();
}

std::string shared_path(std::string_view file) {
  const char* shared = std::getenv("IZDE_SHARED");
  return (shared != nullptr ? std::string(shared) : std::string(IZDE_SOURCE_DIR "/../shared"))
      .append("/")
      .append(file);
}

TEST(WordBreak, TableHasIcuPropertyOfEveryCodePoint) {
  if (!has_unicode_15()) GTEST_SKIP() << "ICU has Unicode " << U_UNICODE_VERSION;
  for (UChar32 c = 0; c < 0x110000; ++c) {
    const unsigned entry = word_entry(static_cast<char32_t>(c));
    const auto type = static_cast<WordClass>(entry & kClassMask);
    const int icu = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
    ASSERT_EQ(type == WordClass::kALetter, icu == U_WB_ALETTER) << c;
    ASSERT_EQ(type == WordClass::kNumeric, icu == U_WB_NUMERIC) << c;
    ASSERT_EQ(type == WordClass::kExtend, icu == U_WB_EXTEND) << c;
    ASSERT_EQ(type == WordClass::kFormat, icu == U_WB_FORMAT) << c;
    ASSERT_EQ(type == WordClass::kMidLetter, icu == U_WB_MIDLETTER) << c;
    ASSERT_EQ(type == WordClass::kOther, icu == U_WB_OTHER) << c;
    ASSERT_EQ((entry & kUpper) != 0, u_hasBinaryProperty(c, UCHAR_UPPERCASE) != 0) << c;
  }
}

TEST(WordBreak, AgreesWithIcuOnRandomStringsOverAllClasses) {
  if (!has_unicode_15()) GTEST_SKIP() << "ICU has Unicode " << U_UNICODE_VERSION;
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto by_class = code_points_by_class();
  IcuWords icu;
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (auto n = random() % 10 + 1; n > 0; --n) {
      const auto& points = by_class[random() % by_class.size()];
      append_code_point(text, points[random() % points.size()]);
    }
    ASSERT_EQ(plain_ends(text), ends(icu.segments(text))) << describe(text);
  }
}

TEST(WordBreak, AgreesWithIcuOnRandomRealisticStrings) {
  if (!has_unicode_15()) GTEST_SKIP() << "ICU has Unicode " << U_UNICODE_VERSION;
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::u32string_view signs =
      U"қаүІЁйiİßé12٣,.;'’\"-–_ \t\r\n%#\u00AD\u200B\u200D\u0301\u00A0\u202F«»…שκ🅰😀";
  IcuWords icu;
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (auto n = random() % 24 + 1; n > 0; --n)
      append_code_point(text, signs[random() % signs.size()]);
    ASSERT_EQ(plain_ends(text), ends(icu.segments(text))) << describe(text);
  }
}

TEST(WordBreak, AgreesWithIcuOnRunningText) {
  const std::string path = shared_path("data/text/clean.txt");
  std::ifstream in(path, std::ios::binary);
  if (!in) GTEST_SKIP() << "no " << path;
  IcuWords icu;
  std::string line;
  for (std::size_t bytes = 0; std::getline(in, line) && bytes < 2'000'000; bytes += line.size()) {
    for (char& c : line)
      if (c == ':' || c == '@') c = ' ';  // where ICU departs from UAX #29
    ASSERT_EQ(plain_ends(line), ends(icu.segments(line))) << line;
  }
}

/// Tokens as `text|core|kind`, the core only where it is not the text, the kind only where no word.
std::vector<std::string> tokens(std::string_view text) {
  std::vector<std::string> found;
  Tokenizer tokenizer(text);
  for (RawToken token; tokenizer.next(token);) {
    std::string shown(text.substr(token.begin, token.end - token.begin));
    const std::string core(text.substr(token.core_begin, token.core_end - token.core_begin));
    if (core != shown) shown.append("|").append(core);
    if (token.kind != TokenKind::kWord) shown.append(" ").append(to_string(token.kind));
    found.push_back(std::move(shown));
  }
  return found;
}

TEST(Tokenizer, DropsEndingsWrittenToNumbers) {
  EXPECT_THAT(
      tokens("54,7%-ға 5-ші 3-інші 20-дан 2-і 15-інде 100-деген"),
      ElementsAre("54,7%-ға|54,7 number", "5-ші|5 number", "3-інші|3 number", "20-дан|20 number",
                  "2-і|2 number", "15-інде|15 number", "100-деген|100 number"));
  EXPECT_THAT(tokens("2017-жылғы 5-сынып 12-тармақтың"),
              ElementsAre("2017 number", "жылғы", "5 number", "сынып", "12 number", "тармақтың"));
  EXPECT_THAT(
      tokens("3ші 54,7ға 2017жылы 5G 2ГИС 5а"),
      ElementsAre("3ші|3 number", "54,7ға|54,7 number", "2017 number", "жылы", "5G", "2ГИС", "5а"));
  EXPECT_THAT(tokens("7‑нің 1991–2001 5'ші"),
              ElementsAre("7‑нің|7 number", "1991 number", "2001 number", "5'ші|5 number"));
}

TEST(Tokenizer, DropsEndingsWrittenToAcronymsAndForeignWords) {
  EXPECT_THAT(tokens("АҚШ-тың БҰҰ-ның км-ге ҚР-на КСР-інің ЖОО-ларында"),
              ElementsAre("АҚШ-тың|АҚШ acronym", "БҰҰ-ның|БҰҰ acronym", "км-ге|км",
                          "ҚР-на|ҚР acronym", "КСР-інің|КСР acronym", "ЖОО-ларында|ЖОО acronym"));
  EXPECT_THAT(
      tokens("IT-саласындағы QR-код COVID-19"),
      ElementsAre("IT acronym", "саласындағы", "QR acronym", "код", "COVID acronym", "19 number"));
  EXPECT_THAT(tokens("АҚШтың АҚШ’тың iPhone-ды iPhone’ды"),
              ElementsAre("АҚШтың|АҚШ acronym", "АҚШ’тың|АҚШ acronym", "iPhone-ды|iPhone",
                          "iPhone’ды|iPhone"));
  EXPECT_THAT(tokens("ҚАЗАҚСТАН АСТАНА-ДА МЕНІҢ"),
              ElementsAre("ҚАЗАҚСТАН", "АСТАНА-ДА|АСТАНА acronym", "МЕНІҢ acronym"));
}

TEST(Tokenizer, KeepsPairWordsApartAndDropsParticles) {
  EXPECT_THAT(
      tokens("азық-түлік ата-ана сен-мен сондай-ақ қып-қызыл"),
      ElementsAre("азық", "түлік", "ата", "ана", "сен", "мен", "сондай-ақ|сондай", "қып", "қызыл"));
  EXPECT_THAT(tokens("Алматы-да-Астана жүре-жүре"),
              ElementsAre("Алматы", "да", "Астана", "жүре", "жүре"));
}

TEST(Tokenizer, JoinsOnApostrophesButNotOnFullStops) {
  EXPECT_THAT(tokens("Қазақстан’ның qazaqstan'nyń о`з «сөз' 'сөз'"),
              ElementsAre("Қазақстан’ның", "qazaqstan'nyń", "о`з", "сөз", "сөз"));
  EXPECT_THAT(tokens("Т.Рысқұлов келді.Бұл т.б. а:б"),
              ElementsAre("Т", "Рысқұлов", "келді", "Бұл", "т", "б", "а", "б"));
  EXPECT_THAT(tokens("жыл\u00ADдар қа\u200Bла қа\u200Dла"),
              ElementsAre("жыл\u00ADдар", "қа\u200Bла", "қа\u200Dла"));
  EXPECT_THAT(tokens("_сөз_ ___ ат_жөні"), ElementsAre("сөз", "ат_жөні"));
}

TEST(Tokenizer, ReadsNumbers) {
  EXPECT_THAT(
      tokens("25\u00A0000 1\u202F234\u202F567,5 25\u00A0000км 25 000 1234\u00A0567"),
      ElementsAre("25\u00A0000 number", "1\u202F234\u202F567,5 number", "25\u00A0000 number", "км",
                  "25 number", "000 number", "1234 number", "567 number"));
  EXPECT_THAT(tokens("54,7 % 5‰-ге 25° 25°-қа 12.05.2017 14:30 5;6 3.5."),
              ElementsAre("54,7 %|54,7 number", "5‰-ге|5 number", "25°|25 number",
                          "25°-қа|25 number", "12.05.2017 number", "14 number", "30 number",
                          "5 number", "6 number", "3.5 number"));
}

TEST(Tokenizer, ReadsLinksAndTags) {
  EXPECT_THAT(tokens("https://egov.kz/a?b=c(x). (www.kaz.kz), egov.kz-тің HTTP://A.B/C!"),
              ElementsAre("https://egov.kz/a?b=c(x) url", "www.kaz.kz url",
                          "egov.kz-тің|egov.kz url", "HTTP://A.B/C url"));
  EXPECT_THAT(tokens("a.b+c@mail.ru-ға, x@y node.js «https://kk.wikipedia.org/wiki/Қазақ_тілі»"),
              ElementsAre("a.b+c@mail.ru-ға|a.b+c@mail.ru email", "x", "y", "node", "js",
                          "https://kk.wikipedia.org/wiki/Қазақ_тілі url"));
  EXPECT_THAT(tokens("#қазақстан @izde_kz-ге C#foo #5 ##ә"),
              ElementsAre("#қазақстан|қазақстан tag", "@izde_kz-ге|izde_kz tag", "C", "foo",
                          "5 number", "#ә|ә tag"));
}

TEST(Tokenizer, GivesNothingForTextWithoutLettersAndDigits) {
  EXPECT_THAT(tokens(""), ElementsAre());
  EXPECT_THAT(tokens(" \r\n—…!?«»😀\u200D\u0301 # @ - _"), ElementsAre());
  EXPECT_THAT(tokens("\xFF\xD0 \xD2қ\xE2\x80"), ElementsAre("қ"));
}

TEST(Tokenizer, TakesIdeographsOneByOne) {
  EXPECT_THAT(tokens("日本語x"), ElementsAre("日", "本", "語", "x"));
}

// Outside of the documented departures a token is a segment of UAX #29 that ICU calls a word.
TEST(Tokenizer, CutsAsIcuDoesWhereKazakhHasNoSay) {
  if (!has_unicode_15()) GTEST_SKIP() << "ICU has Unicode " << U_UNICODE_VERSION;
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  auto by_class = code_points_by_class();
  const auto departs = [](char32_t c) {
    const auto type = static_cast<WordClass>(word_entry(c) & kClassMask);
    const bool sign =
        std::u32string_view(U".;`´#-%°_\u200B\u2024").find(c) != std::u32string_view::npos;
    // Half a flag and one of these letters, which extend what is before them, begin a word here.
    if (c == 0xFF9E || c == 0xFF9F) return true;
    return sign || type == WordClass::kExtendNumLet || type == WordClass::kNumeric ||
           type == WordClass::kMidNumLet || type == WordClass::kMidNum ||
           (c >= 0x2010 && c <= 0x2013) || c == 0xFE13;
  };
  for (auto& points : by_class) std::erase_if(points, departs);
  std::erase_if(by_class, [](const auto& points) { return points.empty(); });
  IcuWords icu;
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (auto n = random() % 12 + 1; n > 0; --n) {
      const auto& points = by_class[random() % by_class.size()];
      append_code_point(text, random() % 3 == 0 ? U"қазАҚШabC ’'"[random() % 12]
                                                : points[random() % points.size()]);
    }
    std::vector<std::size_t> expected;
    for (const Segment& segment : icu.segments(text))
      if (segment.word) expected.push_back(segment.end);
    std::vector<std::size_t> found;
    Tokenizer tokenizer(text);
    for (RawToken token; tokenizer.next(token);) found.push_back(token.end);
    ASSERT_EQ(found, expected) << describe(text);
  }
}

TEST(Tokenizer, TokensOfAnyBytesAreOrderedAndWhole) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> parts = {
      "қ",      "АҚШ", "-", "тың",     "ға",       "5",        ",", ".", "%", "\u00A0",
      "000",    "@",   "#", "mail.ru", "https://", "www.",     "’", "'", "_", "\u0301",
      "\u200D", "日",  " ", "\xFF",    "\xD2",     "\xE2\x80", "😀", ")"};
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (auto n = random() % 16; n > 0; --n) {
      if (random() % 8 == 0)
        text.push_back(static_cast<char>(random() & 0xFFU));
      else
        text += parts[random() % parts.size()];
    }
    std::size_t last_end = 0;
    Tokenizer tokenizer(text);
    for (RawToken token; tokenizer.next(token); last_end = token.end) {
      ASSERT_LE(last_end, token.begin) << describe(text);
      ASSERT_LE(token.begin, token.core_begin);
      ASSERT_LT(token.core_begin, token.core_end) << describe(text);
      ASSERT_LE(token.core_end, token.end);
      ASSERT_LE(token.end, text.size());
      const std::string_view whole =
          std::string_view(text).substr(token.begin, token.end - token.begin);
      ASSERT_TRUE(is_valid_utf8(whole)) << describe(text);
    }
  }
}

TEST(Tokenizer, TakesTimeInProportionToTheText) {
  for (const std::string& part :
       {std::string("a."), std::string("a@"), std::string("1\u00A0"), std::string("қ-"),
        std::string("www.a-"), std::string("\u0301"), std::string("_")}) {
    std::string text = "а";
    while (text.size() < 200'000) text += part;
    Tokenizer tokenizer(text);
    std::size_t count = 0;
    for (RawToken token; tokenizer.next(token);) ++count;
    EXPECT_LE(count, text.size());
  }
}

}  // namespace
}  // namespace izde::internal
