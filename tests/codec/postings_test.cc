// Lists of postings against plain vectors: every count around the borders of blocks, sparse and
// dense.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "codec/postings_reader.h"
#include "codec/postings_writer.h"

namespace izde::internal {
namespace {

constexpr FileId kId = {42};

using Positions = std::vector<std::uint32_t>;
using List = std::map<DocId, Positions>;

/// How the documents and positions of a list are drawn.
struct Shape {
  std::uint32_t doc_freq;
  std::uint32_t most_gap;   ///< Between documents; 1: they follow each other.
  std::uint32_t most_freq;  ///< 0: no positions.
  std::uint32_t most_step;  ///< Between positions.
};

List random_list(Random& random, const Shape& shape) {
  List list;
  DocId doc = random() % shape.most_gap;
  for (std::uint32_t i = 0; i < shape.doc_freq; ++i) {
    Positions positions;
    std::uint32_t position = random() % (shape.most_step + 1);
    for (std::uint32_t left = shape.most_freq == 0 ? 0 : 1 + random() % shape.most_freq; left > 0;
         --left) {
      positions.push_back(position);
      position += random() % (shape.most_step + 1);
    }
    list.emplace(doc, positions);
    doc += 1 + random() % shape.most_gap;
  }
  return list;
}

std::vector<Shape> shapes() {
  std::vector<Shape> shapes;
  for (const std::uint32_t doc_freq :
       {1U, 2U, 3U, 127U, 128U, 129U, 130U, 255U, 256U, 257U, 1000U, 5000U})
    for (const std::uint32_t most_gap : {1U, 2U, 100U, 100000U})
      for (const auto& [most_freq, most_step] :
           {std::pair{0U, 0U}, {1U, 1000U}, {3U, 10U}, {40U, 500U}, {2U, 0U}})
        shapes.push_back({doc_freq, most_gap, most_freq, most_step});
  shapes.push_back({3, 1U << 30, 2, 1U << 20});    // distances of 30 bits in a tail
  shapes.push_back({300, 1U << 23, 2, 1U << 20});  // and wide ones in blocks
  shapes.push_back({2, 5, 3000, 3});               // many positions in one document
  shapes.push_back({1, 5, 3000, 3});
  return shapes;
}

class PostingsTest : public ::testing::Test {
 protected:
  void write(Random& random) {
    for (const Shape& shape : shapes()) {
      const List list = random_list(random, shape);
      if (shape.most_freq == 0) {
        lists_.push_back({shape, list, TermKind::kDocs, {}});
      } else {
        lists_.push_back({shape, list, TermKind::kPositions, {}});
        lists_.push_back({shape, list, TermKind::kFrequencies, {}});
      }
    }
    for (const auto& list : lists_)
      doc_count_ = std::max(doc_count_, list.wanted.rbegin()->first + 1);
    PostingsWriter writer(*directory_, "p", "q", kId, doc_count_);
    for (Written& list : lists_) {
      writer.begin_term(list.kind);
      for (const auto& [doc, positions] : list.wanted)
        list.has_positions() ? writer.add(doc, positions) : writer.add(doc, list.freq(positions));
      list.info = writer.end_term();
    }
    const std::uint64_t bytes = writer.finish();
    EXPECT_EQ(bytes, directory_->open("p")->bytes().size() + directory_->open("q")->bytes().size());
  }

  struct Written {
    Shape shape;
    List wanted;
    TermKind kind;
    TermInfo info;
    bool has_positions() const { return internal::has_positions(kind); }
    std::uint32_t freq(const Positions& positions) const {
      return has_frequencies(kind) ? static_cast<std::uint32_t>(positions.size()) : 1;
    }
  };

  std::shared_ptr<Directory> directory_ = make_memory_directory();
  std::vector<Written> lists_;
  std::uint32_t doc_count_ = 0;
};

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
  for (unsigned seed = 20; seed < 28; ++seed) {
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
