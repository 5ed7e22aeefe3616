#include "codec/postings_skyband.h"

#include <algorithm>
#include <fmt/format.h>
#include <span>

#include "base/bytes.h"
#include "codec/postings_block.h"

namespace izde::internal {
namespace {

// A key has a length and a place in the list of entries.
constexpr unsigned kPlaceBits = 16;
constexpr std::uint64_t kPlaceMask = (1U << kPlaceBits) - 1;
static_assert(2 * kMostOfSkyband + 32 * kDeepSkybandDepth < std::size_t{1} << kPlaceBits);

void append_entries(std::string& out, std::span<const DocId> docs,
                    std::span<std::uint32_t> freqs_less_one) {
  DocId base = 0;
  for (std::size_t i = 0; i < docs.size(); i += kPackedBlock) {
    const std::size_t count = std::min<std::size_t>(kPackedBlock, docs.size() - i);
    append_counted_docs(out, docs.subspan(i, count), base);
    append_patched(out, &freqs_less_one[i], count);
    base = docs[i + count - 1] + 1;
  }
}

void read_entries(ByteReader& in, std::size_t count, std::uint32_t doc_count,
                  const BlockKernels& kernels, Skyband& out) {
  std::size_t at = out.docs.size();
  const std::size_t end = at + count;
  // Kernels write whole blocks.
  out.docs.resize(end + kPackedBlock + kBlockPadding);
  out.freqs.resize(end + kPackedBlock + kBlockPadding);
  for (DocId base = 0; at < end;) {
    const std::size_t here = std::min<std::size_t>(kPackedBlock, end - at);
    const BlockDocs docs = read_counted_docs(in, static_cast<std::uint32_t>(here));
    const Patched freqs = read_patched(in, here);
    const bool right = unpack_block_docs(docs, base, kernels, &out.docs[at]);
    unpack_patched(freqs, here, kernels, &out.freqs[at]);
    kernels.increment(&out.freqs[at], here);
    // A frequency past 32 bits comes out as 0.
    const auto freqs_here = out.freqs.begin() + static_cast<std::ptrdiff_t>(at);
    const auto freqs_end = freqs_here + static_cast<std::ptrdiff_t>(here);
    if (freqs.width + 8 >= 32 && std::find(freqs_here, freqs_end, 0U) != freqs_end)
      in.fail("a frequency over 32 bits");
    const DocId last = out.docs[at + here - 1];
    if (!right || last >= doc_count) in.fail(fmt::format("document {} in a skyband", last));
    at += here;
    base = last + 1;
  }
  out.docs.resize(end);
  out.freqs.resize(end);
}

}  // namespace

void SkybandBuilder::begin(std::uint64_t most_docs) noexcept {
  depth_ = most_docs < kLeastWithSkyband       ? 0
           : most_docs < kLeastWithDeepSkyband ? kSkybandDepth
                                               : kDeepSkybandDepth;
  entries_.clear();
  limits_.fill(depth_ > 0 ? kNoLimit : 0);
  next_prune_ = first_prune();
}

// Puts the keys of the entries level by level, the highest first.
void SkybandBuilder::sort_by_level() {
  std::array<std::uint32_t, kLevels> counts{};
  for (const Entry& entry : entries_) ++counts[level_of(entry.freq)];
  std::uint32_t begin = 0;
  for (std::uint32_t level = kLevels; level-- > 0;) {
    level_begin_[level] = begin;
    begin += counts[level];
  }
  keys_.resize(entries_.size());
  std::array<std::uint32_t, kLevels> next = level_begin_;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    keys_[next[level_of(entries_[i].freq)]++] = std::uint64_t{entries_[i].length} << kPlaceBits | i;
}

// Tells the depth of the entries of one frequency, which keys [begin, end) are of; it is left at
// depth_ where enough others dominate them.
void SkybandBuilder::dominate(std::size_t begin, std::size_t end) {
  const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(begin);
  auto last = keys_.begin() + static_cast<std::ptrdiff_t>(end);
  if (shortest_.size() == depth_) {
    const std::uint64_t limit = std::uint64_t{shortest_.back()} << kPlaceBits;
    last = std::partition(first, last, [&](std::uint64_t key) { return key < limit; });
  }
  if (last - first > depth_) {
    std::nth_element(first, first + depth_, last);
    last = first + depth_;
  }
  std::sort(first, last);
  merged_.clear();
  auto other = shortest_.begin();
  for (auto key = first; key != last; ++key) {
    const auto length = static_cast<std::uint32_t>(*key >> kPlaceBits);
    while (other != shortest_.end() && *other <= length) merged_.push_back(*other++);
    if (merged_.size() >= depth_) break;
    entries_[*key & kPlaceMask].depth = static_cast<std::uint32_t>(merged_.size());
    merged_.push_back(length);
  }
  merged_.insert(merged_.end(), other, shortest_.end());
  if (merged_.size() > depth_) merged_.resize(depth_);
  shortest_.swap(merged_);
}

// The highest level, keys up to `end`, is of many frequencies.
void SkybandBuilder::dominate_frequent(std::size_t end) {
  const auto freq = [&](std::uint64_t key) { return entries_[key & kPlaceMask].freq; };
  std::sort(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(end),
            [&](std::uint64_t a, std::uint64_t b) { return freq(a) > freq(b); });
  for (std::size_t begin = 0, next = 0; begin < end; begin = next) {
    while (next < end && freq(keys_[next]) == freq(keys_[begin])) ++next;
    dominate(begin, next);
  }
}

// From the greatest frequency on, so that each entry comes behind all that dominate it.
void SkybandBuilder::prune() {
  sort_by_level();
  for (Entry& entry : entries_) entry.depth = depth_;
  shortest_.clear();
  dominate_frequent(level_begin_[kLevels - 2]);
  for (std::uint32_t level = kLevels - 2; level > 0; --level) {
    if (level_begin_[level] < level_begin_[level - 1])
      dominate(level_begin_[level], level_begin_[level - 1]);
    if (shortest_.size() == depth_) limits_[level] = shortest_.back();
  }
  std::erase_if(entries_, [&](const Entry& entry) { return entry.depth == depth_; });
  if (entries_.size() > kMostOfSkyband) return give_up();
  next_prune_ = 2 * entries_.size() + first_prune();
}

std::string SkybandBuilder::encode(std::uint32_t doc_freq) {
  std::string out;
  if (depth_ == 0) return out;
  prune();
  if (depth_ == 0) return out;
  std::vector<DocId> docs[2];
  std::vector<std::uint32_t> freqs[2];
  for (const Entry& entry : entries_) {
    const std::size_t deep = entry.depth < kSkybandDepth ? 0 : 1;
    docs[deep].push_back(entry.doc);
    freqs[deep].push_back(entry.freq - 1);
  }
  if (doc_freq < kLeastWithDeepSkyband) docs[1].clear();
  for (const auto& each : docs) append_le(out, static_cast<std::uint16_t>(each.size()));
  for (std::size_t deep = 0; deep < 2; ++deep) append_entries(out, docs[deep], freqs[deep]);
  return out;
}

bool read_skyband(ByteReader in, std::uint32_t doc_freq, std::size_t limit, std::uint32_t doc_count,
                  const BlockKernels& kernels, Skyband& out) {
  out.docs.clear();
  out.freqs.clear();
  const bool deep = limit > kSkybandDepth;
  if (in.remaining() == 0 || limit > kDeepSkybandDepth ||
      (deep && doc_freq < kLeastWithDeepSkyband))
    return false;
  const std::size_t first = in.u16();
  const std::size_t second = in.u16();
  if (first < kSkybandDepth || first + second > kMostOfSkyband ||
      (doc_freq >= kLeastWithDeepSkyband && first + second < kDeepSkybandDepth))
    in.fail(fmt::format("a skyband of {} and {} documents", first, second));
  read_entries(in, first, doc_count, kernels, out);
  if (deep) read_entries(in, second, doc_count, kernels, out);
  return true;
}

}  // namespace izde::internal
