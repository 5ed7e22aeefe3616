// The best of many documents against sorting them all.
#include "search/top_docs.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "search/kernels.h"

namespace izde::internal {
namespace {

bool comes_first(const ScoredDoc& a, const ScoredDoc& b) {
  return std::tuple(-a.score, a.doc) < std::tuple(-b.score, b.doc);
}

/// Shows some documents at once. Returns how many were taken.
std::size_t add_first(const std::vector<ScoredDoc>& docs, std::size_t count, TopDocs& top) {
  constexpr std::uint32_t kBase = 7;
  count = std::min(count, docs.size());
  std::vector<double> scores(count + kernels::kSlack);
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    scores[i] = docs[i].score;
    numbers.push_back(docs[i].doc - kBase);
  }
  return top.add_first(kBase, numbers.data(), scores.data(), count) ? count : 0;
}

TEST(TopDocs, AreTheFirstOfAllSorted) {
  Random random(2026);
  for (const std::size_t limit : {0, 1, 2, 10, 16, 17, 100, 128, 129, 300}) {
    for (std::size_t round = 0; round < 50; ++round) {
      std::vector<ScoredDoc> docs(random() % 800);
      const std::uint32_t different = 1 + random() % 1000;  // few: many are equal
      for (std::uint32_t i = 0; i < docs.size(); ++i)
        docs[i] = {0.25 * (random() % different), 7 + i};
      for (std::size_t i = docs.size(); i > 1 && round % 2 == 0; --i)
        std::swap(docs[i - 1], docs[random() % i]);
      TopDocs top(limit);
      std::size_t added = round % 2 == 1 ? add_first(docs, random() % 120, top) : 0;
      for (; added < docs.size(); ++added) top.add(docs[added].score, docs[added].doc);
      const std::vector<ScoredDoc> best = top.take();
      std::sort(docs.begin(), docs.end(), comes_first);
      docs.resize(std::min(docs.size(), limit));
      ASSERT_EQ(best.size(), docs.size());
      for (std::size_t i = 0; i < best.size(); ++i) {
        ASSERT_EQ(best[i].score, docs[i].score) << "limit " << limit << ", round " << round;
        ASSERT_EQ(best[i].doc, docs[i].doc) << "limit " << limit << ", round " << round;
      }
    }
  }
}

}  // namespace
}  // namespace izde::internal
