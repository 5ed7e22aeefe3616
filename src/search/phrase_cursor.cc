#include "search/phrase_cursor.h"

#include <algorithm>

namespace izde::internal {

FieldPhrase::FieldPhrase(std::vector<Slot> slots, double boost, std::uint32_t slop,
                         Deadline* deadline)
    : slots_(std::move(slots)), boost_(boost), slop_(slop), deadline_(deadline) {
  std::stable_sort(slots_.begin(), slots_.end(), [](const Slot& a, const Slot& b) {
    return a.postings.cost() < b.postings.cost();
  });
  doc_ = align(slots_.front().postings.doc());
}

DocId FieldPhrase::align(DocId candidate) {
  std::size_t agreed = 1;
  while (agreed < slots_.size() && candidate != kNoMoreDocs) {
    PostingsUnion& postings = slots_[agreed].postings;
    const DocId doc = postings.doc() < candidate ? postings.advance(candidate) : postings.doc();
    if (doc == candidate) {
      ++agreed;
      continue;
    }
    spend(1);
    candidate = doc == kNoMoreDocs ? doc : slots_.front().postings.advance(doc);
    agreed = 1;
  }
  return candidate;
}

double FieldPhrase::exact_freq() {
  slots_.front().postings.positions(found_);
  const std::uint32_t base = slots_.front().offset;
  for (std::size_t i = 1; i < slots_.size() && !found_.empty(); ++i) {
    slots_[i].postings.positions(other_);
    const std::int64_t shift = std::int64_t{slots_[i].offset} - base;
    std::size_t kept = 0, at = 0;
    for (const WeightedPosition& place : found_) {
      const std::int64_t wanted = place.position + shift;
      while (at < other_.size() && other_[at].position < wanted) ++at;
      if (at == other_.size()) break;
      if (other_[at].position != wanted) continue;
      found_[kept++] = {place.position, std::min(place.weight, other_[at].weight)};
    }
    found_.resize(kept);
  }
  double sum = 0;
  for (const WeightedPosition& place : found_) sum += place.weight;
  return sum;
}

double FieldPhrase::sloppy_freq() {
  sloppy_.begin(static_cast<std::uint32_t>(slots_.size()));
  for (std::uint32_t i = 0; i < slots_.size(); ++i) {
    slots_[i].postings.positions(found_);
    sloppy_.add(i, slots_[i].offset, found_);
  }
  return sloppy_.freq(slop_);
}

PhraseCursor::PhraseCursor(std::vector<FieldPhrase> phrases, FieldLengths lengths,
                           Bm25Scorer scorer)
    : phrases_(std::move(phrases)), lengths_(std::move(lengths)), scorer_(scorer) {
  for (const FieldPhrase& phrase : phrases_) cost_ += phrase.cost();
  doc_ = least_doc();
}

DocId PhraseCursor::least_doc() const noexcept {
  DocId least = kNoMoreDocs;
  for (const FieldPhrase& phrase : phrases_) least = std::min(least, phrase.doc());
  return least;
}

DocId PhraseCursor::next() {
  for (FieldPhrase& phrase : phrases_)
    if (phrase.doc() == doc_) phrase.next();
  return doc_ = least_doc();
}

DocId PhraseCursor::advance(DocId target) {
  for (FieldPhrase& phrase : phrases_)
    if (phrase.doc() < target) phrase.advance(target);
  return doc_ = least_doc();
}

bool PhraseCursor::confirm() {
  tf_ = 0;
  for (FieldPhrase& phrase : phrases_)
    if (phrase.doc() == doc_) tf_ += phrase.boost() * phrase.freq();
  return tf_ > 0;
}

}  // namespace izde::internal
