#include "search/group_clause.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "search/term_clause.h"

namespace izde::internal {

GroupClause::GroupClause(std::vector<Term> terms, BatchScorer scorer)
    : terms_(std::move(terms)), scorer_(std::move(scorer)) {
  for (Term& term : terms_) {
    term.postings.start();
    cost_ += term.postings.postings().doc_freq();
  }
  const ScoreGrid& grid = scorer_.scorer().grid();
  greatest_ = grid(scorer_.scorer().weight()) + grid.slack();
  doc_ = least_doc();
}

DocId GroupClause::least_doc() const noexcept {
  DocId least = kNoMoreDocs;
  for (const Term& term : terms_) least = std::min(least, term.postings.doc());
  return least;
}

GroupClause::Place GroupClause::end_of_word(Place first) noexcept {
  return std::find_if(first, terms_.end(),
                      [word = first->word](const Term& term) { return term.word != word; });
}

void GroupClause::advance(DocId target) {
  if (doc_ >= target) return;
  for (Term& term : terms_) term.postings.advance(target);
  doc_ = least_doc();
}

DocId GroupClause::range(DocId from) {
  DocId last = kNoMoreDocs - 1;
  if (terms_.size() > kMostRanges) return last;
  for (Term& term : terms_) last = std::min(last, term.postings.range(from));
  return last;
}

DocId GroupClause::wider() const {
  DocId last = kNoMoreDocs - 1;
  if (terms_.size() > kMostRanges) return last;
  for (const Term& term : terms_) last = std::min(last, term.postings.wider());
  return last;
}

double GroupClause::bound(DocId last) {
  if (doc_ > last) return 0;
  if (terms_.size() > kMostRanges) return greatest_;
  double sum = 0, most = 0;
  std::uint32_t word = terms_.front().word;
  for (Term& term : terms_) {
    if (term.word != word) sum += std::exchange(most, 0);
    word = term.word;
    most = std::max(most, term.postings.bound(last, scorer_));
  }
  return std::min(sum + most, greatest_);
}

// Terms of one word alone go straight into the sums.
void GroupClause::add_window(Place first, Place last, DocId base, DocId end) {
  const bool alone = last - first == 1;
  double* const tfs = alone ? tfs_.data() : most_.data();
  std::uint64_t* const bits = alone ? bits_ : word_bits_;
  for (Place term = first; term != last; ++term) {
    PostingsCursor& postings = term->postings.postings();
    const double factor = term->postings.factor();
    while (postings.doc() < end) {
      const std::span<const DocId> block = postings.block_docs();
      const std::size_t count = count_before(block, end);
      const std::uint32_t* const freqs = postings.block_freqs().data();
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t place = block[i] - base;
        const double tf = factor * freqs[i];
        tfs[place] = alone ? tfs[place] + tf : std::max(tfs[place], tf);
        bits[place / 64] |= std::uint64_t{1} << (place % 64);
        used_ |= std::uint64_t{1} << (place / 64);
      }
      postings.skip(static_cast<std::uint32_t>(count));
    }
  }
  if (alone) return;
  for (std::uint64_t words = used_; words != 0; words &= words - 1) {
    const auto word = static_cast<std::size_t>(std::countr_zero(words));
    bits_[word] |= word_bits_[word];
    for (std::uint64_t left = std::exchange(word_bits_[word], 0); left != 0; left &= left - 1) {
      const std::size_t place = 64 * word + static_cast<std::size_t>(std::countr_zero(left));
      tfs_[place] += std::exchange(most_[place], 0);
    }
  }
}

std::size_t GroupClause::drain(DocId base, DocId* docs, double* tfs) {
  std::size_t count = 0;
  for (; used_ != 0; used_ &= used_ - 1) {
    const auto word = static_cast<std::uint32_t>(std::countr_zero(used_));
    for (std::uint64_t left = std::exchange(bits_[word], 0); left != 0; left &= left - 1) {
      const std::uint32_t place = 64 * word + static_cast<std::uint32_t>(std::countr_zero(left));
      docs[count] = base + place;
      tfs[count++] = std::exchange(tfs_[place], 0);
    }
  }
  return count;
}

std::size_t GroupClause::batch(DocId end, double least, DocId* docs, double* scores) {
  if (tfs_.empty()) tfs_.resize(kWindow);
  spend(kWords * terms_.size());
  const DocId base = doc_;
  const DocId last = end - base > kWindow ? base + kWindow : end;
  for (Place first = terms_.begin(); first != terms_.end();) {
    const Place next = end_of_word(first);
    if (next - first > 1 && most_.empty()) most_.resize(kWindow);
    add_window(first, next, base, last);
    first = next;
  }
  doc_ = least_doc();
  double* const tfs = found_tfs_.room(kWindow);
  const std::size_t count = drain(base, docs, tfs);
  if (scores == nullptr) return count;
  scorer_.score(docs, tfs, count, scores);
  return least < 0 ? count : kernels::keep_above(least, docs, scores, count, docs, scores);
}

// Adds the word's tfs to found_tfs_.
void GroupClause::add_found(Place first, Place last, const DocId* docs, std::size_t count) {
  double* const tfs = found_tfs_.room(count);
  std::uint32_t* const which = found_.room(count);
  std::uint32_t* const freqs = found_freqs_.room(count);
  const bool alone = last - first == 1;
  double* const most = alone ? tfs : found_most_.room(count);
  if (!alone) std::fill_n(most, count, 0.0);
  for (Place term = first; term != last; ++term) {
    spend(count);
    const double factor = term->postings.factor();
    const std::size_t found =
        look_up_postings(term->postings.postings(), docs, count, which, freqs, scorer_.scratch());
    for (std::size_t i = 0; i < found; ++i) {
      double& tf = most[which[i]];
      tf = alone ? tf + factor * freqs[i] : std::max(tf, factor * freqs[i]);
    }
  }
  if (alone) return;
  for (std::size_t i = 0; i < count; ++i) tfs[i] += most[i];
}

std::size_t GroupClause::find(const DocId* docs, std::size_t count, std::uint32_t* which,
                              double* scores) {
  double* const tfs = found_tfs_.room(count);
  std::fill_n(tfs, count, 0.0);
  for (Place first = terms_.begin(); first != terms_.end();) {
    const Place next = end_of_word(first);
    add_found(first, next, docs, count);
    first = next;
  }
  doc_ = least_doc();
  DocId* const matched = scorer_.scratch().docs.room(count);
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    which[found] = static_cast<std::uint32_t>(i);
    matched[found] = docs[i];
    tfs[found] = tfs[i];
    found += tfs[i] > 0 ? 1 : 0;
  }
  if (scores != nullptr) scorer_.score(matched, tfs, found, scores);
  return found;
}

void GroupClause::to_bits(DocId base, DocId end, std::uint64_t* words) {
  for (Term& term : terms_) {
    spend(kWords);
    if (term.postings.doc() < end) term.postings.postings().to_bits(base, end, words);
  }
  doc_ = least_doc();
}

}  // namespace izde::internal
