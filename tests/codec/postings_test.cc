// Lists of postings against plain vectors: every count around the borders of blocks, sparse and
// dense.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "postings_lists.h"

namespace izde::internal {
namespace {

TEST_F(PostingsTest, StatisticsAreThoseOfTheList) {
  Random random(10);
  write(random);
  for (const Written& list : lists_) {
    std::uint64_t occurrences = 0;
    for (const auto& [doc, positions] : list.wanted) occurrences += list.freq(positions);
    EXPECT_EQ(list.info.doc_freq, list.wanted.size());
    EXPECT_EQ(list.info.total_term_freq, occurrences);
    EXPECT_EQ(list.info.singleton_doc,
              list.wanted.size() == 1 ? list.wanted.begin()->first : kNoMoreDocs);
  }
}

TEST_F(PostingsTest, NextWalksAllDocuments) {
  Random random(11);
  write(random);
  const PostingsReader reader(*directory_, "p", "q", kId, doc_count_);
  Positions positions;
  for (const Written& list : lists_) {
    PostingsCursor cursor(reader, list.info, list.kind);
    for (const auto& [doc, wanted] : list.wanted) {
      ASSERT_EQ(cursor.next(), doc);
      ASSERT_EQ(cursor.doc(), doc);
      ASSERT_EQ(cursor.freq(), list.freq(wanted));
      if (!list.has_positions()) continue;
      cursor.positions(positions);
      ASSERT_EQ(positions, wanted);
    }
    EXPECT_EQ(cursor.next(), kNoMoreDocs);
    EXPECT_EQ(cursor.next(), kNoMoreDocs);
    EXPECT_EQ(cursor.doc(), kNoMoreDocs);
  }
}

// Moves of both kinds in any order; frequencies and positions asked for now and then, also twice.
TEST_F(PostingsTest, AnyWalkAgreesWithTheList) {
  for (unsigned seed = 20; seed < 23; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    lists_.clear();
    directory_ = make_memory_directory();
    doc_count_ = 0;
    write(random);
    const PostingsReader reader(*directory_, "p", "q", kId, doc_count_);
    for (const Written& list : lists_) {
      PostingsCursor cursor(reader, list.info, list.kind);
      auto at = list.wanted.begin();
      DocId doc = 0;
      bool moved = false;
      const std::uint64_t stride =
          1 + random() % (std::uint64_t{3} * list.shape.most_gap * (1 + random() % 200));
      while (doc != kNoMoreDocs) {
        if (random() % 2 == 0) {
          at = moved ? std::next(at) : at;
          doc = cursor.next();
        } else {
          const std::uint64_t target = (moved ? std::uint64_t{doc} + 1 : 0) + random() % stride;
          if (target >= kNoMoreDocs) break;
          at = list.wanted.lower_bound(static_cast<DocId>(target));
          doc = cursor.advance(static_cast<DocId>(target));
        }
        moved = true;
        ASSERT_EQ(doc, at == list.wanted.end() ? kNoMoreDocs : at->first);
        ASSERT_EQ(cursor.doc(), doc);
        if (doc == kNoMoreDocs) continue;
        if (random() % 3 == 0) {
          ASSERT_EQ(cursor.freq(), list.freq(at->second));
        }
        if (!list.has_positions()) continue;
        Positions positions = {99};
        for (unsigned times = random() % 3; times > 0; --times) {
          cursor.positions(positions);
          ASSERT_EQ(positions, at->second);
        }
      }
    }
  }
}

TEST_F(PostingsTest, AdvancePastTheEndEnds) {
  Random random(50);
  write(random);
  const PostingsReader reader(*directory_, "p", "q", kId, doc_count_);
  for (const Written& list : lists_) {
    PostingsCursor cursor(reader, list.info, list.kind);
    EXPECT_EQ(cursor.advance(list.wanted.rbegin()->first), list.wanted.rbegin()->first);
    EXPECT_EQ(cursor.advance(list.wanted.rbegin()->first + 1), kNoMoreDocs);
    PostingsCursor second(reader, list.info, list.kind);
    EXPECT_EQ(second.advance(kNoMoreDocs - 1), kNoMoreDocs);
  }
}

TEST_F(PostingsTest, StatisticsThatCannotBeAreRefused) {
  Random random(51);
  write(random);
  const PostingsReader reader(*directory_, "p", "q", kId, doc_count_);
  const auto refused = [&](TermInfo info) {
    for (const TermKind kind : {TermKind::kDocs, TermKind::kPositions, TermKind::kFrequencies}) {
      try {
        PostingsCursor cursor(reader, info, kind);
        while (cursor.next() != kNoMoreDocs) cursor.freq();
        return false;
      } catch (const Error& error) {
        if (error.code() != ErrorCode::kCorruption) return false;
      }
    }
    return true;
  };
  EXPECT_TRUE(refused({0, 0, 44, 44, kNoMoreDocs}));
  EXPECT_TRUE(refused({doc_count_ + 1, doc_count_ + 1, 44, 44, kNoMoreDocs}));
  EXPECT_TRUE(refused({5, 4, 44, 44, kNoMoreDocs}));
  EXPECT_TRUE(refused({1, 1, 44, 44, doc_count_}));
  EXPECT_TRUE(refused({2, 2, 0, 44, kNoMoreDocs}));
  EXPECT_TRUE(refused({2, 2, ~std::uint64_t{0}, 44, kNoMoreDocs}));
  EXPECT_TRUE(refused({doc_count_, doc_count_, 44, 44, kNoMoreDocs}));
}

TEST_F(PostingsTest, AnotherNumberOfDocumentsIsRefused) {
  Random random(52);
  write(random);
  EXPECT_THROW(PostingsReader(*directory_, "p", "q", kId, doc_count_ + 1), Error);
}

}  // namespace
}  // namespace izde::internal
