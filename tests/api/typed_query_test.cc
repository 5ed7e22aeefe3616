// A document written one way is found by a query typed in another.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/index.h"

namespace izde {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

/// An index of the texts; the first has id 0.
Index index_of(const std::vector<std::string>& texts) {
  Index index = Index::in_memory(Schema{}.text("body"));
  IndexWriter writer = index.writer();
  for (const std::string& text : texts) writer.add(Document{}.set("body", text));
  writer.commit();
  return index;
}

std::vector<std::uint32_t> ids(const Hits& hits) {
  std::vector<std::uint32_t> out;
  for (const Hit& hit : hits) out.push_back(hit.id);
  return out;
}

std::vector<std::uint32_t> found(const Index& index, std::string_view query,
                                 const SearchOptions& options = {}) {
  return ids(index.searcher().search(query, options));
}

/// Each of `ways` finds a text with each other, and no text without any.
void expect_equal_ways(const std::vector<std::string>& ways) {
  for (const std::string& written : ways) {
    const Index index =
        index_of({"Кітапханада " + written + " туралы айтылды.", "Көлде балықшылар отыр."});
    for (const std::string& typed : ways) {
      EXPECT_THAT(ids(index.searcher().search(Query::match(typed))), ElementsAre(0U))
          << typed << " does not find " << written;
    }
  }
}

TEST(TypedQuery, LatinLookAlikesAndWrongCodePoints) {
  expect_equal_ways({"мектептерге", "мeктeптep", "мектебі"});
  expect_equal_ways({"бiлiм", "білім", "бiлімнің"});
  expect_equal_ways({"әлем", "əлем", "әлемде"});
  expect_equal_ways({"жаңа", "жаӊа"});
  expect_equal_ways({"мемле\u00ADкет", "мемлекет", "мемле\u200Bкеттің"});
}

TEST(TypedQuery, AcronymsWithAndWithoutEndings) {
  expect_equal_ways({"АҚШ-тың", "АҚШтың", "АҚШ", "ақш", "АҚШ-та", "АҚШ – та"});
  expect_equal_ways({"БҰҰ-ның", "БҰҰ", "бұұ"});
  expect_equal_ways({"км-ге", "км", "КМ"});
  expect_equal_ways({"IT", "ІТ"});
}

TEST(TypedQuery, NumbersWithAndWithoutEndings) {
  expect_equal_ways({"2024-жылғы", "2024 жылғы", "2024 жыл"});
  expect_equal_ways({"5-ші", "5-інші", "5"});
  expect_equal_ways({"54,7%-ға", "54,7 %", "54,7", "54.7"});
  expect_equal_ways({"ХХІ ғасырда", "XXI ғасыр", "xxi ғасырдың"});
}

TEST(TypedQuery, HyphensGluedMissingAndDashes) {
  expect_equal_ways({"ата-ана", "ата-аналар", "Ата-Ана", "ата ана"});
  expect_equal_ways({"оқу–тәрбие", "оқу-тәрбие", "оқу‑тәрбие"});
  expect_equal_ways({"сондай-ақ", "сондайақ"});
  expect_equal_ways({"жекпе-жек", "жекпежек"});
  const Index apart = index_of({"Ата-аналар жиналысы", "Көлде балықшылар отыр"});
  EXPECT_THAT(found(apart, "атаана"), ElementsAre(0U));
  const Index glued = index_of({"Атаана жиналысы", "Көлде балықшылар отыр"});
  EXPECT_THAT(found(glued, "ата-ана"), ElementsAre(0U));
}

TEST(TypedQuery, AnyLetterCase) {
  expect_equal_ways({"Қазақстанның", "ҚАЗАҚСТАН", "қазақстан", "қАЗАҚСТАН"});
  expect_equal_ways({"Ілияс", "ІЛИЯС", "ілияс"});
}

class WrongLayout : public ::testing::Test {
 protected:
  Index index_ = index_of({"Қазақ әдебиетінің тарихы, өмір мен өнер туралы.",
                           "Русская литература: любовь и природа.",
                           "Microsoft Windows жүйесін орнату нұсқаулығы."});
};

TEST_F(WrongLayout, KazakhOnLatinKeys) {
  EXPECT_THAT(found(index_, "0fpf0"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "0fpf0ns4 2lt,btn3"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "]fpfr"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "rfpfr"), ElementsAre(0U));  // without Kazakh letters as well
  EXPECT_THAT(found(index_, "0fpf0?"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "(0fpf0)"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "\"0fpf0 2lt,btn3\""), ElementsAre(0U));
}

TEST_F(WrongLayout, TheKeyOfAMinus) {
  EXPECT_THAT(found(index_, "-v3h"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "0fpf0 -ytthlsy"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "-қазақ"), UnorderedElementsAre(1U, 2U));
  EXPECT_THAT(found(index_, "туралы -қазақ"), IsEmpty());
}

TEST_F(WrongLayout, DigitsInCyrillicWords) {
  EXPECT_THAT(found(index_, "0аза0"), ElementsAre(0U));
  EXPECT_THAT(found(index_, "н9с0аулы0"), ElementsAre(2U));
  EXPECT_THAT(found(index_, "-м3р"), ElementsAre(0U));
}

TEST_F(WrongLayout, RussianOnLatinKeysAndLatinOnCyrillicKeys) {
  EXPECT_THAT(found(index_, "k.,jdm"), ElementsAre(1U));
  EXPECT_THAT(found(index_, "kbnthfnehf b ghbhjlf"), ElementsAre(1U));
  EXPECT_THAT(found(index_, "цштвщцы"), ElementsAre(2U));
}

TEST_F(WrongLayout, IsToldAndCanBeTurnedOff) {
  const Hits hits = index_.searcher().search("0fpf0");
  ASSERT_THAT(hits.diagnostics, SizeIs(1));
  EXPECT_THAT(hits.diagnostics[0].message, HasSubstr("\"қазақ\""));
  EXPECT_EQ(hits.diagnostics[0].length, 5U);
  EXPECT_THAT(found(index_, "0fpf0", {.mend_typing = false}), IsEmpty());
}

TEST_F(WrongLayout, WordsOfTheIndexAndEnglishWordsStay) {
  for (const std::string_view query : {"windows", "қазақ өмірі", "казак", "русская", "туралы 2024"})
    EXPECT_THAT(index_.searcher().search(query).diagnostics, IsEmpty()) << query;
  const Index index = index_of({"лун рук зге туе"});  // what these give on the keys of Cyrillic
  for (const std::string_view query : {"key", "her", "put", "net"})
    EXPECT_THAT(found(index, query), IsEmpty()) << query;
}

TEST(TypedQuery, AnExactFormRanksAboveARestoredOne) {
  const Index index = index_of({"Қазақ ауылы", "Казак ауылы", "Қазақ ауылы"});
  EXPECT_THAT(found(index, "казак"), ElementsAre(1U, 0U, 2U));
  const Index plain = index_of({"оң қол", "он қол", "оң жақ"});
  EXPECT_EQ(found(plain, "он").front(), 1U);
}

TEST(TypedQuery, SpellingsOfAWord) {
  const Index index = index_of({"шөбжін шөбжін шөбжің", "қазақ"});
  const std::vector<Spelling> spellings = index.searcher().spellings("Шобжин", 3);
  ASSERT_GE(spellings.size(), 2U);
  EXPECT_EQ(spellings[0].text, "шөбжін");
  EXPECT_EQ(spellings[0].occurrences, 2U);
  EXPECT_EQ(spellings[1].text, "шөбжің");
  EXPECT_EQ(index.searcher().spellings("казак тили").front().text, "қазақ");
  EXPECT_THAT(index.searcher().spellings("..."), IsEmpty());
  EXPECT_THAT(index.searcher().spellings("казак", 0), IsEmpty());
}

TEST(TypedQuery, NothingTypedThrows) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const Searcher searcher = index_of({"Қазақ тілі, ата-ана, өмір"}).searcher();
  static constexpr std::string_view kPieces[] = {"0fpf0", "]",  "-",  "\"", "0аза0", "атаана",
                                                 "\xD2",  "IT", " ",  "(",  "өмір",  "ghbdtn",
                                                 "+",     "*",  "k.", ")",  ":",     "\xFF"};
  for (int round = 0; round < 2000; ++round) {
    std::string query;
    for (unsigned n = random() % 8; n > 0; --n) query += kPieces[random() % std::size(kPieces)];
    searcher.search(query);
    searcher.spellings(query);
  }
}

/// The word in lower case, with ё as the analyzer has it.
std::string normal(std::string_view word) {
  const Analysis analysis = Analyzer({.stem = false}).analyze(word);
  std::string form;
  for (const Token& token : analysis.tokens())
    form.append(form.empty() ? "" : " ").append(token.form);
  return form;
}

TEST(TypedQuery, MissingLettersAreRestoredInNineOfTenWords) {
  const char* const shared = std::getenv("IZDE_SHARED");
  const std::string folder = shared != nullptr ? shared : IZDE_SOURCE_DIR "/../shared";
  std::ifstream file(folder + "/data/repair/missing_letters.dev.tsv");
  if (!file) GTEST_SKIP() << "no missing_letters.dev.tsv: set IZDE_SHARED";
  const Searcher searcher = index_of({}).searcher();
  std::size_t all = 0, right = 0;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::size_t tab = line.find('\t');
    const std::vector<Spelling> found = searcher.spellings(line.substr(0, tab), 1);
    ++all;
    if (!found.empty() && found[0].text == normal(line.substr(tab + 1))) ++right;
  }
  EXPECT_GT(all, 1000U);
  EXPECT_GE(static_cast<double>(right), 0.9 * static_cast<double>(all));
}

}  // namespace
}  // namespace izde
