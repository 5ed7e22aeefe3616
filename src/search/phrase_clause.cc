#include "search/phrase_clause.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "search/term_clause.h"

namespace izde::internal {

namespace {

/// Documents that the first two words have, for each block of another word, from which on its
/// blocks are intersected with theirs. Of fewer it costs less to read the positions of the two.
constexpr std::uint64_t kNearDocs = 4;

/// Documents that are looked at in the time that a block is found, or positions are read, in.
constexpr std::size_t kStepCost = 16;

std::size_t near_slots(const std::vector<PhraseClause::Slot>& slots, std::uint32_t doc_count) {
  const auto doc_freq = [&](std::size_t slot) {
    return std::uint64_t{slots[slot].postings.postings().doc_freq()};
  };
  const std::uint64_t pairs = doc_freq(0) * doc_freq(1) / doc_count;
  std::size_t near = 2;
  while (near < slots.size() && pairs > kNearDocs * (doc_freq(near) / kPostingsBlock)) ++near;
  return near;
}

/// Of `count` rising positions leaves those that `others` has `shift` further on.
std::uint32_t keep_followed(std::uint32_t* positions, std::uint32_t count,
                            const std::uint32_t* others, std::uint32_t other_count,
                            std::int64_t shift) noexcept {
  constexpr std::uint32_t kFew = 8;
  std::uint32_t kept = 0;
  if (other_count <= kFew) {  // without a branch that depends on them
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::int64_t wanted = positions[i] + shift;
      bool found = false;
      for (std::uint32_t k = 0; k < other_count; ++k) found |= others[k] == wanted;
      positions[kept] = positions[i];
      kept += found ? 1 : 0;
    }
    return kept;
  }
  std::uint32_t at = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::int64_t wanted = positions[i] + shift;
    while (at < other_count && others[at] < wanted) ++at;
    if (at == other_count) break;
    if (others[at] == wanted) positions[kept++] = positions[i];
  }
  return kept;
}

}  // namespace

PhraseClause::PhraseClause(std::vector<Slot> slots, std::uint32_t doc_count, double weight,
                           double boost, BatchScorer scorer)
    : slots_(std::move(slots)),
      near_(near_slots(slots_, doc_count)),
      weight_(weight),
      boost_(boost),
      scorer_(std::move(scorer)) {
  cost_ = postings(0).doc_freq();
  for (Slot& slot : slots_) slot.postings.start();
  align();
}

void PhraseClause::align() {
  BoundedPostings& lead = slots_.front().postings;
  for (std::size_t slot = 1; slot < near_ && lead.doc() != kNoMoreDocs;) {
    BoundedPostings& other = slots_[slot].postings;
    other.advance(lead.doc());
    if (other.doc() <= lead.postings().block_docs().back()) {
      ++slot;
      continue;
    }
    lead.advance(other.doc());
    scorer_.scratch().deadline.spend(kStepCost);
    slot = 1;
  }
  doc_ = lead.doc();
}

void PhraseClause::advance(DocId target) {
  if (doc_ >= target) return;
  slots_.front().postings.advance(target);
  align();
}

DocId PhraseClause::range(DocId from) {
  for (std::size_t slot = 1; slot < slots_.size(); ++slot) slots_[slot].postings.range(from);
  return slots_.front().postings.range(from);
}

double PhraseClause::bound(DocId last) {
  if (doc_ > last) return 0;
  double least = std::numeric_limits<double>::infinity();
  for (Slot& slot : slots_) least = std::min(least, slot.postings.bound(last, scorer_));
  return least;
}

std::size_t PhraseClause::intersect(DocId& end) {
  for (std::size_t slot = 0; slot < near_; ++slot)
    end = std::min(end, postings(slot).block_docs().back() + 1);
  const std::span<const DocId> lead = postings(0).block_docs();
  PhraseScratch& to = scratch();
  if (to.places.size() < near_) to.places.resize(near_);
  DocId* const docs = to.docs.room(kPostingsBlock);
  std::uint32_t* const in_lead = to.places[0].room(kPostingsBlock);
  const std::span<const DocId> second = postings(1).block_docs();
  std::size_t count = kernels::look_up(lead.data(), count_before(lead, end), second.data(),
                                       second.size(), in_lead, to.places[1].room(kPostingsBlock));
  for (std::size_t i = 0; i < count; ++i) docs[i] = lead[in_lead[i]];
  for (std::size_t slot = 2; slot < near_ && count > 0; ++slot) {
    const std::span<const DocId> block = postings(slot).block_docs();
    std::uint32_t* const which = to.which.room(kPostingsBlock);
    count = kernels::look_up(docs, count, block.data(), block.size(), which,
                             to.places[slot].room(kPostingsBlock));
    to.keep(which, count, slot);
  }
  return count;
}

std::size_t PhraseClause::thin(std::size_t count, double least) {
  PhraseScratch& at = scratch();
  std::uint32_t* const freqs = at.freqs.room(count);
  std::fill_n(freqs, count, std::numeric_limits<std::uint32_t>::max());
  for (std::size_t slot = 0; slot < near_; ++slot) {
    const std::uint32_t* const all = postings(slot).block_freqs().data();
    const std::uint32_t* const places = at.places[slot].data();
    for (std::size_t i = 0; i < count; ++i) freqs[i] = std::min(freqs[i], all[places[i]]);
  }
  double* const scores = at.scores.room(count);
  scorer_.score(at.docs.data(), weight_ * boost_, freqs, count, scores);
  const double needed = least - scorer_.scorer().grid().slack();
  std::uint32_t* const which = at.which.room(count);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    which[kept] = static_cast<std::uint32_t>(i);
    kept += scores[i] > needed ? 1 : 0;
  }
  if (kept < count) at.keep(which, kept, near_);
  return kept;
}

std::size_t PhraseClause::match_near(std::size_t count) {
  PhraseScratch& at = scratch();
  postings(0).positions({at.places[0].data(), count}, at.found);
  std::uint32_t* const found = at.found.numbers.data();
  PhraseScratch::Run* const runs = at.runs.room(count);
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t end = at.found.ends[i];
    runs[i] = {begin, end - begin};
    begin = end;
  }
  for (std::size_t slot = 1; slot < near_ && count > 0; ++slot) {
    postings(slot).positions({at.places[slot].data(), count}, at.other);
    const std::int64_t shift = std::int64_t{slots_[slot].offset} - slots_.front().offset;
    std::uint32_t* const which = at.which.room(count);
    std::size_t kept = 0;
    begin = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const PhraseScratch::Run run = runs[i];
      const std::uint32_t end = at.other.ends[i];
      const std::uint32_t left = keep_followed(found + run.begin, run.count,
                                               at.other.numbers.data() + begin, end - begin, shift);
      runs[kept] = {run.begin, left};
      which[kept] = static_cast<std::uint32_t>(i);
      kept += left > 0 ? 1 : 0;
      begin = end;
    }
    at.keep(which, kept, near_);
    count = kept;
  }
  return count;
}

std::uint32_t PhraseClause::match_far(DocId doc, std::size_t slot, std::uint32_t* found,
                                      std::uint32_t count) {
  static constexpr std::uint32_t kHere[] = {0};
  DocPositions& other = scratch().other;
  for (; slot < slots_.size() && count > 0; ++slot) {
    slots_[slot].postings.advance(doc);
    if (slots_[slot].postings.doc() != doc) return 0;
    postings(slot).positions(kHere, other);
    const std::int64_t shift = std::int64_t{slots_[slot].offset} - slots_.front().offset;
    count = keep_followed(found, count, other.numbers.data(), other.ends.front(), shift);
    scorer_.scratch().deadline.spend(kStepCost);
  }
  return count;
}

// Summed as the cursor does it, so that the bits are the same.
double PhraseClause::tf(std::uint32_t occurrences) const noexcept {
  double sum = 0;
  for (std::uint32_t i = 0; i < occurrences; ++i) sum += weight_;
  return boost_ * sum;
}

std::size_t PhraseClause::match(std::size_t count, DocId* docs, double* tfs) {
  if (count > 0) count = match_near(count);
  PhraseScratch& at = scratch();
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const DocId doc = at.docs.data()[i];
    const PhraseScratch::Run run = at.runs.data()[i];
    const std::uint32_t times =
        match_far(doc, near_, at.found.numbers.data() + run.begin, run.count);
    if (times == 0) continue;
    docs[found] = doc;
    tfs[found++] = tf(times);
  }
  return found;
}

std::size_t PhraseClause::batch(DocId end, double least, DocId* docs, double* scores) {
  double* const tfs = scratch().tfs.room(kPostingsBlock);
  std::size_t found = 0;
  while (doc_ < end && found == 0) {
    scorer_.scratch().deadline.spend(kPostingsBlock);
    DocId passed = end;
    std::size_t count = intersect(passed);
    if (count > 0 && scores != nullptr && least >= 0) count = thin(count, least);
    found = match(count, docs, tfs);
    slots_.front().postings.advance(passed);
    align();
  }
  if (scores == nullptr || found == 0) return found;
  scorer_.score(docs, tfs, found, scores);
  return least < 0 ? found : kernels::keep_above(least, docs, scores, found, docs, scores);
}

std::size_t PhraseClause::find(const DocId* docs, std::size_t count, std::uint32_t* which,
                               double* scores) {
  static constexpr std::uint32_t kHere[] = {0};
  std::size_t found = 0;
  double* const tfs = scratch().tfs.room(count);
  DocId* const matched = scorer_.scratch().docs.room(count);
  DocPositions& positions = scratch().found;
  for (std::size_t i = 0; i < count && doc_ != kNoMoreDocs; ++i) {
    advance(docs[i]);
    if (doc_ != docs[i]) continue;
    scorer_.scratch().deadline.spend(kStepCost);
    postings(0).positions(kHere, positions);
    const std::uint32_t times =
        match_far(doc_, 1, positions.numbers.data(), positions.ends.front());
    if (times == 0) continue;
    which[found] = static_cast<std::uint32_t>(i);
    matched[found] = docs[i];
    tfs[found++] = tf(times);
  }
  if (scores != nullptr && found > 0) scorer_.score(matched, tfs, found, scores);
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
