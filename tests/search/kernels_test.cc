// Every instruction set against the plain functions, bit for bit.
#include "search/kernels.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "search/one_target.h"
#include "search/score_grid.h"

namespace izde::internal {
namespace {

using kernels::kSlack;

constexpr std::size_t kRounds = 400;

class Kernels : public ::testing::TestWithParam<std::int64_t> {
 protected:
  std::size_t size() { return random_() % 300; }
  /// Rising documents, some next to each other.
  std::vector<DocId> docs(std::size_t count) {
    std::vector<DocId> docs;
    DocId doc = random_() % 1000;
    const std::uint32_t most = 1U << (random_() % 12);
    for (std::size_t i = 0; i < count; ++i) docs.push_back(doc += 1 + random_() % most);
    return docs;
  }
  /// Few different values, so that some equal the bound.
  std::vector<double> scores(std::size_t count) {
    std::vector<double> scores(count);
    for (double& score : scores) score = 0.25 * (random_() % 16);
    return scores;
  }
  double bound() { return 0.25 * (random_() % 20) - 1; }

  OneTarget target_{GetParam()};
  Random random_{2026};
};

TEST_P(Kernels, ScoreFrequencies) {
  for (std::size_t round = 0; round < kRounds; ++round) {
    const ScoreGrid grid(random_() % 3 == 0 ? 0 : 0.001 * random_());
    const kernels::Bm25Figures figures{1e-6 * random_(), 1e-9 * random_(), 1e-10 * random_(),
                                       grid.shift()};
    const std::size_t count = size();
    std::vector<std::uint32_t> freqs, lengths;
    std::vector<double> tfs, sums;
    for (std::size_t i = 0; i < count; ++i) {
      freqs.push_back(random_() >> (random_() % 32));
      lengths.push_back(random_() >> (random_() % 32));
      tfs.push_back(0.7 * freqs.back());
      sums.push_back(2.3 * lengths.back());
    }
    std::vector<double> by_freqs(count + kSlack), by_tfs(count + kSlack);
    freqs.resize(count + kSlack);
    lengths.resize(count + kSlack);
    kernels::score_freqs(figures, 0.7, freqs.data(), 2.3, lengths.data(), count, by_freqs.data());
    kernels::score_tfs(figures, tfs.data(), sums.data(), count, by_tfs.data());
    for (std::size_t i = 0; i < count; ++i) {
      const double wanted = kernels::plain::score(figures, tfs[i], sums[i]);
      ASSERT_EQ(by_freqs[i], wanted);
      ASSERT_EQ(by_tfs[i], wanted);
    }
  }
}

TEST_P(Kernels, KeepAbove) {
  for (std::size_t round = 0; round < kRounds; ++round) {
    const std::size_t count = size();
    std::vector<DocId> in_docs = docs(count);
    std::vector<double> in_scores = scores(count);
    in_docs.resize(count + kSlack);
    in_scores.resize(count + kSlack, 100);
    const double least = bound();
    std::vector<DocId> wanted_docs(count + kSlack), docs(count + kSlack);
    std::vector<double> wanted_scores(count + kSlack), scores(count + kSlack);
    const std::size_t kept = kernels::plain::keep_above(
        least, in_docs.data(), in_scores.data(), count, wanted_docs.data(), wanted_scores.data());
    wanted_docs.resize(kept);
    wanted_scores.resize(kept);
    ASSERT_EQ(kernels::keep_above(least, in_docs.data(), in_scores.data(), count, docs.data(),
                                  scores.data()),
              kept);
    ASSERT_EQ(kernels::keep_above(least, in_docs.data(), in_scores.data(), count, in_docs.data(),
                                  in_scores.data()),
              kept)
        << "in place";
    for (auto* found : {&docs, &in_docs}) {
      found->resize(kept);
      ASSERT_EQ(*found, wanted_docs);
    }
    for (auto* found : {&scores, &in_scores}) {
      found->resize(kept);
      ASSERT_EQ(*found, wanted_scores);
    }
  }
}

TEST_P(Kernels, Rank) {
  for (std::size_t round = 0; round < kRounds; ++round) {
    const std::size_t count = size();
    const std::vector<double> in = scores(count + kSlack);
    std::vector<std::uint32_t> wanted(count), ranks(count + kSlack);
    kernels::plain::rank(in.data(), count, wanted.data());
    kernels::rank(in.data(), count, ranks.data());
    ranks.resize(count);
    ASSERT_EQ(ranks, wanted);
  }
}

TEST_P(Kernels, DrainAbove) {
  constexpr std::size_t kWindow = 4096;
  for (std::size_t round = 0; round < 50; ++round) {
    std::vector<double> window = scores(kWindow);
    const std::uint64_t words = (std::uint64_t{random_()} << 32U) | random_();
    for (std::size_t i = 0; i < kWindow; ++i)
      if (((words >> (i / 64)) & 1U) == 0) window[i] = 0;
    std::vector<double> again = window, wanted(kWindow + kSlack), scores(kWindow + kSlack);
    std::vector<DocId> wanted_docs(kWindow + kSlack), docs(kWindow + kSlack);
    const double least = std::max(0.0, bound());
    const std::size_t kept = kernels::plain::drain_above(least, again.data(), words, 77,
                                                         wanted_docs.data(), wanted.data());
    ASSERT_EQ(kernels::count_above(least, window.data(), words), kept);
    ASSERT_EQ(kernels::plain::count_above(least, window.data(), words), kept);
    ASSERT_EQ(kernels::drain_above(least, window.data(), words, 77, docs.data(), scores.data()),
              kept);
    for (auto* found : {&docs, &wanted_docs}) found->resize(kept);
    for (auto* found : {&scores, &wanted}) found->resize(kept);
    ASSERT_EQ(docs, wanted_docs);
    ASSERT_EQ(scores, wanted);
    ASSERT_EQ(std::count(window.begin(), window.end(), 0.0), static_cast<std::ptrdiff_t>(kWindow));
  }
}

TEST_P(Kernels, LookUp) {
  for (std::size_t round = 0; round < kRounds; ++round) {
    std::vector<DocId> list = docs(1 + size());
    const std::size_t size = list.size();
    std::vector<DocId> wanted;
    for (DocId doc = 0; doc <= list.back(); doc += 1 + random_() % (1U << (round % 11)))
      wanted.push_back(doc);
    if (random_() % 2 == 0 && wanted.back() != list.back()) wanted.push_back(list.back());
    for (std::size_t i = 0; i < kSlack; ++i) list.push_back(random_());  // what happens to be there
    const std::size_t count = wanted.size();
    std::vector<std::uint32_t> which(count + kSlack), at(count + kSlack), plain_which(count + 1),
        plain_at(count + 1);
    const std::size_t found =
        kernels::look_up(wanted.data(), count, list.data(), size, which.data(), at.data());
    ASSERT_EQ(kernels::plain::look_up(wanted.data(), count, list.data(), plain_which.data(),
                                      plain_at.data()),
              found);
    for (std::size_t i = 0; i < found; ++i) {
      ASSERT_EQ(which[i], plain_which[i]);
      ASSERT_EQ(at[i], plain_at[i]);
      ASSERT_LT(at[i], size);
    }
  }
}

TEST_P(Kernels, CountBits) {
  for (std::size_t size = 0; size < 70; ++size) {
    std::vector<std::uint64_t> words(size);
    std::size_t wanted = 0;
    for (std::uint64_t& word : words) {
      word = (std::uint64_t{random_()} << 32U) | random_();
      for (std::uint64_t left = word; left != 0; left &= left - 1) ++wanted;
    }
    ASSERT_EQ(kernels::count_bits(words.data(), size), wanted);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Kernels, ::testing::ValuesIn(targets()));

}  // namespace
}  // namespace izde::internal
