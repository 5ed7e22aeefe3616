#include "search/term_clause.h"

#include <algorithm>
#include <utility>

namespace izde::internal {

std::size_t count_before(std::span<const DocId> docs, DocId end) noexcept {
  if (docs.back() < end) return docs.size();
  const DocId* at = docs.data();
  for (std::size_t size = docs.size(); size > 1;) {  // by no branch that would be foretold badly
    const std::size_t half = size / 2;
    at += at[half - 1] < end ? half : 0;
    size -= half;
  }
  return static_cast<std::size_t>(at - docs.data()) + (*at < end ? 1 : 0);
}

std::size_t look_up_postings(PostingsCursor& postings, const DocId* docs, std::size_t count,
                             std::uint32_t* which, std::uint32_t* freqs, Scratch& scratch) {
  std::uint32_t* const at = scratch.at.room(count);
  std::size_t found = 0;
  for (std::size_t i = 0; i < count;) {
    if (postings.doc() < docs[i] || postings.is_in_bits()) {
      const PostingsCursor::LookedUp here = postings.look_up_bits(
          docs + i, count - i, which + found, freqs == nullptr ? nullptr : freqs + found);
      for (std::size_t k = 0; k < here.found; ++k)
        which[found + k] += static_cast<std::uint32_t>(i);
      found += here.found;
      i += here.passed;
      if (here.passed > 0) continue;
      if (postings.doc() < docs[i]) postings.advance(docs[i]);
    }
    if (postings.doc() == kNoMoreDocs) break;
    const std::span<const DocId> block = postings.block_docs();
    const DocId last = block.back();
    std::size_t end = i + 1;
    if (last >= docs[i]) {
      while (end < count && docs[end] <= last) ++end;
      const std::size_t here =
          kernels::look_up(docs + i, end - i, block.data(), block.size(), which + found, at);
      for (std::size_t k = 0; k < here; ++k) which[found + k] += static_cast<std::uint32_t>(i);
      if (freqs != nullptr && here > 0) {
        const std::uint32_t* const block_freqs = postings.block_freqs().data();
        for (std::size_t k = 0; k < here; ++k) freqs[found + k] = block_freqs[at[k]];
      }
      found += here;
    }
    i = end;
  }
  return found;
}

TermClause::TermClause(const TermList& term, BatchScorer scorer)
    : term_(term), scorer_(std::move(scorer)) {
  term_.start();
  doc_ = term_.doc();
  cost_ = term_.postings().doc_freq();
  exact_ = true;
}

std::size_t TermClause::batch(DocId end, double least, DocId* docs, double* scores) {
  PostingsCursor& postings = term_.postings();
  const std::span<const DocId> block = postings.block_docs();
  std::size_t count = count_before(block, end);
  const auto passed = static_cast<std::uint32_t>(count);
  if (scores == nullptr) {
    std::copy_n(block.begin(), count, docs);
  } else {
    scorer_.score(block.data(), term_.factor(), postings.block_freqs().data(), count, scores);
    if (least >= 0)
      count = kernels::keep_above(least, block.data(), scores, count, docs, scores);
    else
      std::copy_n(block.begin(), count, docs);
  }
  doc_ = postings.skip(passed);
  return count;
}

std::size_t TermClause::find(const DocId* docs, std::size_t count, std::uint32_t* which,
                             double* scores) {
  Scratch& scratch = scorer_.scratch();
  std::uint32_t* const freqs = scores == nullptr ? nullptr : scratch.freqs.room(count);
  const std::size_t found = look_up_postings(term_.postings(), docs, count, which, freqs, scratch);
  doc_ = term_.doc();
  if (scores == nullptr || found == 0) return found;
  DocId* const matched = scratch.docs.room(found);
  for (std::size_t i = 0; i < found; ++i) matched[i] = docs[which[i]];
  scorer_.score(matched, term_.factor(), freqs, found, scores);
  return found;
}

void TermClause::to_bits(DocId base, DocId end, std::uint64_t* words) {
  doc_ = term_.postings().to_bits(base, end, words);
}

}  // namespace izde::internal
