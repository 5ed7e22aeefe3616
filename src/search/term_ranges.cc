#include "search/term_ranges.h"

#include <algorithm>
#include <array>
#include <functional>

#include "search/live_docs.h"

namespace izde::internal {

namespace {

/// So many documents are sorted, by counting who is better: in what order few come is foretold
/// badly.
constexpr std::size_t kMostSorted = 128;

/// Writes the documents by falling score, of equal ones the first first. \pre count <= kMostSorted
void sort_by_score(const DocId* docs, const double* scores, std::size_t count, Scratch& scratch,
                   DocId* out_docs, double* out_scores) {
  std::uint32_t* const ranks = scratch.at.room(count);
  kernels::rank(scores, count, ranks);
  std::array<std::uint8_t, kMostSorted> taken{};  // places of a score that several have
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t place = std::size_t{ranks[i]} + taken[ranks[i]]++;
    out_docs[place] = docs[i];
    out_scores[place] = scores[i];
  }
}

/// The `limit`-th greatest of `count` scores. \pre limit <= count
double greatest_of(std::size_t limit, const double* scores, std::size_t count, double* work) {
  std::copy_n(scores, count, work);
  std::nth_element(work, work + limit - 1, work + count, std::greater<>());
  return work[limit - 1];
}

/// Whether a document that dominates another one also scores more, or the same and comes first,
/// where that one scores `least` or more: the least steps of the score, from one frequency to the
/// next and from one length to the next, are compared with what rounding may take from them.
/// docs/design/pruning.md has the derivation.
bool tells_apart(const Skyband& skyband, double factor, const BatchScorer& scorer, double least) {
  // With several fields a length is not that of the term's own.
  if (scorer.lengths().parts().size() != 1) return false;
  const auto& [lengths, boost] = scorer.lengths().parts().front();
  std::uint32_t most_freq = 0, least_length = kNoMoreDocs;
  for (std::size_t i = 0; i < skyband.docs.size(); ++i) {
    most_freq = std::max(most_freq, skyband.freqs[i]);
    least_length = std::min(least_length, (*lengths)[skyband.docs[i]]);
  }
  const Bm25Scorer& bm25 = scorer.scorer();
  const double slack = bm25.grid().slack();
  if (!(least > slack)) return false;
  const double most_tf = factor * most_freq, slope = bm25.slope() * boost, weight = bm25.weight();
  // weight * tf / (tf + k) >= least - slack
  const double least_k = bm25.base() + slope * least_length;
  const double most_k = std::max(least_k, most_tf * (weight / (least - slack) - 1));
  const auto freq_step = [&](double k) {
    return weight * factor * k / ((most_tf + k) * (most_tf + factor + k));
  };
  const auto length_step = [&](double tf) {
    return weight * tf * slope / ((tf + most_k) * (tf + most_k + slope));
  };
  return std::min({freq_step(least_k), freq_step(most_k), length_step(factor),
                   length_step(most_tf)}) > 2 * slack;
}

}  // namespace

// What is not in a skyband of depth k is dominated by k documents that are; of these at most so
// many are deleted as are in all of it. So it has the best k less their number of the others.
bool TermRanges::read_skyband(std::size_t limit, const DeletedDocs* deleted) {
  Skyband& skyband = scorer_.scratch().skyband;
  for (const std::size_t depth : {kSkybandDepth, kDeepSkybandDepth}) {
    if (limit > depth) continue;
    if (!picked_.postings().skyband(depth, skyband)) return false;
    if (deleted == nullptr) return true;
    const auto gone = std::count_if(skyband.docs.begin(), skyband.docs.end(),
                                    [&](DocId doc) { return deleted->contains(doc); });
    if (limit + static_cast<std::size_t>(gone) <= depth) return true;
  }
  return false;
}

std::size_t TermRanges::best(std::size_t limit, const DeletedDocs* deleted, DocId* docs,
                             double* scores) {
  Skyband& skyband = scorer_.scratch().skyband;
  if (!read_skyband(limit, deleted)) return 0;
  std::size_t count = skyband.docs.size();
  if (deleted == nullptr && count <= kMostSorted) {
    double* const found = scorer_.scratch().chosen.room(count);
    scorer_.score(skyband.docs.data(), term_.factor, skyband.freqs.data(), count, found);
    sort_by_score(skyband.docs.data(), found, count, scorer_.scratch(), docs, scores);
    const double least = scores[limit - 1];
    if (!tells_apart(skyband, term_.factor, scorer_, least)) return 0;
    if (limit <= kSkybandDepth) return limit;  // equal ones came in order
    std::size_t best = limit;
    while (best < count && scores[best] == least) ++best;
    return best;
  }
  scorer_.score(skyband.docs.data(), term_.factor, skyband.freqs.data(), count, scores);
  const DocId* band = skyband.docs.data();
  if (deleted != nullptr) {
    band = std::copy_n(band, count, docs) - count;
    count = keep_live(deleted, docs, scores, count);
    if (count < limit) return 0;  // where a damaged list names one twice
  }
  const double least = greatest_of(limit, scores, count, scorer_.scratch().chosen.room(count));
  if (!tells_apart(skyband, term_.factor, scorer_, least)) return 0;
  const double step = scorer_.scorer().grid().step();
  return kernels::keep_above(least - step, band, scores, count, docs, scores);
}

void TermRanges::groups(std::vector<BoundedRange>& out) const {
  out.clear();
  BoundedPostings walk(term_);
  for (DocId from = 0; from != kNoMoreDocs && walk.seek(from); from = out.back().last + 1)
    out.push_back({walk.bound_of(1, scorer_), from, walk.wider()});
}

void TermRanges::blocks(const BoundedRange& group, double least,
                        std::vector<BoundedRange>& out) const {
  out.clear();
  BoundedPostings walk(term_);
  for (DocId from = group.first; from <= group.last && walk.seek(from);) {
    const BoundedRange block{walk.bound_of(0, scorer_), from, walk.last()};
    if (block.bound >= least) out.push_back(block);
    from = block.last + 1;
  }
}

std::size_t TermRanges::score_block(const BoundedRange& block, double least, DocId* docs,
                                    double* scores) {
  if (picked_.has_started() && picked_.doc() > block.first) picked_ = BoundedPostings(term_);
  picked_.start_at(block.first);
  if (picked_.doc() > block.last) return 0;
  PostingsCursor& postings = picked_.postings();
  const std::span<const DocId> found = postings.block_docs();
  scorer_.score(found.data(), picked_.factor(), postings.block_freqs().data(), found.size(),
                scores);
  return kernels::keep_above(least, found.data(), scores, found.size(), docs, scores);
}

}  // namespace izde::internal
