#include "query/restoring.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/folding.h"

namespace izde::internal {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

/// Forms and how often they occur.
class FormVocabulary final : public Vocabulary {
 public:
  explicit FormVocabulary(std::map<std::string, std::uint64_t> forms = {})
      : forms_(std::move(forms)) {}

  std::uint64_t doc_freq(std::uint32_t, std::string_view) const override { return 0; }
  std::uint64_t family_freq(std::uint32_t, std::string_view) const override { return 0; }
  std::size_t terms_with_prefix(std::uint32_t, std::string_view, std::size_t,
                                std::vector<VocabularyEntry>& out) const override {
    out.clear();
    return 0;
  }
  std::size_t spellings(std::string_view folded, bool, std::size_t limit,
                        std::vector<VocabularyEntry>& out) const override {
    out.clear();
    std::string key;
    for (const auto& [form, count] : forms_) {
      fold_kazakh_letters(form, key);
      if (key == folded && out.size() < limit) out.push_back({form, count});
    }
    return out.size();
  }
  void walk_terms(std::uint32_t, TermAutomaton&, const Sink&) const override {}
  void walk_forms(TermAutomaton&, const Sink&) const override {}

 private:
  std::map<std::string, std::uint64_t> forms_;
};

std::string best(std::string_view typed, const Vocabulary& vocabulary = FormVocabulary()) {
  return restore_spellings(typed, vocabulary, 1).front().form;
}

TEST(RestoreSpellings, WordsThatNoIndexHasFollowTheLetterModel) {
  EXPECT_EQ(best("казак"), "қазақ");
  EXPECT_EQ(best("тилдердин"), "тілдердің");
  EXPECT_EQ(best("кызметкерлеримиз"), "қызметкерлеріміз");
  EXPECT_EQ(best("укимет"), "үкімет");
  EXPECT_EQ(best("жумысшыларга"), "жұмысшыларға");
}

TEST(RestoreSpellings, WhatIsRightStays) {
  for (const std::string_view word : {"бала", "мектептер", "сөздік", "қазақ", "жарым", "көлемі"})
    EXPECT_EQ(best(word), word);
  EXPECT_EQ(best("жүргизилген"), "жүргізілген");  // typed in part
}

TEST(RestoreSpellings, OtherVowelsThatPeopleType) {
  EXPECT_EQ(best("берды"), "берді");
  EXPECT_EQ(best("мемлекеттын"), "мемлекеттің");
  EXPECT_EQ(best("аитылган"), "айтылған");
}

TEST(RestoreSpellings, TheIndexDecides) {
  const FormVocabulary vocabulary({{"оң", 5'000'000}, {"шөбжін", 40}, {"шөбжің", 3}});
  EXPECT_EQ(best("он"), "он");
  EXPECT_EQ(best("он", vocabulary), "оң");
  const std::vector<RestoredSpelling> found = restore_spellings("шобжин", vocabulary, 10);
  ASSERT_GE(found.size(), 2U);
  EXPECT_EQ(found[0].form, "шөбжін");
  EXPECT_EQ(found[0].occurrences, 40U);
  EXPECT_EQ(found[1].form, "шөбжің");
}

TEST(RestoreSpellings, SharesFallAndAreAtMostOne) {
  for (const std::string_view word : {"казак", "турлер", "он", "кыздарын", "а"}) {
    double sum = 0, last = 1;
    for (const RestoredSpelling& spelling : restore_spellings(word, FormVocabulary(), 16)) {
      EXPECT_LE(spelling.share, last);
      last = spelling.share;
      sum += spelling.share;
    }
    EXPECT_GT(sum, 0.9) << word;
    EXPECT_LE(sum, 1.0001) << word;
  }
}

TEST(RestoreSpellings, WhatIsNoWordComesBack) {
  for (const std::string_view word : {"", "hello", "2024", "қазақ-тілі", "\xFF\xFE", "かな"})
    EXPECT_EQ(best(word), word);
  EXPECT_EQ(best(std::string(2000, 'x')), std::string(2000, 'x'));
}

TEST(GuessSpellings, AreLikelyAndNotWhatWasTyped) {
  const FormVocabulary vocabulary;
  EXPECT_THAT(guess_spellings("калаларга", vocabulary), Contains("қалаларға"));
  EXPECT_THAT(guess_spellings("тилин", vocabulary), Contains("тілін"));
  EXPECT_THAT(guess_spellings("бала", vocabulary), ::testing::Not(Contains("бала")));
  EXPECT_THAT(guess_spellings("", vocabulary), IsEmpty());
  EXPECT_THAT(guess_spellings("2024", vocabulary), IsEmpty());
}

}  // namespace
}  // namespace izde::internal
