#include "search/phrase_clause.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "search/term_clause.h"

namespace izde::internal {

PhraseClause::PhraseClause(std::vector<Slot> slots, double weight, double boost, BatchScorer scorer)
    : slots_(std::move(slots)), weight_(weight), boost_(boost), scorer_(std::move(scorer)) {
  std::stable_sort(slots_.begin(), slots_.end(), [](const Slot& a, const Slot& b) {
    return a.postings.postings().doc_freq() < b.postings.postings().doc_freq();
  });
  cost_ = slots_.front().postings.postings().doc_freq();
  places_.resize(slots_.size());
  for (Slot& slot : slots_) slot.postings.start();
  align();
}

void PhraseClause::align() {
  BoundedPostings& lead = slots_.front().postings;
  for (std::size_t agreed = 1; agreed < slots_.size() && lead.doc() != kNoMoreDocs;) {
    BoundedPostings& other = slots_[agreed].postings;
    other.advance(lead.doc());
    if (other.doc() == lead.doc()) {
      ++agreed;
      continue;
    }
    lead.advance(other.doc());
    agreed = 1;
  }
  doc_ = lead.doc();
}

void PhraseClause::advance(DocId target) {
  if (doc_ >= target) return;
  slots_.front().postings.advance(target);
  align();
}

DocId PhraseClause::range(DocId from) {
  for (std::size_t i = 1; i < slots_.size(); ++i) slots_[i].postings.range(from);
  return slots_.front().postings.range(from);
}

double PhraseClause::bound(DocId last) {
  if (doc_ > last) return 0;
  double least = std::numeric_limits<double>::infinity();
  for (Slot& slot : slots_) least = std::min(least, slot.postings.bound(last, scorer_));
  return least;
}

std::size_t PhraseClause::intersect(DocId& end) {
  for (const Slot& slot : slots_) {
    const DocId last = slot.postings.postings().block_docs().back();
    end = std::min(end, last + 1);
  }
  const std::span<const DocId> lead = slots_.front().postings.postings().block_docs();
  std::size_t count = count_before(lead, end);
  candidates_.assign(lead.begin(), lead.begin() + static_cast<std::ptrdiff_t>(count));
  which_.resize(count + kernels::kSlack);
  for (auto& places : places_) places.resize(count + kernels::kSlack);
  for (std::size_t i = 0; i < count; ++i) places_.front()[i] = static_cast<std::uint32_t>(i);
  for (std::size_t slot = 1; slot < slots_.size() && count > 0; ++slot) {
    const std::span<const DocId> block = slots_[slot].postings.postings().block_docs();
    count = kernels::look_up(candidates_.data(), count, block.data(), block.size(), which_.data(),
                             places_[slot].data());
    for (std::size_t i = 0; i < count; ++i) candidates_[i] = candidates_[which_[i]];
    for (std::size_t before = 0; before < slot; ++before)
      for (std::size_t i = 0; i < count; ++i) places_[before][i] = places_[before][which_[i]];
  }
  return count;
}

std::size_t PhraseClause::thin(std::size_t count, double least) {
  freqs_.assign(count, std::numeric_limits<std::uint32_t>::max());
  scores_.resize(count + kernels::kSlack);
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    const std::uint32_t* const freqs = slots_[slot].postings.postings().block_freqs().data();
    for (std::size_t i = 0; i < count; ++i)
      freqs_[i] = std::min(freqs_[i], freqs[places_[slot][i]]);
  }
  scorer_.score(candidates_.data(), weight_ * boost_, freqs_.data(), count, scores_.data());
  const double needed = least - scorer_.scorer().grid().slack();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (scores_[i] <= needed) continue;
    candidates_[kept] = candidates_[i];
    for (auto& places : places_) places[kept] = places[i];
    ++kept;
  }
  return kept;
}

std::uint32_t PhraseClause::occurrences() {
  slots_.front().postings.postings().positions(found_);
  const std::uint32_t base = slots_.front().offset;
  for (std::size_t slot = 1; slot < slots_.size() && !found_.empty(); ++slot) {
    slots_[slot].postings.postings().positions(other_);
    const std::int64_t shift = std::int64_t{slots_[slot].offset} - base;
    std::size_t kept = 0, at = 0;
    for (const std::uint32_t place : found_) {
      const std::int64_t wanted = place + shift;
      while (at < other_.size() && other_[at] < wanted) ++at;
      if (at == other_.size()) break;
      if (other_[at] == wanted) found_[kept++] = place;
    }
    found_.resize(kept);
  }
  return static_cast<std::uint32_t>(found_.size());
}

// Summed as the cursor does it, so that the bits are the same.
double PhraseClause::tf(std::uint32_t occurrences) const noexcept {
  double sum = 0;
  for (std::uint32_t i = 0; i < occurrences; ++i) sum += weight_;
  return boost_ * sum;
}

std::size_t PhraseClause::batch(DocId end, double least, DocId* docs, double* scores) {
  std::size_t found = 0;
  while (doc_ < end && found == 0) {
    DocId passed = end;
    std::size_t count = intersect(passed);
    if (scores != nullptr && least >= 0) count = thin(count, least);
    tfs_.resize(count + kernels::kSlack);
    stands_.assign(slots_.size(), 0);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
        const std::uint32_t place = places_[slot][i];
        slots_[slot].postings.postings().skip(place - std::exchange(stands_[slot], place));
      }
      const std::uint32_t times = occurrences();
      if (times == 0) continue;
      docs[found] = candidates_[i];
      tfs_[found++] = tf(times);
    }
    slots_.front().postings.advance(passed);
    align();
  }
  if (scores == nullptr || found == 0) return found;
  scorer_.score(docs, tfs_.data(), found, scores);
  return least < 0 ? found : kernels::keep_above(least, docs, scores, found, docs, scores);
}

std::size_t PhraseClause::find(const DocId* docs, std::size_t count, std::uint32_t* which,
                               double* scores) {
  std::size_t found = 0;
  tfs_.resize(count + kernels::kSlack);
  DocId* const matched = scorer_.scratch().docs.room(count);
  for (std::size_t i = 0; i < count && doc_ != kNoMoreDocs; ++i) {
    advance(docs[i]);
    if (doc_ != docs[i]) continue;
    const std::uint32_t times = occurrences();
    if (times == 0) continue;
    which[found] = static_cast<std::uint32_t>(i);
    matched[found] = docs[i];
    tfs_[found++] = tf(times);
  }
  if (scores != nullptr && found > 0) scorer_.score(matched, tfs_.data(), found, scores);
  return found;
}

void PhraseClause::to_bits(DocId base, DocId end, std::uint64_t* words) {
  DocId* const docs = scorer_.scratch().docs.room(kBatch);
  while (doc_ < end) {
    const std::size_t count = batch(end, -1, docs, nullptr);
    for (std::size_t i = 0; i < count; ++i)
      words[(docs[i] - base) / 64] |= std::uint64_t{1} << ((docs[i] - base) % 64);
  }
}

}  // namespace izde::internal
