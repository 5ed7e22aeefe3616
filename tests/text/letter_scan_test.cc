#include "text/letter_scan.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <hwy/highway.h>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "text/damage.h"
#include "text/token_reader.h"
#include "text/tokenizer.h"

namespace izde::internal {
namespace {

/// Runs what follows with one of the processor's instruction sets, then with all of them again.
class OneTarget {
 public:
  explicit OneTarget(std::int64_t target) { choose(target); }
  ~OneTarget() { choose(0); }
  OneTarget(const OneTarget&) = delete;
  OneTarget& operator=(const OneTarget&) = delete;

 private:
  static void choose(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

std::vector<std::int64_t> targets() {
  std::vector<std::int64_t> found;
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1)
    found.push_back(left & -left);
  return found;
}

struct Cut {
  std::size_t begin, end;
  std::uint32_t shape;

  bool operator==(const Cut&) const = default;
};

std::vector<Cut> cut_by_rules(std::string_view text) {
  std::vector<Cut> cuts;
  Tokenizer tokenizer(text);
  for (RawToken token; tokenizer.next(token);)
    cuts.push_back({token.begin, token.end, shape_of(token)});
  return cuts;
}

std::vector<Cut> cut_by_scan(std::string_view text, const LetterScan& scan) {
  std::vector<Cut> cuts;
  TokenReader reader(text, scan);
  for (CutToken token; reader.next(token);) cuts.push_back({token.begin, token.end, token.shape});
  return cuts;
}

/// Tokens are those of the Tokenizer; every sign of damage and all bytes that are no UTF-8 stand in
/// suspect blocks.
void expect_right(std::string_view text, LetterScan& scan) {
  scan.scan(text);
  ASSERT_EQ(cut_by_scan(text, scan), cut_by_rules(text));
  const auto suspect = [&](std::size_t at) {
    return scan.is_suspect(at / LetterScan::kBlockBytes);
  };
  bool clean = true;
  for (std::size_t i = 0; i < scan.block_count(); ++i) clean &= !scan.is_suspect(i);
  ASSERT_EQ(scan.is_clean(), clean);
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint read = code_point_at(text, at);
    ASSERT_TRUE(read.valid || suspect(at)) << "byte " << at;
    at += read.length;
  }
  for (std::size_t at = 0; (at = find_damage_sign_scalar(text, at)) < text.size(); ++at)
    ASSERT_TRUE(suspect(at) || suspect(at - std::min<std::size_t>(at, 3))) << "byte " << at;
}

const std::vector<std::string>& parts() {
  static const std::vector<std::string> all = {
      "қ",    "а",    "И",        "Қ",      "й",      "Ё",      "і",       "-",       "'",
      "`",    "´",    " ",        " ",      " ",      ".",      ",",       "!",       "?",
      "5",    "2017", "\"",       "–",      "’",      "”",      "…",       "«",       "»",
      "#",    "@",    "_",        "w",      "Word",   "%",      "қала",    "балалар", "Қазақша",
      "АҚШ",  "ға",   "日",       "\u0301", "\u200D", "\n",     "\u00A0",  "\u202F",  "№",
      "·",    ":",    "ӊ",        "ə",      "ѓ",      "\u00AD", "\xFF",    "\xD2",    "\xE2",
      "\x80", "\xD0", "\xD0\xC2", "СССР",   "в",      "ст",     "mail.ru", "://"};
  return all;
}

std::string random_text(std::mt19937& random, std::size_t most) {
  std::string text;
  for (std::size_t n = random() % most; n > 0; --n) {
    text += parts()[random() % parts().size()];
    if (random() % 40 == 0) text.append(random() % 80, random() % 2 == 0 ? ' ' : 'x');
  }
  return text;
}

TEST(LetterScan, OrdinaryTextIsClean) {
  LetterScan scan;
  for (const std::string_view text :
       {"", " ", "қала", "Әрі «Қара сөздерінің» аудиодискісін тыңдауға болады.",
        "Біреуі – ән салса, екіншісі – күй тартты; 25 %, 12.05.2017… «Егемен» (АҚШ-тың) Word!"}) {
    scan.scan(text);
    EXPECT_TRUE(scan.is_clean()) << text;
  }
  for (const std::string_view text : {"\xFF", "жаӊа", "қаза?", "бiзге", "Иран", "日"}) {
    scan.scan(text);
    EXPECT_FALSE(scan.is_clean()) << text;
  }
}

TEST(LetterScan, FindsWhatTheTokenizerAndTheSearchForDamageFind) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  LetterScan scan;
  for (const std::int64_t target : targets()) {
    const OneTarget only(target);
    for (int round = 0; round < 4000; ++round) {
      const std::string text = random_text(random, 60);
      expect_right(text, scan);
      if (HasFatalFailure())
        FAIL() << hwy::TargetName(target) << ' ' << ::testing::PrintToString(text);
    }
  }
}

TEST(LetterScan, ReadsRunsThatCrossBlocksAndWindows) {
  LetterScan scan;
  for (std::size_t before = 0; before < 130; ++before) {
    std::string text(before, ' ');
    for (int i = 0; i < 1000; ++i) text += "қа";
    text += before % 2 == 0 ? " сөз" : "-ға сөз";
    expect_right(text, scan);
    ASSERT_FALSE(HasFatalFailure()) << before;
  }
}

TEST(LetterScan, AgreesOnRunningText) {
  const char* const shared = std::getenv("IZDE_SHARED");
  const std::filesystem::path folder =
      shared != nullptr ? shared : std::filesystem::path(IZDE_SOURCE_DIR) / ".." / "shared";
  std::ifstream file(folder / "data" / "text" / "clean.txt");
  if (!file) GTEST_SKIP() << "no running text in " << folder;
  LetterScan scan;
  std::string all;
  for (std::string line; std::getline(file, line);) {
    expect_right(line, scan);
    ASSERT_FALSE(HasFatalFailure()) << line;
    all.append(line).push_back('\n');
  }
  expect_right(all, scan);
}

}  // namespace
}  // namespace izde::internal
