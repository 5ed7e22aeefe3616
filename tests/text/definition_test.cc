#include "text/definition.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/hash.h"
#include "support/error_of.h"

namespace izde::internal {
namespace {

using ::testing::AllOf;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

/// One analyzer for every combination of options: a new option is one more loop.
std::vector<AnalyzerOptions> all_options() {
  std::vector<AnalyzerOptions> all;
  for (const TokenizerKind tokenizer : {TokenizerKind::kKazakh, TokenizerKind::kWhitespace}) {
    for (const RepairLevel repair :
         {RepairLevel::kOff, RepairLevel::kUnambiguous, RepairLevel::kFull}) {
      for (const bool stem : {false, true}) {
        for (const char* text : {"", "keep балалар", "балдар -> бала"})
          all.push_back({repair, stem, UserDictionary::parse(text), tokenizer});
      }
    }
  }
  return all;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what << " is not in " << text;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

TEST(Definition, IsOneReadableLine) {
  EXPECT_THAT(Analyzer().definition(),
              MatchesRegex("izde-kazakh/3 tokenizer=kazakh repair=full stem=on"
                           "( [a-z]+=[a-z]+)* tables=([a-z]+:[0-9a-f]+,?)+ snowball=[0-9a-f]+ "
                           "dictionary=none"));
  for (const char* table : {"alphabet:", "folding:", "lexicon:", "repair:", "stemmer:", "word:"})
    EXPECT_THAT(Analyzer().definition(), HasSubstr(table));
}

TEST(Definition, ComesBackWithEveryCombinationOfOptions) {
  std::vector<std::string> seen;
  for (const AnalyzerOptions& options : all_options()) {
    const std::string text = Analyzer(options).definition();
    EXPECT_THAT(seen, ::testing::Not(::testing::Contains(text)));
    seen.push_back(text);
    const Analyzer again = Analyzer::from_definition(text, options.dictionary);
    EXPECT_EQ(again.definition(), text);
    EXPECT_EQ(again.options().tokenizer, options.tokenizer);
    EXPECT_EQ(again.options().repair, options.repair);
    EXPECT_EQ(again.options().stem, options.stem);
    EXPECT_EQ(again.options().dictionary, options.dictionary);
    EXPECT_TRUE(is_of_this_build(text));
    EXPECT_TRUE(names_dictionary(text, options.dictionary));
  }
}

void expect_refused(const std::string& text, ErrorCode code, std::string_view why) {
  const Error error = error_of([&] { Analyzer::from_definition(text); });
  EXPECT_EQ(error.code(), code) << text;
  EXPECT_THAT(error.what(), HasSubstr(why)) << text;
}

TEST(Definition, OfAnotherAnalyzerOrVersionIsRefused) {
  const std::string good = Analyzer().definition();
  expect_refused("", ErrorCode::kInvalidArgument, "no analyzer");
  expect_refused("plain", ErrorCode::kInvalidArgument, "\"plain\"");
  expect_refused("izde-kazakhs/2 x", ErrorCode::kInvalidArgument, "no analyzer");
  expect_refused("izde-kazakh/1 repair=full stem=on", ErrorCode::kVersionTooOld,
                 "the analyzer is izde-kazakh/1, this version of izde has izde-kazakh/3: index");
  expect_refused(replaced(good, "/3", "/4"), ErrorCode::kVersionTooNew, "izde-kazakh/4");
  expect_refused(replaced(good, "/3", "/3x"), ErrorCode::kInvalidArgument, "\"3x\" is no version");
  expect_refused(replaced(good, "/3", "/99999999999"), ErrorCode::kInvalidArgument, "no version");
}

TEST(Definition, DamagedIsRefused) {
  const std::string good = Analyzer().definition();
  for (std::size_t size = good.find(' '); size < good.size(); ++size)
    EXPECT_THROW(Analyzer::from_definition(good.substr(0, size)), Error) << good.substr(0, size);
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c : {' ', '=', 'x', '0'}) {
      std::string damaged = good;
      if (std::exchange(damaged[i], c) == c) continue;
      EXPECT_THROW(Analyzer::from_definition(damaged), Error) << damaged;
      EXPECT_NO_THROW(static_cast<void>(difference(damaged, good)));
    }
  }
  expect_refused(replaced(good, "repair=full", "repair=some"), ErrorCode::kInvalidArgument,
                 "\"repair=some\" is no option");
  expect_refused(replaced(good, "stem=on", "stem=yes"), ErrorCode::kInvalidArgument,
                 "\"stem=yes\" is no option");
  expect_refused(replaced(good, "stem=", "item="), ErrorCode::kInvalidArgument,
                 "\"item=on\" stands where stem= is expected");
  expect_refused(good + " ", ErrorCode::kInvalidArgument, "parts");
  expect_refused(good + " more=on", ErrorCode::kInvalidArgument, "parts");
}

TEST(Definition, OfAnotherBuildIsRefused) {
  const std::string good = Analyzer().definition();
  const std::size_t at = good.find("lexicon:") + 8;
  std::string other = good;
  other.replace(at, 12, "0123456789ab");
  expect_refused(other, ErrorCode::kInvalidArgument, "tables are others (lexicon)");
  EXPECT_FALSE(is_of_this_build(other));
  other = good;
  other.replace(other.find("snowball=") + 9, 8, "01234567");
  expect_refused(other, ErrorCode::kInvalidArgument, "libstemmer");
}

TEST(Definition, NamesItsDictionary) {
  AnalyzerOptions options;
  options.dictionary = UserDictionary::parse("keep балалар");
  const std::string text = Analyzer(options).definition();
  expect_refused(
      text, ErrorCode::kInvalidArgument,
      "made with the user dictionary " + options.dictionary.hash() + ", the one given is none");
  const Error error =
      error_of([&] { Analyzer::from_definition(text, UserDictionary::parse("keep балалары")); });
  EXPECT_THAT(error.what(), HasSubstr(options.dictionary.hash()));
  EXPECT_EQ(Analyzer::from_definition(text, UserDictionary::parse("# same\nkeep Балалар"))
                .analyze("балалар")
                .tokens()[0]
                .term,
            "балалар");
}

TEST(Definition, DifferencesAreNamed) {
  AnalyzerOptions options;
  options.stem = false;
  options.dictionary = UserDictionary::parse("keep балалар");
  EXPECT_EQ(difference(Analyzer().definition(), Analyzer(options).definition()),
            "stem is on there and off here, the user dictionary is none there and " +
                options.dictionary.hash() + " here");
  EXPECT_EQ(difference("izde-kazakh/1 x", Analyzer().definition()),
            "the analyzer is izde-kazakh/1 there and izde-kazakh/3 here");
}

// The version in the definition stands for the rules in the code. When this test fails, the code
// gives other terms under the same definition: raise kVersion in src/text/definition.cc if the
// version before was released, and write down the new definition and print. When it is skipped, the
// tables have changed, which the definition says by itself: write both down so that it guards
// again.
TEST(Definition, TermsHaveNotChangedUnderTheSameDefinition) {
  constexpr std::string_view kDefinition =
      "izde-kazakh/3 tokenizer=kazakh repair=full stem=on "
      "tables=alphabet:a0d3f66caa57,folding:d83edf1361d4,lexicon:4dca914a4bd0,repair:12b16fdb6eda,"
      "stemmer:389551598a47,word:1f19a8040514 snowball=444e38f2 dictionary=none";
  constexpr std::uint64_t kPrint = 0x1ca4d88e5fd117bc;
  constexpr std::string_view kText =
      "Мектептерімізден кітабы орнында халқымыздың АҚШ-тың 54,7%-ға ХХІ ғасырдағы жаӊа балалар "
      "айтпайтындықтан оқушылардың тебеді қонақ-үйлерде сондай-ақ маған бармаған жазылған банктің "
      "министерствоның министерства компанию образования развивающиеся новости экономическая "
      "running houses universities generously skies children's qazaqtyñ mektebı kóshede jan'a "
      "қазақтың пайдаланИан болИан ќазаќ тілі ?аза?стан ертеңгісін бүгінгі #Қазақстанда @izde "
      "test@mail.ru https://egov.kz/a 12.05.2017 iPhone-ды за\u0301мок Ёлка İstanbul café "
      "قازاقتىڭ قالا жүгіріп келе жатырмын көрсетілген ауылдастарымызға азаматтардың ресурстарға";
  const std::string definition = Analyzer().definition();
  std::string terms;
  const Analysis analysis = Analyzer().analyze(kText);
  for (const Token& token : analysis.tokens()) terms.append(token.term).append(" ");
  if (definition != kDefinition) {
    GTEST_SKIP() << "the tables have changed; to be written down: \"" << definition << "\" 0x"
                 << std::hex << hash64(terms);
  }
  EXPECT_EQ(hash64(terms), kPrint) << "0x" << std::hex << hash64(terms) << ": " << terms;
}

}  // namespace
}  // namespace izde::internal
