#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace izde::internal {

/// What one vectorised pass sees in a text, a bit a byte, 64 bytes a block. It serves three: the
/// check of UTF-8, the search for damage, and the tokenizer.
///
/// A *gap* is made of characters that neither begin nor join words: blanks, most punctuation. What
/// stands between gaps is a *run*. A run is *plain* when it is a word beyond doubt: letters of the
/// Kazakh and Russian alphabets, of which only the first may be a capital, with no hyphen or
/// apostrophe behind. Anything else (digits, Latin letters, acronyms, hyphens between letters,
/// other scripts, no UTF-8) makes a run *odd*: the rules of the tokenizer have to look at it.
class LetterScan {
 public:
  static constexpr std::size_t kBlockBytes = 64;

  struct Block {
    std::uint64_t runs = 0;      ///< Bytes of runs.
    std::uint64_t odd_ends = 0;  ///< The bytes right behind odd runs.
  };

  /// Reads `text`, any bytes, forgetting the one before.
  void scan(std::string_view text);

  /// Whether the text is valid UTF-8 without a sign of damage. False says that it may be not.
  bool is_clean() const noexcept { return clean_; }

  /// Whether block `i` may hold bytes that are no UTF-8, or where a sign of damage (damage.h)
  /// begins. A clear bit proves that it does not.
  bool is_suspect(std::size_t i) const noexcept {
    return ((suspects_[i >> 6U] >> (i & 63U)) & 1U) != 0;
  }

  /// They cover the text and at least one byte behind it.
  std::size_t block_count() const noexcept { return blocks_.size(); }

  /// Writes to `out` where runs begin and end, in turn, in the blocks [begin, end). `inside`: a run
  /// reaches into the first of them. Returns the number of places; memory for kSpareEdges more than
  /// a place a byte is written to.
  std::size_t edges(std::size_t begin, std::size_t end, bool inside,
                    std::uint32_t* out) const noexcept;

  static constexpr std::size_t kSpareEdges = 12;

  /// Whether the run that ends at `end` is odd.
  bool is_odd(std::size_t end) const noexcept {
    return ((blocks_[end / kBlockBytes].odd_ends >> (end % kBlockBytes)) & 1U) != 0;
  }

 private:
  std::vector<Block> blocks_;
  std::vector<std::uint64_t> suspects_;
  bool clean_ = true;
};

}  // namespace izde::internal
