#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "izde/index.h"

#include "base/utf8.h"
#include "search/random_collection.h"

namespace izde {
namespace {

using testing::below;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Random;
using ::testing::SizeIs;
using ::testing::StartsWith;

Hits search(const std::vector<Document>& documents, std::string_view query,
            const Schema& schema = Schema{}.text("body")) {
  Index index = Index::in_memory(schema);
  IndexWriter writer = index.writer();
  for (const Document& document : documents) writer.add(document);
  writer.commit();
  return index.searcher().search(query);
}

std::vector<std::string> marked(const std::string& text, std::string_view query,
                                const PassageOptions& options = {}) {
  const Hits hits = search({Document{}.set("body", text)}, query);
  std::vector<std::string> out;
  if (hits.empty()) return out;
  for (const Passage& passage : hits[0].passages("body", options))
    out.push_back(passage.marked("[", "]"));
  return out;
}

TEST(Passages, MarksInflectedForms) {
  EXPECT_THAT(marked("Ауылдағы мектептерде кітабы бар.", "мектептің кітаптары"),
              ElementsAre("Ауылдағы [мектептерде] [кітабы] бар."));
}

TEST(Passages, MarksDamagedTextAsItStands) {
  EXPECT_THAT(marked("Бұл жаӊа кітап.", "жаңа"), ElementsAre("Бұл [жаӊа] кітап."));
}

TEST(Passages, MarksFamiliesOnlyOfWordsThatAreNotThere) {
  EXPECT_THAT(marked("Экономикалық өсім.", "экономист"), ElementsAre("[Экономикалық] өсім."));
  EXPECT_THAT(marked("Экономист. Экономикалық өсім.", "экономист"),
              ElementsAre("[Экономист]. Экономикалық өсім."));
  EXPECT_THAT(marked("Экономикалық өсім.", "\"экономист\""), IsEmpty());
}

TEST(Passages, PhraseMarksOnlyThePhrase) {
  EXPECT_THAT(marked("Тіл туралы. Қазақ тілі туралы. Қазақ халқы.", "\"қазақ тілі\""),
              ElementsAre("Тіл туралы. [Қазақ] [тілі] туралы. Қазақ халқы."));
}

TEST(Passages, ExcludedWordsAreNotMarked) {
  EXPECT_THAT(marked("қала мен өзен", "қала -таулар"), ElementsAre("[қала] мен өзен"));
}

TEST(Passages, WholeSentencesAroundTheRarestWords) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "Бұл сөйлемде қала туралы айтылады. ";
  text += "Кітапханада сирек қолжазба сақталған. ";
  for (int i = 0; i < 40; ++i) text += "Тағы да қала туралы сөйлем. ";
  std::vector<Document> documents(5, Document{}.set("body", "қала"));
  documents.insert(documents.begin(), Document{}.set("body", text));
  const Hits hits = search(documents, "қолжазба қала");
  const auto passages = hits[0].passages("body", {.max_passages = 1, .max_bytes = 200});
  ASSERT_THAT(passages, SizeIs(1));
  EXPECT_THAT(passages[0].marked("[", "]"), HasSubstr("сирек [қолжазба]"));
  EXPECT_LE(passages[0].text.size(), 250U);
  EXPECT_TRUE(passages[0].text.ends_with("."));
  EXPECT_EQ(text.substr(passages[0].offset, passages[0].text.size()), passages[0].text);
}

TEST(Passages, SeveralInTheOrderOfTheText) {
  std::string text = "Алғашқы сөйлемде өзен бар. ";
  for (int i = 0; i < 30; ++i) text += "Бос сөйлем тұр. ";
  text += "Соңғы сөйлемде кітап бар.";
  const auto passages = marked(text, "кітап өзен", {.max_passages = 3, .max_bytes = 60});
  ASSERT_THAT(passages, SizeIs(2));
  EXPECT_THAT(passages[0], HasSubstr("[өзен]"));
  EXPECT_THAT(passages[1], HasSubstr("[кітап]"));
}

TEST(Passages, AbbreviationsEndNoSentence) {
  std::string text = "Ол 1845 ж. т.б. деректер бойынша Семейде туған қаламгер. ";
  for (int i = 0; i < 20; ++i) text += "Бос сөйлем тұр. ";
  EXPECT_THAT(marked(text, "қаламгер", {.max_bytes = 120}),
              ElementsAre("Ол 1845 ж. т.б. деректер бойынша Семейде туған [қаламгер]."));
}

TEST(Passages, BeginningWhereNothingMatches) {
  const Schema schema = Schema{}.text("title").text("body").text("hidden", {.stored = false});
  const Hits hits = search({Document{}
                                .set("title", "қала")
                                .set("body", "Бірінші сөйлем. Екіншісі.")
                                .set("hidden", "қала")},
                           "қала", schema);
  ASSERT_THAT(hits.hits, SizeIs(1));
  EXPECT_EQ(hits[0].passages("body").at(0).text, "Бірінші сөйлем. Екіншісі.");
  EXPECT_THAT(hits[0].passages("body").at(0).marks, IsEmpty());
  EXPECT_THAT(hits[0].passages("hidden"), IsEmpty());
  EXPECT_THAT(hits[0].passages("nothing"), IsEmpty());
}

TEST(Passages, TheValueThatMatchesIsShown) {
  const Hits hits =
      search({Document{}.add("body", "Бірінші мән.").add("body", "Мұнда өзен бар.")}, "өзен");
  EXPECT_EQ(hits[0].passages("body").at(0).marked("<", ">"), "Мұнда <өзен> бар.");
}

TEST(Passages, InvalidUtf8IsReplacedAndMarksStayRight) {
  const auto passages = marked("\xFF\xD0 қала \xE2\x82 өзен \xC3", "қала өзен");
  EXPECT_THAT(passages,
              ElementsAre("\xEF\xBF\xBD\xEF\xBF\xBD [қала] \xEF\xBF\xBD [өзен] \xEF\xBF\xBD"));
}

TEST(Passages, LongTextWithoutBlanksIsCutAtACharacter) {
  std::string text = "қала";
  for (int i = 0; i < 5000; ++i) text += "—";
  const auto passages = marked(text, "қала", {.max_bytes = 100});
  ASSERT_THAT(passages, SizeIs(1));
  EXPECT_LE(passages[0].size(), 300U);
  EXPECT_THAT(passages[0], StartsWith("[қала]"));
  EXPECT_TRUE(internal::is_valid_utf8(passages[0]));
}

void check_passage(const Passage& passage, const std::string& value, bool valid) {
  ASSERT_TRUE(internal::is_valid_utf8(passage.text));
  ASSERT_LE(passage.offset, value.size());
  if (valid) {
    ASSERT_EQ(value.substr(passage.offset, passage.text.size()), passage.text);
  }
  std::size_t at = 0;
  for (const Passage::Span& mark : passage.marks) {
    ASSERT_LE(at, mark.begin);
    ASSERT_LT(mark.begin, mark.end);
    ASSERT_LE(mark.end, passage.text.size());
    for (const std::size_t edge : {mark.begin, mark.end}) {
      const bool inside = edge < passage.text.size() &&
                          (static_cast<unsigned char>(passage.text[edge]) & 0xC0U) == 0x80U;
      ASSERT_FALSE(inside) << "a mark cuts a character";
    }
    at = mark.end;
  }
}

/// Words of the sample, punctuation, and now and then bytes that are no UTF-8.
std::string random_text(Random& random, bool damaged) {
  static const std::vector<std::string> kBetween = {" ",   ", ", ". ", "\n", "… ",
                                                    " — ", "! ", "",   "  "};
  std::string text;
  for (std::size_t n = below(random, 150); n > 0; --n) {
    text += testing::random_word(random) + testing::one_of(random, kBetween);
    if (damaged && below(random, 10) == 0) text += static_cast<char>(128 + below(random, 128));
  }
  return text;
}

TEST(PassagesProperty, TextAndMarksAreThoseOfTheValue) {
  constexpr unsigned kSeed = 42;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  int marks = 0;
  for (int round = 0; round < 400; ++round) {
    const bool damaged = round % 2 == 1;
    const std::string text = random_text(random, damaged);
    const std::string query = testing::random_words(random, 4);
    const PassageOptions options{1 + below(random, 4), below(random, 400)};
    const Hits hits = search({Document{}.set("body", text)}, query);
    if (hits.empty()) continue;
    const auto passages = hits[0].passages("body", options);
    ASSERT_LE(passages.size(), options.max_passages);
    ASSERT_THAT(passages, Not(IsEmpty()));
    std::size_t end = 0, all_marks = 0;
    for (const Passage& passage : passages) {
      ASSERT_NO_FATAL_FAILURE(check_passage(passage, text, !damaged)) << text;
      ASSERT_GE(passage.offset, end);
      if (!damaged) end = passage.offset + passage.text.size();
      ASSERT_LE(passage.text.size(), 3 * std::max<std::size_t>(options.max_bytes, 32) + 100);
      all_marks += passage.marks.size();
    }
    ASSERT_GT(all_marks, 0U) << query << "\n" << text;
    marks += static_cast<int>(all_marks);
  }
  EXPECT_GT(marks, 300);
}

TEST(PassagesProperty, EveryMarkIsAWordOfTheQuery) {
  constexpr unsigned kSeed = 43;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  const Analyzer analyzer;
  for (int round = 0; round < 200; ++round) {
    const std::string text = random_text(random, false);
    const std::string word =
        testing::random_word(random) + " ң";  // a Kazakh letter: nothing is restored
    // The words themselves; of a word that the text does not have, its families.
    std::set<std::string> terms, families, in_text;
    const Analysis query = analyzer.analyze(word), whole = analyzer.analyze(text);
    for (const Token& token : whole.tokens()) in_text.emplace(token.term);
    for (const Token& token : query.tokens()) {
      terms.emplace(token.term);
      if (!token.family.empty() && !in_text.contains(std::string(token.term)))
        families.emplace(token.family);
    }
    const Hits hits = search({Document{}.set("body", text)}, word);
    if (hits.empty()) continue;
    for (const Passage& passage : hits[0].passages("body", {.max_passages = 100})) {
      for (const Passage::Span& mark : passage.marks) {
        const std::string form = passage.text.substr(mark.begin, mark.end - mark.begin);
        const Analysis analysis = analyzer.analyze(form);
        bool known = false;
        for (const Token& token : analysis.tokens())
          known = known || terms.contains(std::string(token.term)) ||
                  families.contains(std::string(token.family));
        ASSERT_TRUE(known) << form << " for " << word;
      }
    }
  }
}

}  // namespace
}  // namespace izde
