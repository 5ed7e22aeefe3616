// Automata against brute force: distances by the table of all beginnings, wildcards by a matcher of
// five lines, regular expressions by std::wregex (whose characters are code points here).
#include "query/automaton.h"

#include <algorithm>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "query/pattern.h"
#include "query/random_query.h"
#include "text/folding.h"

namespace izde::internal {
namespace {

using testing::below;
using testing::Random;

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_code_point(out, c);
  return out;
}

std::u32string random_letters(Random& random, std::u32string_view letters, std::size_t most) {
  std::u32string word;
  for (std::size_t n = below(random, most + 1); n > 0; --n)
    word.push_back(letters[below(random, letters.size())]);
  return word;
}

/// Optimal string alignment by its definition, without a bound.
std::uint32_t distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::vector<std::uint32_t>> table(a.size() + 1,
                                                std::vector<std::uint32_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      std::uint32_t best = i + j == 0 ? 0 : 1000;
      if (i > 0) best = std::min(best, table[i - 1][j] + 1);
      if (j > 0) best = std::min(best, table[i][j - 1] + 1);
      if (i > 0 && j > 0)
        best = std::min(best, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = std::min(best, table[i - 2][j - 2] + 1);
      table[i][j] = best;
    }
  }
  return table[a.size()][b.size()];
}

Utf8Automaton near(std::u32string_view word, std::uint32_t edits, bool folded = false) {
  LetterNfa nfa;
  nfa.finish(add_near_word(word, edits, folded, nfa));
  return Utf8Automaton(std::move(nfa));
}

Utf8Automaton automaton_of(const Pattern& pattern) {
  LetterNfa nfa;
  nfa.finish(add_pattern(pattern, nfa));
  return Utf8Automaton(std::move(nfa));
}

TEST(NearWords, AreThoseOfTheTableOfDistances) {
  constexpr unsigned kSeed = 41;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  int accepted = 0;
  for (int round = 0; round < 400; ++round) {
    const std::u32string word = random_letters(random, U"қкаөa𝛼", 7);
    for (std::uint32_t edits = 0; edits <= kMostEdits; ++edits) {
      Utf8Automaton automaton = near(word, edits);
      for (int i = 0; i < 40; ++i) {
        const std::u32string other = random_letters(random, U"қкаөa𝛼", 8);
        const std::uint32_t apart = distance(word, other);
        ASSERT_EQ(automaton.matches(to_utf8(other)), apart <= edits)
            << to_utf8(word) << " " << to_utf8(other) << " " << edits;
        ASSERT_EQ(edit_distance(word, other, edits), std::min(apart, edits + 1));
        accepted += apart <= edits ? 1 : 0;
      }
      ASSERT_FALSE(automaton.overflowed());
    }
  }
  EXPECT_GT(accepted, 2000);
}

TEST(NearWords, AreCountedInLettersAndTheFirstIsNotFavoured) {
  EXPECT_TRUE(near(U"қазақ", 1).matches("казақ"));
  EXPECT_TRUE(near(U"қазақ", 1).matches("азақ"));
  EXPECT_TRUE(near(U"қазақ", 1).matches("ақзақ"));
  EXPECT_FALSE(near(U"қазақ", 1).matches("казак"));
  EXPECT_FALSE(near(U"мектеп", 1).matches("мөктөп"));
  EXPECT_TRUE(near(U"мектеп", 2).matches("мөктөп"));
}

TEST(NearWords, FoldedLettersAreTheSame) {
  constexpr unsigned kSeed = 5;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  for (int round = 0; round < 300; ++round) {
    const std::u32string word = random_letters(random, U"қкаүуһх", 6);
    const std::u32string other = random_letters(random, U"қкаүұуһх", 7);
    std::string folded_word, folded_other;
    fold_kazakh_letters(to_utf8(word), folded_word);
    fold_kazakh_letters(to_utf8(other), folded_other);
    const bool expected = distance(code_points_of(folded_word), code_points_of(folded_other)) <= 1;
    ASSERT_EQ(near(code_points_of(folded_word), 1, true).matches(to_utf8(other)), expected)
        << to_utf8(word) << " " << to_utf8(other);
  }
}

TEST(NearWords, DamagedBytesAreOneLetter) {
  EXPECT_TRUE(
      near(U"аб", 1).matches("а\xFF"
                             "б"));
  EXPECT_TRUE(near(U"аб", 1).matches("аб\xD0"));
  EXPECT_FALSE(
      near(U"аб", 1).matches("\xFF"
                             "аб\xD0"));
}

bool wildcard_matches(std::u32string_view pattern, std::u32string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == U'*') {
    return wildcard_matches(pattern.substr(1), text) ||
           (!text.empty() && wildcard_matches(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern[0] == U'?' || pattern[0] == text[0]) &&
         wildcard_matches(pattern.substr(1), text.substr(1));
}

TEST(Wildcards, MatchAsTheyShould) {
  constexpr unsigned kSeed = 77;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  int accepted = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::u32string pattern = random_letters(random, U"ақ*?*?", 6);
    Utf8Automaton automaton = automaton_of(read_wildcard(to_utf8(pattern)));
    for (int i = 0; i < 10; ++i) {
      const std::u32string text = random_letters(random, U"аққя", 6);
      const bool expected = wildcard_matches(pattern, text);
      ASSERT_EQ(automaton.matches(to_utf8(text)), expected)
          << to_utf8(pattern) << " " << to_utf8(text);
      accepted += expected ? 1 : 0;
    }
  }
  EXPECT_GT(accepted, 3000);
}

TEST(Wildcards, BackslashMakesALetter) {
  EXPECT_TRUE(automaton_of(read_wildcard("а\\*б")).matches("а*б"));
  EXPECT_FALSE(automaton_of(read_wildcard("а\\*б")).matches("аб"));
  EXPECT_TRUE(automaton_of(read_wildcard("а\\\\?")).matches("а\\б"));
  EXPECT_TRUE(automaton_of(read_wildcard("а\\б")).matches("а\\б"));
}

std::string random_regexp(Random& random, int depth) {
  static const std::vector<std::string> kAtoms = {"а",    "қ",     ".",   "[аб]",
                                                  "[^қ]", "[а-в]", "\\.", "\\d"};
  static const std::vector<std::string> kRepeats = {"",  "",    "",      "*",   "+",
                                                    "?", "{2}", "{1,3}", "{2,}"};
  // The standard library needs exponential time for repetitions in repetitions.
  static const std::vector<std::string> kFewRepeats = {"", "", "?", "{2}", "{0,2}"};
  std::string text;
  for (std::size_t n = 1 + below(random, 3); n > 0; --n) {
    if (depth > 0 && below(random, 3) == 0) {
      text += "(" + random_regexp(random, depth - 1) + "|" + random_regexp(random, depth - 1) +
              ")" + testing::one_of(random, kFewRepeats);
    } else {
      text += testing::one_of(random, kAtoms) + testing::one_of(random, kRepeats);
    }
  }
  return text;
}

std::wstring wide(std::string_view text) {
  std::wstring out;
  for (const char32_t c : code_points_of(text)) out.push_back(static_cast<wchar_t>(c));
  return out;
}

TEST(Regexps, MatchWhatTheStandardLibraryMatches) {
  constexpr unsigned kSeed = 99;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  int accepted = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::string text = random_regexp(random, 2);
    std::string error;
    const auto pattern = read_regexp(text, error);
    ASSERT_TRUE(pattern.has_value()) << text << ": " << error;
    Utf8Automaton automaton = automaton_of(*pattern);
    const std::wregex expected(wide(text));
    for (int i = 0; i < 12; ++i) {
      const std::string word = to_utf8(random_letters(random, U"аабвққ.7", 6));
      const bool matches = std::regex_match(wide(word), expected);
      ASSERT_EQ(automaton.matches(word), matches) << text << " " << word;
      accepted += matches ? 1 : 0;
    }
    ASSERT_FALSE(automaton.overflowed());
  }
  EXPECT_GT(accepted, 500);
}

TEST(Regexps, WhatCannotBeReadIsSaid) {
  std::string deep = "а";
  for (int i = 0; i < 100; ++i) deep = "(" + deep + ")";
  for (const std::string& bad :
       {std::string("("), std::string(")"), std::string("а)"), std::string("*а"), std::string("[а"),
        std::string("[я-а]"), std::string("а{"), std::string("а{3,2}"), std::string("а{1000}"),
        std::string("(а{200}){200}"), std::string("\\w"), std::string("а\\"), std::string("(?:а)"),
        std::string("а^б"), std::string("[]"), std::string("(((а{99}){99}){99}){99}"), deep}) {
    std::string error;
    EXPECT_FALSE(read_regexp(bad, error).has_value()) << bad;
    EXPECT_FALSE(error.empty()) << bad;
  }
  std::string error;
  EXPECT_TRUE(read_regexp("^а.б$", error).has_value());
  EXPECT_TRUE(read_regexp("", error).has_value());
}

TEST(Regexps, AnyBytesAreRead) {
  constexpr unsigned kSeed = 3;
  SCOPED_TRACE(kSeed);
  constexpr std::string_view kSigns = "()[]{}|*+?.\\^$-,0129a\xD0\xB0";
  Random random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::size_t n = below(random, 12); n > 0; --n)
      text.push_back(kSigns[below(random, kSigns.size())]);
    std::string error;
    if (const auto pattern = read_regexp(text, error)) automaton_of(*pattern).matches("ааа129");
    read_wildcard(text);
  }
}

TEST(Regexps, StatesAreBounded) {
  std::string error;
  const auto pattern = read_regexp("(а|б)*а(а|б){20}", error);
  ASSERT_TRUE(pattern.has_value());
  Utf8Automaton automaton = automaton_of(*pattern);
  Random random(1);
  for (int i = 0; i < 3000; ++i) automaton.matches(to_utf8(random_letters(random, U"аб", 60)));
  EXPECT_TRUE(automaton.overflowed());
}

TEST(Automata, ADeadBeginningHasNoEnd) {
  constexpr unsigned kSeed = 12;
  SCOPED_TRACE(kSeed);
  Random random(kSeed);
  for (int round = 0; round < 300; ++round) {
    Utf8Automaton automaton = near(random_letters(random, U"қкаө", 5), 1);
    const std::string text = to_utf8(random_letters(random, U"қкаө", 6));
    TermAutomaton::State state = automaton.start();
    for (const char c : text) {
      if (state == TermAutomaton::kDead) break;
      state = automaton.step(state, static_cast<std::uint8_t>(c));
    }
    if (state == TermAutomaton::kDead) {
      ASSERT_FALSE(automaton.matches(text));
    }
  }
}

}  // namespace
}  // namespace izde::internal
