#include "text/blank_words.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/utf8.h"
#include "text/term_builder.h"

namespace izde::internal {
namespace {

/// What cut() says, byte by byte.
std::vector<std::string> plainly_cut(std::string_view text) {
  std::string valid;
  append_valid_utf8(text, valid);
  std::vector<std::string> words;
  std::string word;
  for (const char c : valid + " ") {
    if (static_cast<unsigned char>(c) > 0x20) {
      word += c;
      continue;
    }
    std::size_t size = 0;
    while (size < word.size()) {
      const std::size_t next = size + code_point_at(word, size).length;
      if (next > TermBuilder::kMaxTermBytes) break;
      size = next;
    }
    if (!word.empty()) words.push_back(word.substr(0, size));
    word.clear();
  }
  return words;
}

std::vector<std::string> cut(BlankWords& words, std::string_view text) {
  const auto found = words.cut(text);
  for (const std::string_view word : found) {
    EXPECT_GE(word.data(), words.text().data());
    EXPECT_LE(word.data() + word.size(), words.text().data() + words.text().size());
  }
  return {found.begin(), found.end()};
}

TEST(BlankWords, CutsAtBlanksAndControlCharacters) {
  BlankWords words;
  EXPECT_EQ(cut(words, ""), std::vector<std::string>{});
  EXPECT_EQ(cut(words, " \t\n"), std::vector<std::string>{});
  EXPECT_EQ(cut(words, "алма"), std::vector<std::string>{"алма"});
  EXPECT_EQ(cut(words, std::string_view(" a\0b\x1F\x7F ж\xFF ", 11)),
            (std::vector<std::string>{"a", "b", "\x7F", "ж\uFFFD"}));
}

TEST(BlankWords, AgreesWithCuttingByteByByte) {
  BlankWords words;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    Random random(seed);
    std::string text;
    for (std::size_t size = random() % 700; text.size() < size;) {
      switch (random() % 8) {
        case 0:
          text += std::string(random() % 70, random() % 2 == 0 ? ' ' : '\n');
          break;
        case 1:  // long words, and cuts inside characters
          for (std::uint32_t left = random() % 300; left > 0; --left)
            text += (random() % 2 == 0 ? "ғ" : "€a");
          break;
        case 2:
          if (seed % 3 == 0) text += static_cast<char>(random());
          break;
        default:
          text += "қазақ";
          text.resize(text.size() - 2 * (random() % 4));
          if (random() % 2 == 0) text += ' ';
      }
    }
    EXPECT_EQ(cut(words, text), plainly_cut(text)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace izde::internal
