#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/query.h"

#include "query/query_node.h"

namespace izde {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = Query::Node::Kind;

std::string parsed(std::string_view text) { return parse_query(text).query.to_string(); }

std::vector<Diagnostic> complaints(std::string_view text) { return parse_query(text).diagnostics; }

struct Case {
  const char* text;
  const char* tree;
};

class ReadAsWritten : public ::testing::TestWithParam<Case> {};

TEST_P(ReadAsWritten, Tree) {
  const ParsedQuery query = parse_query(GetParam().text);
  EXPECT_EQ(query.query.to_string(), GetParam().tree);
  EXPECT_THAT(query.diagnostics, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Words, ReadAsWritten,
    ::testing::Values(Case{"", "()"}, Case{"  \t\n", "()"}, Case{"қазақ", "қазақ"},
                      Case{"қазақ тілі", "(қазақ тілі)"}, Case{"азық-түлік", "азық-түлік"},
                      Case{"Алматы - Астана", "(Алматы \\- Астана)"},
                      Case{"сағат 12:30", "(сағат 12\\:30)"},
                      Case{"http://egov.kz/a?b=c", "http\\://egov.kz/a?b=c"},
                      Case{"std::vector", "std\\:\\:vector"}, Case{"Жауабы: иә", "(Жауабы\\: иә)"},
                      Case{"қайда?", "қайда?"}, Case{"Сәлем!", "Сәлем!"}));

INSTANTIATE_TEST_SUITE_P(Phrases, ReadAsWritten,
                         ::testing::Values(Case{"\"қазақ тілі\"", "\"қазақ тілі\""},
                                           Case{"«қазақ тілі»", "\"қазақ тілі\""},
                                           Case{"“қазақ тілі”", "\"қазақ тілі\""},
                                           Case{"„қазақ тілі“", "\"қазақ тілі\""},
                                           Case{"«а \"б\" в»", "\"а \\\"б\\\" в\""},
                                           Case{"\"а \\\" б\"", "\"а \\\" б\""},
                                           Case{"«Егемен»-нің тілі", "(\"Егемен\" (\\-нің тілі))"},
                                           Case{"\"қазақ т\"*", "\"қазақ т\"*"},
                                           Case{"\"а б\"^2", "\"а б\"^2"}));

INSTANTIATE_TEST_SUITE_P(
    Signs, ReadAsWritten,
    ::testing::Values(Case{"+а б -в", "(+а б -в)"}, Case{"а !в", "(а -в)"}, Case{"-а", "(-а)"},
                      Case{"+(а б) в", "(+(а б) в)"}, Case{"-«а б»", "(-\"а б\")"},
                      Case{"мектеп*", "мектеп*"}, Case{"мектеп^2.5", "мектеп^2.5"},
                      Case{"мектеп*^0.5 бала", "(мектеп*^0.5 бала)"}, Case{"(а б)^3", "(а б)^3"},
                      Case{"*", "*"}, Case{"* -а", "(* -а)"}, Case{"\\+а", "\\+а"},
                      Case{"\\AND", "\\AND"}, Case{"C:\\dir", "C:\\\\dir"},
                      Case{"-5 градус", "(градус -5)"}, Case{"()", "()"}, Case{"а ()", "а"}));

INSTANTIATE_TEST_SUITE_P(
    Operators, ReadAsWritten,
    ::testing::Values(
        Case{"а AND б", "(+а +б)"}, Case{"а && б", "(+а +б)"}, Case{"а OR б", "(а б)"},
        Case{"а || б", "(а б)"}, Case{"а б OR в", "(а б в)"}, Case{"а NOT б", "(а -б)"},
        Case{"а AND NOT б", "(+а -б)"}, Case{"NOT NOT а", "а"}, Case{"а AND б в", "((+а +б) в)"},
        Case{"а б AND в", "(а (+б +в))"}, Case{"а AND (б OR в)", "(+а +(б в))"},
        Case{"а ЖӘНЕ б", "(+а +б)"}, Case{"а НЕМЕСЕ б", "(а б)"}, Case{"а ЕМЕС б", "(а -б)"},
        Case{"а И б", "(+а +б)"}, Case{"а ИЛИ б", "(а б)"}, Case{"а НЕ б", "(а -б)"},
        Case{"А ЖӘНЕ Б", "(А \\ЖӘНЕ Б)"}, Case{"ҚАЗАҚ ЖӘНЕ ОРЫС 2017", "(ҚАЗАҚ \\ЖӘНЕ ОРЫС 2017)"},
        Case{"А AND Б", "(+А +Б)"}, Case{"а және б", "(а және б)"}));

INSTANTIATE_TEST_SUITE_P(
    Fields, ReadAsWritten,
    ::testing::Values(Case{"title:мектеп", "title:мектеп"}, Case{"title:«а б»", "title:\"а б\""},
                      Case{"title:(а б) в", "((title:а title:б) в)"},
                      Case{"title:(а body:б)", "(title:а body:б)"},
                      Case{"+title:а -source:б", "(+title:а -source:б)"},
                      Case{"title:а*^2", "title:а*^2"}, Case{"a:b:c", "a:b\\:c"},
                      Case{"published:2024-05*", "published:2024-05*"},
                      Case{"title:-а", "title:\\-а"}, Case{"тақырып:а", "тақырып:а"},
                      Case{"title:(+а б)^2", "(+title:а title:б)^2"}));

INSTANTIATE_TEST_SUITE_P(
    Patterns, ReadAsWritten,
    ::testing::Values(Case{"мект?п", "мект?п"}, Case{"*ектеп*", "*ектеп*"}, Case{"м*п^2", "м*п^2"},
                      Case{"азық-т*к", "азық-т*к"}, Case{"?алам", "?алам"}, Case{"c\\*d", "c\\*d"},
                      Case{"м\\*к*п", "м\\*к*п"}, Case{"мект\\?п", "мект\\?п"},
                      Case{"source:*.kz", "source:*.kz"},
                      Case{"қайда? қайда?!?", "(қайда? қайда?!?)"}, Case{"мектеп~", "мектеп~"},
                      Case{"мектеп~1^2", "мектеп~1^2"}, Case{"title:сөз~0", "title:сөз~0"},
                      Case{"10~2", "10\\~2"}, Case{"~", "\\~"}, Case{"сөз~0.5", "сөз\\~0.5"},
                      Case{"сөз\\~1", "сөз\\~1"},
                      Case{"/мект(еп|еб)[а-я]{1,2}/", "/мект(еп|еб)[а-я]{1,2}/"},
                      Case{"title:/а.б/^2", "title:/а.б/^2"}, Case{"/a\\/b/", "/a\\/b/"},
                      Case{"/usr/bin/", "\\/usr/bin/"}, Case{"а / б", "(а \\/ б)"},
                      Case{"и/или", "и/или"}, Case{"+/а.*/ б", "(+/а.*/ б)"}));

INSTANTIATE_TEST_SUITE_P(
    Ranges, ReadAsWritten,
    ::testing::Values(
        Case{"price:[5 TO 10]", "price:[5 TO 10]"}, Case{"price:{5 TO 10}", "price:{5 TO 10}"},
        Case{"price:[5 ДО *}", "price:[5 TO *}"}, Case{"price:[ -5 .. -1 ]", "price:[-5 TO -1]"},
        Case{"d:[2024-05 – 2024-06]^2", "d:[2024-05 TO 2024-06]^2"},
        Case{"d:[\"2024-05-01 10:00\" TO *]", "d:[\"2024-05-01 10:00\" TO *]"},
        Case{"price:>=5", "price:[5 TO *]"}, Case{"price:>5", "price:{5 TO *]"},
        Case{"price:<=5 а", "(price:[* TO 5] а)"}, Case{"price:<-5^2", "price:[* TO -5}^2"},
        Case{"-price:>\"a b\"", "(-price:{\"a b\" TO *])"}, Case{"а < б", "(а \\< б)"},
        Case{"price:\\>5", "price:\\>5"}, Case{"s:[\"\" TO \"*\"]", "s:[\"\" TO \"*\"]"}));

INSTANTIATE_TEST_SUITE_P(
    NearAndCounts, ReadAsWritten,
    ::testing::Values(Case{"\"а б\"~2", "\"а б\"~2"}, Case{"«а б»~10^2", "\"а б\"~10^2"},
                      Case{"\"а б\"*~2", "\"а б\"*~2"}, Case{"(а б в)~2", "(а б в)~2"},
                      Case{"(а \"б в\" г д)~2^3", "(а \"б в\" г д)~2^3"}, Case{"(а б)~1", "(а б)"},
                      Case{"+(а б в)~2 г", "(+(а б в)~2 г)"}, Case{"(а б)~2 в", "((а б)~2 в)"},
                      Case{"(+а б в)~2", "(+а б в)~2"},
                      Case{"title:(а б в)~2", "(title:а title:б title:в)~2"},
                      Case{"+source:х^0 а", "(+source:х^0 а)"}, Case{"а AND б^0", "(+а +б^0)"},
                      Case{"+(а б)^0 в", "(+(а б)^0 в)"}, Case{"-а^0 б", "(б -а)"},
                      Case{"а^=2 б", "(а^=2 б)"}, Case{"(а б)^=0.5", "(а б)^=0.5"},
                      Case{"+азық-түлік^=2", "(+азық-түлік^=2)"}, Case{"*^=2", "*^=2"},
                      Case{"+title:(а б)~2^0", "(+(title:а title:б)~2^0)"}));

TEST(Parser, WordsNextToEachOtherAreOneMatch) {
  const Query query = parse_query("  пайдаланИан  жаӊа ").query;
  EXPECT_EQ(query.node()->kind, Kind::kMatch);
  EXPECT_EQ(query.node()->text, "пайдаланИан  жаӊа");
}

TEST(Parser, WantedWordNeedsAllItsParts) {
  const Query query = parse_query("+азық-түлік а AND б-в қос-ымша").query;
  EXPECT_TRUE(query.node()->must.front().node()->all_words);
  EXPECT_FALSE(query.node()->should.back().node()->all_words);
  EXPECT_FALSE(parse_query("-(а б)").query.node()->must_not.front().node()->all_words);
}

struct Complaint {
  const char* text;
  const char* tree;
  std::size_t offset, length;
  const char* message;
};

class ReadAsText : public ::testing::TestWithParam<Complaint> {};

TEST_P(ReadAsText, TreeAndDiagnostic) {
  const Complaint& expected = GetParam();
  const ParsedQuery query = parse_query(expected.text);
  EXPECT_EQ(query.query.to_string(), expected.tree);
  ASSERT_THAT(query.diagnostics, SizeIs(1));
  EXPECT_EQ(query.diagnostics[0].offset, expected.offset);
  EXPECT_EQ(query.diagnostics[0].length, expected.length);
  EXPECT_THAT(query.diagnostics[0].message, HasSubstr(expected.message));
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadAsText,
    ::testing::Values(Complaint{"\"а б", "(а б)", 0, 1, "not closed"},
                      Complaint{"а б»", "(а б)", 5, 2, "closes nothing"},
                      Complaint{"title:\"а б", "(title\\: а б)", 6, 1, "not closed"},
                      Complaint{"(а б", "(а б)", 0, 1, "not closed"},
                      Complaint{"а) б", "(а б)", 2, 1, "closes nothing"},
                      Complaint{"а AND", "(а \\AND)", 3, 3, "read as a word"},
                      Complaint{"OR а", "(\\OR а)", 0, 2, "read as a word"},
                      Complaint{"а && ", "а", 3, 2, "left out"},
                      Complaint{"И снова", "(\\И снова)", 0, 2, "read as a word"},
                      Complaint{"а NOT", "(а \\NOT)", 3, 3, "read as a word"},
                      Complaint{"а^б", "а\\^б", 2, 3, "number above 0"},
                      Complaint{"а^0", "а", 0, 4, "has to match"},
                      Complaint{"а^=0", "а\\^=0", 2, 3, "number above 0"},
                      Complaint{"a.b*c", "a.b\\*c", 3, 1, "A star counts"},
                      Complaint{"а **", "(а \\*\\*)", 3, 1, "A star counts"},
                      Complaint{"сөз~5", "сөз~2", 6, 2, "2 were taken"},
                      Complaint{"сө*з~1", "сө*з", 7, 2, "left out"},
                      Complaint{"\"а б\"~", "\"а б\"", 7, 1, "number should come"},
                      Complaint{"(а б)~99999999999", "(а б)", 7, 12, "too large"},
                      Complaint{"price:[5 TO", "(price:\\[5 TO)", 6, 1, "[from TO to]"},
                      Complaint{"price:[5 6]", "(price:\\[5 6])", 6, 1, "[from TO to]"}));

TEST(Parser, NestingHasABottom) {
  const std::string deep = std::string(500, '(') + "а" + std::string(500, ')') + " б";
  const ParsedQuery query = parse_query(deep);
  EXPECT_EQ(query.query.to_string(), "(а б)");
  EXPECT_THAT(query.diagnostics, ::testing::Not(IsEmpty()));
  std::string fields;
  for (int i = 0; i < 500; ++i) fields += "x:(а -";
  EXPECT_LT(parse_query(fields).query.node()->depth, 300U);
}

TEST(Parser, DiagnosticsAreBounded) {
  EXPECT_LE(complaints(std::string(100'000, ')')).size(), 64U);
}

TEST(Parser, StaysLinear) {
  for (const char* piece :
       {"«",   "\"", "(",    ")",     "x:",   "x:\"",   "a AND ", "+",     "-",    "^", "*",
        "\\",  "а ", "„",    "NOT ",  "а^2 ", "x:«а» ", "x:[",    "x:[а ", "x:>",  "/", "/(",
        "/а/", "~",  "а~1 ", "(а)~2", "?а",   "*а",     "x:/",    "[",     "x:[\""}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    parse_query(text);  // quadratic work would take minutes
  }
}

TEST(Parser, EmptyFieldValueIsText) {
  EXPECT_EQ(parsed("title: а"), "(title\\: а)");
  EXPECT_EQ(parsed("(title:)"), "title\\:");
}

}  // namespace
}  // namespace izde
