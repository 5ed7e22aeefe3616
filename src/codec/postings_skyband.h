#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bitpack_kernels.h"
#include "base/doc_id.h"

namespace izde::internal {

class ByteReader;

// The documents of a long list that can be among its best: docs/design/postings.md.
//
// A document dominates another one when the term occurs in it at least as often and it is at most
// as long, and comes first where both are equal. The k-skyband of a list are the documents that
// fewer than k others dominate. Whatever k1 and b, the best k are among them.

/// A list of many blocks has one of this depth,
inline constexpr std::uint32_t kLeastWithSkyband = kPackedBlock + 1;
inline constexpr std::uint32_t kSkybandDepth = 16;
/// and of this depth when it has so many documents.
inline constexpr std::uint32_t kLeastWithDeepSkyband = 8192;
inline constexpr std::uint32_t kDeepSkybandDepth = 128;
/// A skyband of more is not kept: it would tell little.
inline constexpr std::size_t kMostOfSkyband = 4096;

/// Gathers the skybands of a list.
class SkybandBuilder {
 public:
  /// Begins a list of `most_docs` documents at most.
  void begin(std::uint64_t most_docs) noexcept;
  /// Adds a document. \pre `doc` is above the last one. Documents that are dominated by so many as
  /// kDeepSkybandDepth before them need not be added.
  void add(DocId doc, std::uint32_t freq, std::uint32_t length) {
    if (length >= limits_[level_of(freq)]) return;
    entries_.push_back({doc, freq, length, 0});
    if (entries_.size() == next_prune_) prune();
  }
  /// Returns the skybands of a list of `doc_freq` documents as they stand in the file; empty where
  /// there is none. \pre no more than begin() was told
  std::string encode(std::uint32_t doc_freq);

 private:
  struct Entry {
    DocId doc;
    std::uint32_t freq;
    std::uint32_t length;
    std::uint32_t depth;  ///< Documents that dominate it.
  };

  /// The last level is of all frequencies from there on.
  static constexpr std::uint32_t kLevels = 64;
  static std::uint32_t level_of(std::uint32_t freq) noexcept {
    return freq < kLevels - 1 ? freq : kLevels - 1;
  }
  static constexpr std::uint32_t kNoLimit = 0xFFFFFFFF;

  /// Entries from which on the first ones are dropped.
  std::size_t first_prune() const noexcept { return std::size_t{32} * depth_; }
  void prune();
  void sort_by_level();
  void dominate(std::size_t begin, std::size_t end);
  void dominate_frequent(std::size_t end);
  void give_up() noexcept { begin(0); }

  std::vector<Entry> entries_;  // documents rising
  /// A document of the level that is so long or longer is dominated by enough of those before.
  std::array<std::uint32_t, kLevels> limits_{};
  std::size_t next_prune_ = 0;
  std::uint32_t depth_ = 0;  ///< What so many others dominate is dropped; 0: all is.
  std::vector<std::uint64_t> keys_;
  std::array<std::uint32_t, kLevels> level_begin_{};  // in the keys
  std::vector<std::uint32_t> shortest_;               // lengths of those that can dominate, rising
  std::vector<std::uint32_t> merged_;
};

/// Documents of a skyband, in rising order within each depth, and how often the term occurs in
/// them.
struct Skyband {
  std::vector<DocId> docs;
  std::vector<std::uint32_t> freqs;
};

/// Reads the skyband that holds the best `limit` documents of a list of `doc_freq`. Returns false
/// when the list has none so deep. Throws Error{kCorruption} when its parts break their bounds or
/// their order, or a document is not below `doc_count`.
bool read_skyband(ByteReader in, std::uint32_t doc_freq, std::size_t limit, std::uint32_t doc_count,
                  const BlockKernels& kernels, Skyband& out);

}  // namespace izde::internal
