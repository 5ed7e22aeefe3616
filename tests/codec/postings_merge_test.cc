// Lists appended to lists, against their concatenation.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "postings_lists.h"

namespace izde::internal {
namespace {

/// A segment with one list of each kind.
struct OneList {
  std::shared_ptr<Directory> directory = make_memory_directory();
  std::uint32_t doc_count = 0;
  List wanted;
  std::vector<std::uint32_t> lengths;
  std::vector<TermInfo> infos;

  PostingsReader reader() const { return {*directory, "p", "q", kId, doc_count}; }
};

constexpr TermKind kKinds[] = {TermKind::kDocs, TermKind::kPositions, TermKind::kFrequencies};

OneList written(Random& random, const Shape& shape) {
  OneList segment;
  segment.wanted = random_list(random, shape);
  segment.doc_count = segment.wanted.rbegin()->first + 1 + random() % 100;
  for (std::uint32_t i = 0; i < segment.doc_count; ++i) segment.lengths.push_back(random() % 500);
  PostingsWriter writer(*segment.directory, "p", "q", kId, segment.doc_count);
  for (const TermKind kind : kKinds) {
    writer.begin_term(kind, segment.lengths);
    for (const auto& [doc, positions] : segment.wanted) {
      if (has_positions(kind))
        writer.add(doc, positions);
      else
        writer.add(doc, has_frequencies(kind) ? static_cast<std::uint32_t>(positions.size()) : 1);
    }
    segment.infos.push_back(writer.end_term());
  }
  writer.finish();
  return segment;
}

OneList merged(const std::vector<OneList>& segments) {
  OneList all;
  for (const OneList& each : segments) {
    for (const auto& [doc, positions] : each.wanted)
      all.wanted.emplace(doc + all.doc_count, positions);
    all.lengths.insert(all.lengths.end(), each.lengths.begin(), each.lengths.end());
    all.doc_count += each.doc_count;
  }
  PostingsWriter writer(*all.directory, "p", "q", kId, all.doc_count);
  for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
    writer.begin_term(kKinds[kind], all.lengths);
    DocId offset = 0;
    for (const OneList& each : segments) {
      writer.append(each.reader(), each.infos[kind], offset);
      offset += each.doc_count;
    }
    all.infos.push_back(writer.end_term());
  }
  writer.finish();
  return all;
}

bool bounds(std::span<const Impact> impacts, std::uint32_t freq, std::uint32_t length) {
  return std::any_of(impacts.begin(), impacts.end(), [&](const Impact& impact) {
    return impact.freq >= freq && impact.length <= length;
  });
}

void check(const OneList& segment) {
  const PostingsReader reader = segment.reader();
  std::vector<std::uint32_t> positions;
  for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
    PostingsCursor cursor(reader, segment.infos[kind], kKinds[kind]);
    cursor.next();
    for (const auto& [doc, wanted] : segment.wanted) {
      ASSERT_EQ(cursor.doc(), doc);
      const auto freq = static_cast<std::uint32_t>(wanted.size());
      if (has_frequencies(kKinds[kind])) {
        ASSERT_EQ(cursor.freq(), freq);
        ASSERT_NE(cursor.advance_shallow(doc), kNoMoreDocs);
        for (unsigned level = 0; level < PostingsCursor::kLevels; ++level)
          ASSERT_TRUE(bounds(cursor.impacts(level), freq, segment.lengths[doc]));
      }
      if (has_positions(kKinds[kind])) {
        cursor.positions(positions);
        ASSERT_EQ(positions, wanted);
      }
      cursor.next();
    }
    ASSERT_EQ(cursor.doc(), kNoMoreDocs);
    ASSERT_EQ(segment.infos[kind].doc_freq, segment.wanted.size());
  }
}

/// No block but the last is less than half full.
void check_blocks(const OneList& segment) {
  const PostingsReader reader = segment.reader();
  PostingsCursor cursor(reader, segment.infos[0], kKinds[0]);
  std::size_t left = segment.wanted.size();
  for (DocId doc = cursor.next(); doc != kNoMoreDocs; doc = cursor.next_block()) {
    const std::size_t size = cursor.block_docs().size();
    left -= size;
    if (left > 0) {
      ASSERT_GE(size, kLeastBlock);
    }
  }
}

TEST(PostingsMerge, AppendedListsAreOneList) {
  constexpr std::uint32_t kSizes[] = {1, 2, 40, 127, 128, 200, 256, 257, 300, 400, 512, 700, 1500};
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    std::vector<OneList> segments;
    for (std::uint32_t left = 2 + random() % 5; left > 0; --left) {
      const std::uint32_t size = kSizes[random() % std::size(kSizes)];
      const std::uint32_t gaps[] = {1, 2, 30};
      segments.push_back(written(random, {size, gaps[random() % 3], 3, 100}));
    }
    const OneList all = merged(segments);
    check(all);
    check_blocks(all);
  }
}

TEST(PostingsMerge, ListsOfManyMergesKeepFullBlocks) {
  Random random(100);
  OneList all = written(random, {300, 5, 2, 50});
  for (int round = 0; round < 40; ++round) {
    const std::uint32_t size = 1 + random() % (random() % 2 == 0 ? 600 : 100);
    std::vector<OneList> two;
    two.push_back(std::move(all));
    two.push_back(written(random, {size, 5, 2, 50}));
    if (random() % 4 == 0) std::swap(two[0], two[1]);
    all = merged(two);
    check_blocks(all);
  }
  check(all);
}

TEST(PostingsMerge, BlocksAreCopiedAsTheyStand) {
  Random random(101);
  std::vector<OneList> segments;
  for (int i = 0; i < 2; ++i) segments.push_back(written(random, {10 * kPostingsBlock, 20, 3, 50}));
  const OneList all = merged(segments);
  const PostingsReader before = segments[1].reader();
  const PostingsReader after = all.reader();
  for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
    const PostingsCursor old_list(before, segments[1].infos[kind], kKinds[kind]);
    const PostingsCursor new_list(after, all.infos[kind], kKinds[kind]);
    const auto was = old_list.middle_blocks();
    const auto is = new_list.middle_blocks();
    EXPECT_EQ(was.last_docs.size(), 8U);
    EXPECT_EQ(is.last_docs.size(), 18U);
    EXPECT_NE(is.docs.find(was.docs), std::string_view::npos);
    EXPECT_NE(is.positions.find(was.positions), std::string_view::npos);
  }
}

}  // namespace
}  // namespace izde::internal
