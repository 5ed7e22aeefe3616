// The tokenizer against the word-break test file of the Unicode Character Database (15.0, as that
// of the library's tables and of ICU 72), which Debian's package unicode-data installs.

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "text/tokenizer.h"
#include "text/word_break.h"

namespace izde::internal {
namespace {

constexpr const char* kFile = "/usr/share/unicode/auxiliary/WordBreakTest.txt";

struct Case {
  std::string line;  ///< As in the file.
  std::string text;
  std::vector<std::size_t> boundaries;
};

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  std::ifstream file(kFile);
  for (std::string line; std::getline(file, line);) {
    Case read{line, {}, {}};
    std::istringstream words(line.substr(0, line.find('#')));
    for (std::string word; words >> word;) {
      if (word == "÷") {
        read.boundaries.push_back(read.text.size());
      } else if (word != "×") {
        append_code_point(read.text, static_cast<char32_t>(std::stoul(word, nullptr, 16)));
      }
    }
    if (!read.boundaries.empty()) cases.push_back(std::move(read));
  }
  return cases;
}

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

bool is_letter_or_digit(const WordChar& c) {
  return (c.entry & (kUpper | kLetter)) != 0 || c.word_class() == WordClass::kNumeric ||
         c.word_class() == WordClass::kALetter || c.word_class() == WordClass::kHebrewLetter ||
         c.word_class() == WordClass::kKatakana;
}

/// The first departure of docs/design/tokenizer.md that concerns words as UAX #29 cuts them: a
/// colon or a full stop joins no letters.
Spans without_colons(const std::string& text, std::size_t begin, std::size_t end) {
  Spans parts;
  std::size_t from = begin;
  for (std::size_t at = begin; at < end;) {
    const WordChar c = word_char_at(text, at);
    if (c.value == U':') {
      parts.emplace_back(from, at);
      from = at + c.length;
      // The marks that the colon bears belong to it.
      while (from < end && !is_letter_or_digit(word_char_at(text, from)))
        from += word_char_at(text, from).length;
    }
    at += c.length;
  }
  parts.emplace_back(from, end);
  return parts;
}

/// The second: connectors around a word are mark-up, and so are those that are no low line.
void strip_connectors(const std::string& text, std::pair<std::size_t, std::size_t>& span) {
  while (span.first < span.second && text[span.first] == '_') ++span.first;
  while (span.first < span.second && text[span.second - 1] == '_') --span.second;
}

/// The words of a case as UAX #29 has them, with the departures: those that hold a letter or a
/// digit.
Spans expected_tokens(const Case& c) {
  Spans tokens;
  for (std::size_t i = 0; i + 1 < c.boundaries.size(); ++i) {
    for (auto span : without_colons(c.text, c.boundaries[i], c.boundaries[i + 1])) {
      strip_connectors(c.text, span);
      bool word = false;
      for (std::size_t at = span.first; at < span.second;) {
        const WordChar read = word_char_at(c.text, at);
        word |= is_letter_or_digit(read);
        at += read.length;
      }
      if (word) tokens.push_back(span);
    }
  }
  return tokens;
}

class WordBreakConformance : public ::testing::Test {
 protected:
  void SetUp() override {
    cases_ = read_cases();
    if (cases_.empty()) GTEST_SKIP() << "no " << kFile << " (package unicode-data)";
    ASSERT_GT(cases_.size(), 1000U);
  }

  std::vector<Case> cases_;
};

TEST_F(WordBreakConformance, PlainRulesAgreeWithEveryCase) {
  for (const Case& c : cases_) {
    std::vector<std::size_t> found = {0};
    while (found.back() < c.text.size())
      found.push_back(next_word_boundary(c.text, found.back(), WordRules::kPlain));
    EXPECT_EQ(found, c.boundaries) << c.line;
  }
}

TEST_F(WordBreakConformance, TokensAreItsWordsButForTheDepartures) {
  for (const Case& c : cases_) {
    Spans found;
    Tokenizer tokenizer(c.text);
    for (RawToken token; tokenizer.next(token);) found.emplace_back(token.begin, token.end);
    EXPECT_EQ(found, expected_tokens(c)) << c.line;
  }
}

}  // namespace
}  // namespace izde::internal
