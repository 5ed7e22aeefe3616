#include "index/check_postings.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/bytes.h"

namespace izde::internal {

std::optional<std::string> PostingsCheck::check(const TermInfo& info) {
  PostingsCursor cursor(postings_, info, kind_);
  shallow_.emplace(postings_, info, kind_);
  read_skybands(cursor);
  builder_.begin(has_skyband_ && lengths_ != nullptr ? info.doc_freq : 0);
  std::uint64_t docs = 0;
  std::uint64_t occurrences = 0;
  std::uint64_t next = 0;
  while (cursor.next() != kNoMoreDocs) {
    if (cursor.doc() < next || cursor.doc() >= postings_.doc_count())
      return fmt::format("document {} where at least {}, below {}, was wanted", cursor.doc(), next,
                         postings_.doc_count());
    next = std::uint64_t{cursor.doc()} + 1;
    ++docs;
    occurrences += cursor.freq();
    if (auto wrong = check_document(cursor)) return wrong;
  }
  if (docs != info.doc_freq || occurrences != info.total_term_freq)
    return fmt::format("{} documents and {} occurrences are there, {} and {} are said", docs,
                       occurrences, info.doc_freq, info.total_term_freq);
  return compare_skybands(info.doc_freq);
}

std::optional<std::string> PostingsCheck::check_document(PostingsCursor& cursor) {
  const DocId doc = cursor.doc();
  const std::uint32_t freq = cursor.freq();
  if (freq == 0) return fmt::format("no occurrence in document {}", doc);
  counts_.occurrences[doc] += freq;
  if (!has_frequencies(kind_)) return std::nullopt;
  const std::uint32_t length = lengths_ == nullptr ? kNoMoreDocs : (*lengths_)[doc];
  if (freq > length)  // before so many positions are read
    return fmt::format("{} occurrences in document {}, which is {} words long", freq, doc, length);
  if (has_positions(kind_))
    if (auto wrong = check_positions(cursor)) return wrong;
  if (skyband_at_ < skyband_.size() && skyband_[skyband_at_].doc == doc &&
      skyband_[skyband_at_++].freq != freq)
    return fmt::format("document {} has another frequency in the skyband", doc);
  builder_.add(doc, freq, length);
  return check_impacts(doc, freq, length);
}

std::optional<std::string> PostingsCheck::check_positions(PostingsCursor& cursor) {
  cursor.positions(positions_);
  if (positions_.size() != cursor.freq())
    return fmt::format("{} positions in document {}, {} occurrences", positions_.size(),
                       cursor.doc(), cursor.freq());
  const auto falls = std::adjacent_find(positions_.begin(), positions_.end(),
                                        [](std::uint32_t a, std::uint32_t b) { return a >= b; });
  if (falls != positions_.end() || positions_.back() == kNoMoreDocs)
    return fmt::format("the positions in document {} do not rise", cursor.doc());
  std::uint32_t& span = counts_.spans[cursor.doc()];
  span = std::max(span, positions_.back() + 1);
  return std::nullopt;
}

// Pruning leaves out what the impacts of a range do not allow for.
std::optional<std::string> PostingsCheck::check_impacts(DocId doc, std::uint32_t freq,
                                                        std::uint32_t length) {
  if (shallow_->advance_shallow(doc) == kNoMoreDocs)
    return fmt::format("no range of the list has document {}", doc);
  for (unsigned level = 0; level < PostingsCursor::kLevels; ++level) {
    const auto impacts = shallow_->impacts(level);
    const bool dominated = std::any_of(impacts.begin(), impacts.end(), [&](const Impact& impact) {
      return impact.freq >= freq && impact.length <= length;
    });
    if (shallow_->level_last(level) < doc || !dominated)
      return fmt::format("no impact of range {} dominates document {}", level, doc);
  }
  return std::nullopt;
}

void PostingsCheck::read_skybands(const PostingsCursor& cursor) {
  skyband_.clear();
  skyband_at_ = 0;
  has_skyband_ = cursor.skyband(kSkybandDepth, shallow_skyband_);
  has_deep_skyband_ = cursor.skyband(kDeepSkybandDepth, deep_skyband_);
  const Skyband& all = has_deep_skyband_ ? deep_skyband_ : shallow_skyband_;
  if (!has_skyband_) return;
  for (std::size_t i = 0; i < all.docs.size(); ++i) skyband_.push_back({all.docs[i], all.freqs[i]});
  std::sort(skyband_.begin(), skyband_.end(),
            [](const SkybandDoc& a, const SkybandDoc& b) { return a.doc < b.doc; });
}

// A skyband may be left out, but one that is there has all that the list's documents make it have.
std::optional<std::string> PostingsCheck::compare_skybands(std::uint32_t doc_freq) {
  if (!has_skyband_) return std::nullopt;
  if (skyband_at_ < skyband_.size())
    return fmt::format("document {} of the skyband is not in the list", skyband_[skyband_at_].doc);
  const std::string bytes = lengths_ == nullptr ? std::string() : builder_.encode(doc_freq);
  static const std::string kName = "skyband";
  for (const std::uint32_t depth : {kSkybandDepth, kDeepSkybandDepth}) {
    Skyband wanted;
    if (!read_skyband({bytes, 0, bytes.size(), kName}, doc_freq, depth, postings_.doc_count(),
                      postings_.kernels(), wanted))
      continue;
    Skyband& found = depth == kSkybandDepth ? shallow_skyband_ : deep_skyband_;
    if (depth == kDeepSkybandDepth && !has_deep_skyband_) return "the deep skyband is not there";
    std::sort(found.docs.begin(), found.docs.end());
    std::sort(wanted.docs.begin(), wanted.docs.end());
    if (!std::includes(found.docs.begin(), found.docs.end(), wanted.docs.begin(),
                       wanted.docs.end()))
      return fmt::format("documents of the best {} are not in the skyband", depth);
  }
  return std::nullopt;
}

DocId LengthCount::begin_window(DocId begin) {
  begin_ = begin;
  offsets_.clear();
  std::uint64_t bits = 0;
  for (DocId doc = begin; doc < counts_.spans.size(); ++doc) {
    const std::uint64_t span = counts_.spans[doc] > kMostBits ? 0 : counts_.spans[doc];
    if (doc > begin && bits + span > kMostBits) break;
    offsets_.push_back(static_cast<std::uint32_t>(bits));
    bits += span;
  }
  words_.assign((bits + 63) / 64, 0);
  found_.assign(offsets_.size(), 0);
  return begin + static_cast<DocId>(offsets_.size());
}

void LengthCount::add(DocId doc, const std::vector<std::uint32_t>& positions) {
  if (counts_.spans[doc] > kMostBits) return;
  const std::uint64_t offset = offsets_[doc - begin_];
  for (const std::uint32_t position : positions) {
    if (position >= counts_.spans[doc]) return;
    std::uint64_t& word = words_[(offset + position) / 64];
    const std::uint64_t bit = std::uint64_t{1} << ((offset + position) % 64);
    found_[doc - begin_] += (word & bit) == 0 ? 1 : 0;
    word |= bit;
  }
}

std::optional<std::uint32_t> LengthCount::count(DocId doc) const {
  if (counts_.spans[doc] > kMostBits) return std::nullopt;
  return found_[doc - begin_];
}

}  // namespace izde::internal
