// Walks by blocks, by ranges and into bits, against plain vectors.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "postings_lists.h"

namespace izde::internal {
namespace {

/// The documents of a list and their frequencies, in order.
struct Flat {
  std::vector<DocId> docs;
  std::vector<std::uint32_t> freqs;
};

class PostingsCursorTest : public PostingsTest {
 protected:
  void SetUp() override {
    Random random(70);
    write(random);
    reader_.emplace(*directory_, "p", "q", kId, doc_count_);
  }

  static Flat flatten(const Written& list) {
    Flat flat;
    for (const auto& [doc, positions] : list.wanted) {
      flat.docs.push_back(doc);
      flat.freqs.push_back(list.freq(positions));
    }
    return flat;
  }

  PostingsCursor cursor(const Written& list) const { return {*reader_, list.info, list.kind}; }

  std::optional<PostingsReader> reader_;
};

TEST_F(PostingsCursorTest, BlocksHoldTheWholeList) {
  for (const Written& list : lists_) {
    const Flat flat = flatten(list);
    PostingsCursor at = cursor(list);
    std::vector<DocId> docs;
    std::vector<std::uint32_t> freqs;
    for (DocId doc = at.next(); doc != kNoMoreDocs; doc = at.next_block()) {
      ASSERT_EQ(doc, at.block_docs().front());
      docs.insert(docs.end(), at.block_docs().begin(), at.block_docs().end());
      freqs.insert(freqs.end(), at.block_freqs().begin(), at.block_freqs().end());
    }
    ASSERT_EQ(docs, flat.docs);
    ASSERT_EQ(freqs, flat.freqs);
    EXPECT_TRUE(at.block_docs().empty());
    EXPECT_EQ(at.next_block(), kNoMoreDocs);
  }
}

TEST_F(PostingsCursorTest, PositionsOfSeveralDocumentsAreThoseOfEach) {
  Random random(75);
  DocPositions positions;
  for (const Written& list : lists_) {
    if (!list.has_positions()) continue;
    PostingsCursor at = cursor(list);
    for (DocId doc = at.next(); doc != kNoMoreDocs;) {
      const std::span<const DocId> docs = at.block_docs();
      std::vector<std::uint32_t> places;
      const unsigned share = 1 + random() % 8;
      for (std::uint32_t i = 0; i < docs.size(); ++i)
        if (random() % 8 < share) places.push_back(i);
      at.positions(places, positions);
      std::size_t begin = 0;
      for (std::size_t i = 0; i < places.size(); ++i) {
        const std::size_t end = positions.ends[i];
        ASSERT_LE(end, positions.numbers.size());
        ASSERT_EQ(Positions(positions.numbers.begin() + static_cast<std::ptrdiff_t>(begin),
                            positions.numbers.begin() + static_cast<std::ptrdiff_t>(end)),
                  list.wanted.at(docs[places[i]]));
        begin = end;
      }
      const auto left = static_cast<std::uint32_t>(docs.size());
      doc = at.skip(random() % 2 == 0 ? left : 1 + random() % left);
    }
  }
}

// Looked up among bits or, where there are none, by moving there; and moves between.
TEST_F(PostingsCursorTest, BitsAreLookedUpAsTheListHasThem) {
  Random random(76);
  std::size_t in_bits = 0;
  for (const Written& list : lists_) {
    PostingsCursor at = cursor(list);
    at.next();
    const std::uint32_t stride = 1 + random() % (2 * list.shape.most_gap);
    std::vector<DocId> wanted;
    for (DocId doc = 1 + random() % stride; doc < list.wanted.rbegin()->first + 2 * stride;
         doc += 1 + random() % stride)
      wanted.push_back(doc);
    std::vector<std::uint32_t> which(wanted.size()), freqs(wanted.size());
    for (std::size_t i = 0; i < wanted.size();) {
      if (at.doc() == kNoMoreDocs) break;
      const bool with_freqs = random() % 2 == 0;
      const std::size_t count = 1 + random() % (wanted.size() - i);
      PostingsCursor::LookedUp found;
      if (at.doc() < wanted[i] || at.is_in_bits())
        found =
            at.look_up_bits(&wanted[i], count, which.data(), with_freqs ? freqs.data() : nullptr);
      if (found.passed == 0) {
        if (at.doc() < wanted[i]) at.advance(wanted[i]);
        const auto next = list.wanted.lower_bound(wanted[i]);
        ASSERT_EQ(at.doc(), next == list.wanted.end() ? kNoMoreDocs : next->first);
        ++i;
        continue;
      }
      ASSERT_LE(found.passed, count);
      in_bits += found.passed;
      std::size_t k = 0;
      for (std::size_t j = 0; j < found.passed; ++j) {
        const auto doc = list.wanted.find(wanted[i + j]);
        if (doc == list.wanted.end()) continue;
        ASSERT_LT(k, found.found);
        ASSERT_EQ(which[k], j);
        if (with_freqs) {
          ASSERT_EQ(freqs[k], list.freq(doc->second));
        }
        ++k;
      }
      ASSERT_EQ(k, found.found);
      ASSERT_EQ(at.doc(), list.wanted.lower_bound(wanted[i])->first);
      if (random() % 4 == 0) {
        ASSERT_EQ(at.block_docs().front(), at.doc());
        ASSERT_EQ(at.freq(), list.freq(list.wanted.at(at.doc())));
      }
      i += found.passed;
    }
  }
  EXPECT_GT(in_bits, 1000U);
}

TEST_F(PostingsCursorTest, SkipsStepOverDocuments) {
  Random random(71);
  for (const Written& list : lists_) {
    const Flat flat = flatten(list);
    PostingsCursor at = cursor(list);
    std::size_t index = 0;
    for (DocId doc = at.next(); doc != kNoMoreDocs;) {
      ASSERT_EQ(doc, flat.docs[index]);
      ASSERT_EQ(at.freq(), flat.freqs[index]);
      const auto left = static_cast<std::uint32_t>(at.block_docs().size());
      const std::uint32_t count = random() % 8 == 0 ? left : 1 + random() % left;
      index += count;
      doc = at.skip(count);
    }
    EXPECT_EQ(index, flat.docs.size());
  }
}

// Every range holds the documents between its neighbours, and an impact for each of them.
TEST_F(PostingsCursorTest, ImpactsBoundTheirRanges) {
  Random random(72);
  for (const Written& list : lists_) {
    const Flat flat = flatten(list);
    PostingsCursor at = cursor(list);
    std::uint64_t target = 0;
    const std::uint64_t stride = 1 + random() % (std::uint64_t{20} * list.shape.most_gap);
    while (target < kNoMoreDocs) {
      const auto first = static_cast<std::size_t>(
          std::lower_bound(flat.docs.begin(), flat.docs.end(), target) - flat.docs.begin());
      const DocId last = at.advance_shallow(static_cast<DocId>(target));
      if (last == kNoMoreDocs) {
        ASSERT_EQ(first, flat.docs.size());
        break;
      }
      ASSERT_EQ(last, at.level_last(0));
      for (unsigned level = 0; level < PostingsCursor::kLevels; ++level) {
        if (level > 0) {
          ASSERT_GE(at.level_last(level), at.level_last(level - 1));
        }
        if (first < flat.docs.size()) {
          ASSERT_GE(at.level_last(level), flat.docs[first]);
        }
        const std::span<const Impact> impacts = at.impacts(level);
        ASSERT_GE(impacts.size(), 1U);
        ASSERT_LE(impacts.size(), 4U);
        for (std::size_t i = 1; i < impacts.size(); ++i) {
          ASSERT_GT(impacts[i].freq, impacts[i - 1].freq);
          ASSERT_GT(impacts[i].length, impacts[i - 1].length);
        }
        for (std::size_t i = first; i < flat.docs.size() && flat.docs[i] <= at.level_last(level);
             ++i) {
          const std::uint32_t length =
              list.has_lengths() && !lengths_.empty() ? lengths_[flat.docs[i]] : 0;
          ASSERT_TRUE(std::any_of(impacts.begin(), impacts.end(), [&](const Impact& impact) {
            return impact.freq >= flat.freqs[i] && impact.length <= length;
          }));
        }
      }
      target = random() % 2 == 0 ? std::uint64_t{last} + 1 : target + stride;
    }
  }
}

TEST_F(PostingsCursorTest, LookingAheadDoesNotMove) {
  Random random(73);
  for (const Written& list : lists_) {
    const Flat flat = flatten(list);
    PostingsCursor at = cursor(list);
    std::uint64_t ahead = 0;
    const std::uint64_t stride = 1 + random() % (std::uint64_t{300} * list.shape.most_gap);
    for (DocId doc = at.next(); doc != kNoMoreDocs;) {
      ahead = std::max<std::uint64_t>(ahead, doc) + random() % stride;
      if (ahead >= kNoMoreDocs - 1) break;
      const DocId last = at.advance_shallow(static_cast<DocId>(ahead));
      ASSERT_EQ(at.doc(), doc);
      ASSERT_EQ(at.block_docs().front(), doc);
      const bool to_ahead = random() % 2 == 0;
      const auto target = static_cast<DocId>(to_ahead ? ahead : doc + (ahead - doc) / 2);
      if (target == doc) {
        doc = at.next();
        continue;
      }
      doc = at.advance(target);
      const auto wanted = std::lower_bound(flat.docs.begin(), flat.docs.end(), target);
      ASSERT_EQ(doc, wanted == flat.docs.end() ? kNoMoreDocs : *wanted);
      if (to_ahead && last == kNoMoreDocs) {
        ASSERT_EQ(doc, kNoMoreDocs);
      }
      ahead = std::max<std::uint64_t>(ahead, target);
    }
  }
}

TEST_F(PostingsCursorTest, BitsAreTheDocumentsOfAWindow) {
  Random random(74);
  std::vector<std::uint64_t> words;
  for (const Written& list : lists_) {
    const Flat flat = flatten(list);
    PostingsCursor at = cursor(list);
    DocId doc = at.next();
    std::size_t index = 0;
    while (doc != kNoMoreDocs) {
      const DocId base = doc - std::min<DocId>(doc, random() % 500);
      const std::uint64_t end = std::min<std::uint64_t>(
          doc + std::uint64_t{random() % (random() % 2 == 0 ? 100 : 10000)}, kNoMoreDocs - 1);
      words.assign((end - base + 63) / 64 + 1, 0);
      doc = at.to_bits(base, static_cast<DocId>(end), words.data());
      for (std::uint64_t i = 0; i < 64 * words.size(); ++i) {
        const bool wanted =
            index < flat.docs.size() && flat.docs[index] == base + i && base + i < end;
        ASSERT_EQ((words[i / 64] >> (i % 64) & 1) != 0, wanted);
        if (wanted) ++index;
      }
      ASSERT_EQ(doc, index < flat.docs.size() ? flat.docs[index] : kNoMoreDocs);
      ASSERT_EQ(at.doc(), doc);
      if (doc != kNoMoreDocs) {
        ASSERT_EQ(at.freq(), flat.freqs[index]);
        if (random() % 2 == 0) {
          doc = at.next();
          ++index;
        }
      }
    }
    EXPECT_EQ(index, flat.docs.size());
  }
}

TEST_F(PostingsCursorTest, CopiesGoTheirOwnWays) {
  Random random(75);
  for (const Written& list : lists_) {
    const Flat flat = flatten(list);
    PostingsCursor first = cursor(list);
    first.next();
    first.skip(random() % 2);
    if (first.doc() == kNoMoreDocs) continue;
    PostingsCursor second = first;
    const DocId doc = first.doc();
    while (first.next() != kNoMoreDocs) first.freq();
    ASSERT_EQ(second.doc(), doc);
    for (auto at = std::lower_bound(flat.docs.begin(), flat.docs.end(), doc); at != flat.docs.end();
         ++at) {
      ASSERT_EQ(second.doc(), *at);
      ASSERT_EQ(second.freq(), flat.freqs[static_cast<std::size_t>(at - flat.docs.begin())]);
      second.next();
    }
  }
}

}  // namespace
}  // namespace izde::internal
