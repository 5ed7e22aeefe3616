#pragma once

#include <cstddef>
#include <cstdint>

#include "base/doc_id.h"

// What execution does to many documents at once, for the processor's vectors (Google Highway,
// chosen at run time). Every target gives the same bits as the plain functions of `plain`.

namespace izde::internal::kernels {

/// Places that a kernel may write past the end of what it gives out.
inline constexpr std::size_t kSlack = 16;

/// The figures of Bm25Scorer.
struct Bm25Figures {
  double weight = 0;
  double base = 0;
  double slope = 0;
  double shift = 0;  ///< ScoreGrid::shift()
};

/// The scores for tf = factor * freqs[i] and length = length_factor * lengths[i].
void score_freqs(const Bm25Figures& figures, double factor, const std::uint32_t* freqs,
                 double length_factor, const std::uint32_t* lengths, std::size_t count,
                 double* scores);

/// The same for sums over fields.
void score_tfs(const Bm25Figures& figures, const double* tfs, const double* lengths,
               std::size_t count, double* scores);

/// Writes what has a score above `least` to `out_docs` and `out_scores`, which may be `docs` and
/// `scores`, and returns how many there are. \pre kSlack places behind `count` can be written
std::size_t keep_above(double least, const DocId* docs, const double* scores, std::size_t count,
                       DocId* out_docs, double* out_scores);

/// How many of the 64 scores of each word whose bit is set in `words` are above `least`.
std::size_t count_above(double least, const double* scores, std::uint64_t words);

/// Of the 64 scores of each word whose bit is set in `words`, writes those above `least` and their
/// documents, `base` + place, and returns how many there are. All of these scores become 0.
/// \pre least >= 0; `docs` and `out` have room for them all, and kSlack
std::size_t drain_above(double least, double* scores, std::uint64_t words, DocId base, DocId* docs,
                        double* out);

/// Writes how many of `count` scores are greater than each of them. Cost: O(count^2), and yet less
/// than sorting up to some 200 of them. \pre kSlack places behind `scores` can be read, and written
/// behind `ranks`
void rank(const double* scores, std::size_t count, std::uint32_t* ranks);

/// Looks up `wanted` in `docs`, `size` of them, both rising; as fast as can be up to 256. Writes
/// the places of those that are there to `which` and where they stand in `docs` to `at`. Returns
/// how many there are. \pre `docs` has one that is not below the last wanted; kSlack places behind
/// it can be read
std::size_t look_up(const DocId* wanted, std::size_t count, const DocId* docs, std::size_t size,
                    std::uint32_t* which, std::uint32_t* at);

/// Bits that are set in `size` words.
std::size_t count_bits(const std::uint64_t* words, std::size_t size);

namespace plain {

inline double score(const Bm25Figures& figures, double tf, double length) noexcept {
  const double score = figures.weight * (tf / (tf + figures.base + figures.slope * length));
  return (score + figures.shift) - figures.shift;
}

std::size_t keep_above(double least, const DocId* docs, const double* scores, std::size_t count,
                       DocId* out_docs, double* out_scores) noexcept;
std::size_t count_above(double least, const double* scores, std::uint64_t words) noexcept;
std::size_t drain_above(double least, double* scores, std::uint64_t words, DocId base, DocId* docs,
                        double* out) noexcept;
void rank(const double* scores, std::size_t count, std::uint32_t* ranks) noexcept;
std::size_t look_up(const DocId* wanted, std::size_t count, const DocId* docs, std::uint32_t* which,
                    std::uint32_t* at) noexcept;

}  // namespace plain

}  // namespace izde::internal::kernels
