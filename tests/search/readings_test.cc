// Words with several readings: tokens that share a position.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "izde/analyzer.h"

#include "index/plain_analysis.h"
#include "index/snapshot.h"
#include "index/writer.h"
#include "search/cursor_factory.h"
#include "search/matcher.h"

namespace izde::internal {
namespace {

class Readings : public ::testing::Test {
 protected:
  explicit Readings(std::vector<std::string> texts = {"a|b c|d e", "b c", "a|a a", "d|c a|b"}) {
    const auto directory = make_memory_directory();
    WriterCore writer(directory, Schema{}.text("body"), kPlainDefinition, plain_analysis(), {});
    for (const std::string& text : texts) writer.add(Document{}.set("body", text));
    writer.commit();
    collection_ = std::make_unique<Collection>(
        open_snapshot(*directory, writer.committed(), Analyzer{}, nullptr), writer.schema());
    factory_ = std::make_unique<CursorFactory>(*collection_, Bm25{}, ScoreGrid{});
  }

  const SegmentReader& segment() const { return *collection_->snapshot().segments[0]; }

  static PlanNode phrase(const std::vector<std::vector<std::string>>& slots) {
    PhraseGroup group{"", {{0, 1.0}}, {}};
    for (std::uint32_t i = 0; i < slots.size(); ++i) {
      group.slots.push_back({i, {}, 1});
      for (const std::string& term : slots[i]) group.slots.back().terms.push_back({0, term, 1, 1});
    }
    return {std::move(group), 1};
  }

  /// How often the phrase occurs in each document that has it.
  std::vector<std::pair<DocId, double>> frequencies(
      const std::vector<std::vector<std::string>>& slots) const {
    const PlanNode node = phrase(slots);
    const auto cursor = factory_->make_phrase(std::get<PhraseGroup>(node.what), 1, segment());
    std::vector<std::pair<DocId, double>> found;
    if (cursor == nullptr) return found;
    for (DocId doc = cursor->doc(); doc != kNoMoreDocs; doc = cursor->next())
      if (cursor->confirm()) found.emplace_back(doc, cursor->tf());
    return found;
  }

  std::unique_ptr<Collection> collection_;
  std::unique_ptr<CursorFactory> factory_;
};

using Found = std::vector<std::pair<DocId, double>>;

TEST_F(Readings, LengthsCountWordsNotReadings) {
  const LengthsReader& lengths = *segment().lengths(0);
  EXPECT_EQ(lengths[0], 3U);
  EXPECT_EQ(lengths[1], 2U);
  EXPECT_EQ(lengths[2], 2U);
  EXPECT_DOUBLE_EQ(collection_->average_length({{0, 1.0}}), 9.0 / 4);
}

TEST_F(Readings, APhraseIsFoundByAnyReadingAndCountedOnce) {
  EXPECT_EQ(frequencies({{"a"}, {"c"}}), (Found{{0, 1}}));
  EXPECT_EQ(frequencies({{"b"}, {"d"}}), (Found{{0, 1}}));
  EXPECT_EQ(frequencies({{"a", "b"}, {"c", "d"}}), (Found{{0, 1}, {1, 1}}));
  EXPECT_EQ(frequencies({{"d"}, {"e"}}), (Found{{0, 1}}));
  EXPECT_EQ(frequencies({{"a"}, {"b"}}), Found{});  // readings of one word do not follow each other
  EXPECT_EQ(frequencies({{"a"}, {"a"}}), (Found{{2, 1}}));
}

TEST_F(Readings, AReadingGivenTwiceIsOneOccurrence) {
  const auto info = segment().terms().find(0, "a");
  ASSERT_TRUE(info.has_value());
  PostingsCursor cursor = segment().postings(0, *info);
  ASSERT_EQ(cursor.advance(2), 2U);
  EXPECT_EQ(cursor.freq(), 2U);
}

TEST_F(Readings, AWordCountsOnceWhateverItsReadings) {
  TermGroup group{"a", {{0, 1.0}}, {{0, "a", 1, 1}, {0, "b", 0.5, 1}}, 1};
  const auto word = factory_->make_terms(group, 1, segment());
  ASSERT_EQ(word->doc(), 0U);
  EXPECT_EQ(word->tf(), 1);
  ASSERT_EQ(word->next(), 1U);
  EXPECT_EQ(word->tf(), 0.5);
  ASSERT_EQ(word->next(), 2U);
  EXPECT_EQ(word->tf(), 2);
  group.sums_terms = true;
  EXPECT_EQ(factory_->make_terms(group, 1, segment())->tf(), 1.5);
}

TEST_F(Readings, AMatchIsMarkedOnce) {
  const std::vector<Token> tokens = split_at_blanks("a|b c|d e");
  const Matcher words({TermGroup{"a", {{0, 1.0}}, {{0, "a", 1, 1}, {0, "b", 1, 1}}, 1}, 1},
                      *collection_, 0);
  EXPECT_EQ(words.find(tokens).size(), 1U);
  const Matcher together(phrase({{"a", "b"}, {"c", "d"}}), *collection_, 0);
  EXPECT_EQ(together.find(tokens).size(), 1U);
}

}  // namespace
}  // namespace izde::internal
