#include "codec/postings_skyband.h"

#include <algorithm>
#include <fmt/format.h>
#include <span>

#include "base/bytes.h"
#include "codec/postings_block.h"

namespace izde::internal {
namespace {

// A key has a frequency, falling, a length and a place in the list of entries.
constexpr unsigned kPlaceBits = 16;
constexpr unsigned kNumberBits = 24;
constexpr std::uint32_t kMostNumber = (1U << kNumberBits) - 1;
constexpr std::size_t kFirstPrune = kLeastWithSkyband;
static_assert(2 * kMostOfSkyband + kFirstPrune < std::size_t{1} << kPlaceBits);

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

void SkybandBuilder::clear() noexcept {
  entries_.clear();
  limits_.fill(kNoLimit);
  next_prune_ = kFirstPrune;
  given_up_ = false;
}

void SkybandBuilder::give_up() noexcept {
  given_up_ = true;
  limits_.fill(0);
  entries_.clear();
}

void SkybandBuilder::sort_keys() {
  keys_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (entry.freq >= kMostNumber || entry.length >= kMostNumber) return give_up();
    const std::uint64_t rank = kMostNumber - entry.freq;
    keys_.push_back((rank << (kNumberBits + kPlaceBits)) |
                    (std::uint64_t{entry.length} << kPlaceBits) | i);
  }
  std::sort(keys_.begin(), keys_.end());
}

// In the order of the keys each entry comes behind all that dominate it, and those are the ones
// before that are at most as long.
void SkybandBuilder::prune() {
  sort_keys();
  if (given_up_) return;
  shortest_.clear();
  std::uint32_t level = kLevels;
  const auto limit = [&] {
    return shortest_.size() < kDeepSkybandDepth ? kNoLimit : shortest_.back();
  };
  for (const std::uint64_t key : keys_) {
    Entry& entry = entries_[key & ((1U << kPlaceBits) - 1)];
    while (level > entry.freq + 1) limits_[--level] = limit();
    const auto place = std::upper_bound(shortest_.begin(), shortest_.end(), entry.length);
    entry.depth = static_cast<std::uint32_t>(place - shortest_.begin());
    if (entry.depth == kDeepSkybandDepth) continue;
    if (shortest_.size() == kDeepSkybandDepth) shortest_.pop_back();
    shortest_.insert(shortest_.begin() + entry.depth, entry.length);
  }
  while (level > 1) limits_[--level] = limit();
  std::erase_if(entries_, [](const Entry& entry) { return entry.depth == kDeepSkybandDepth; });
  if (entries_.size() > kMostOfSkyband) return give_up();
  next_prune_ = 2 * entries_.size() + kFirstPrune;
}

std::string SkybandBuilder::encode(std::uint32_t doc_freq) {
  std::string out;
  if (doc_freq < kLeastWithSkyband) return out;
  if (!given_up_) prune();
  if (given_up_) return out;
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
