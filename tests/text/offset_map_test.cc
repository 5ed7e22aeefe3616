#include "text/offset_map.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace izde::internal {
namespace {

using Span = OffsetMap::Span;

TEST(OffsetMap, EmptyIsIdentity) {
  const OffsetMap map;
  EXPECT_EQ(map.source_span(3, 7), (Span{3, 7}));
}

TEST(OffsetMap, CoversAChangedPlaceWhole) {
  OffsetMap map;  // source  a bbbb c, derived a xx c
  map.append({1, 3, 1, 5});
  EXPECT_EQ(map.source_span(0, 1), (Span{0, 1}));
  EXPECT_EQ(map.source_span(0, 2), (Span{0, 5}));
  EXPECT_EQ(map.source_span(2, 3), (Span{1, 5}));
  EXPECT_EQ(map.source_span(2, 4), (Span{1, 6}));
  EXPECT_EQ(map.source_span(3, 4), (Span{5, 6}));
}

TEST(OffsetMap, LeavesOutWhatWasDroppedAround) {
  OffsetMap map;  // source  --ab--cd--, derived abcd
  map.append({0, 0, 0, 2});
  map.append({2, 2, 4, 6});
  map.append({4, 4, 8, 10});
  EXPECT_EQ(map.source_span(0, 2), (Span{2, 4}));
  EXPECT_EQ(map.source_span(2, 4), (Span{6, 8}));
  EXPECT_EQ(map.source_span(0, 4), (Span{2, 8}));
}

/// A derived text and for each of its bytes the source bytes, kept naively.
struct Naive {
  std::vector<Span> bytes;

  static Naive of(std::size_t size) {
    Naive out;
    for (std::size_t i = 0; i < size; ++i) out.bytes.push_back({i, i + 1});
    return out;
  }
  Span span(std::size_t begin, std::size_t end) const {
    return {bytes[begin].begin, bytes[end - 1].end};
  }
};

/// Random edits over a text of `size` bytes; returns the new size.
std::size_t random_edits(std::mt19937& random, std::size_t size, OffsetMap& map) {
  std::size_t source = 0, derived = 0;
  while (source < size) {
    const std::size_t copied = random() % 6;
    const std::size_t begin = std::min(size, source + copied);
    derived += begin - source;
    source = begin;
    if (source == size || random() % 4 == 0) continue;
    const std::size_t from = std::min<std::size_t>(size - source, random() % 4);
    const std::size_t to = random() % 4;
    if (from + to == 0) continue;
    map.append({derived, derived + to, source, source + from});
    source += from;
    derived += to;
  }
  return derived;
}

Naive apply(const Naive& before, const OffsetMap& map, std::size_t size) {
  Naive after;
  std::size_t at = 0;
  const auto whole = [&](std::size_t begin, std::size_t end) {
    const std::size_t place = begin < before.bytes.size() ? before.bytes[begin].begin
                              : before.bytes.empty()      ? 0
                                                          : before.bytes.back().end;
    return begin < end ? before.span(begin, end) : Span{place, place};
  };
  for (const OffsetMap::Edit& edit : map.edits()) {
    for (; at < edit.source_begin; ++at) after.bytes.push_back(before.bytes[at]);
    for (std::size_t i = edit.derived_begin; i < edit.derived_end; ++i)
      after.bytes.push_back(whole(edit.source_begin, edit.source_end));
    at = edit.source_end;
  }
  for (; at < before.bytes.size(); ++at) after.bytes.push_back(before.bytes[at]);
  EXPECT_EQ(after.bytes.size(), size);
  return after;
}

TEST(OffsetMap, OneMapAgreesWithNaive) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    OffsetMap map;
    const std::size_t source = random() % 60;
    const std::size_t derived = random_edits(random, source, map);
    const Naive naive = apply(Naive::of(source), map, derived);
    OffsetMap::Cursor cursor(map);
    for (std::size_t begin = 0; begin < derived; ++begin) {
      const std::size_t end = begin + 1 + random() % (derived - begin);
      ASSERT_EQ(map.source_span(begin, end), naive.span(begin, end)) << begin << ".." << end;
      ASSERT_EQ(cursor.source_span(begin, end), naive.span(begin, end));
    }
  }
}

// A composition may join edits, so its spans cover those of the naive one, byte for byte where
// neither map changed anything; and they stay in range and in order.
TEST(OffsetMap, CompositionCoversNaive) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    OffsetMap first, second;
    const std::size_t source = random() % 60;
    const std::size_t middle = random_edits(random, source, first);
    const std::size_t derived = random_edits(random, middle, second);
    const Naive naive = apply(apply(Naive::of(source), first, middle), second, derived);
    OffsetMap both = first;
    both.compose(second);
    std::size_t last_begin = 0;
    for (std::size_t at = 0; at < derived; ++at) {
      const Span span = both.source_span(at, at + 1);
      ASSERT_LE(span.begin, naive.bytes[at].begin) << "round " << round << " at " << at;
      ASSERT_GE(span.end, naive.bytes[at].end) << "round " << round << " at " << at;
      ASSERT_LE(span.end, source);
      ASSERT_LE(last_begin, span.begin);
      last_begin = span.begin;
    }
    std::size_t derived_end = 0, source_end = 0;
    for (const OffsetMap::Edit& edit : both.edits()) {
      ASSERT_EQ(edit.derived_begin - derived_end, edit.source_begin - source_end);
      derived_end = edit.derived_end;
      source_end = edit.source_end;
    }
    ASSERT_EQ(derived - derived_end, source - source_end);
  }
}

}  // namespace
}  // namespace izde::internal
