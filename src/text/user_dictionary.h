#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "izde/dictionary.h"

#include "base/hash.h"
#include "text/stemmer_letters.h"

namespace izde::internal {

/// What a lookup finds: where a word goes.
struct UserEntry {
  std::string word;
  std::string term;  // itself, but for exceptions
};

/// The roots of a user dictionary by their letters, also in the spellings that endings give them
/// (`орн` for `орын`). Nodes stand in the order of their depth, so that the children of one stand
/// together.
class UserRoots {
 public:
  using Node = std::uint32_t;
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static constexpr Node kStart = 0;

  enum Flag : std::uint8_t { kNounRoot = 1, kVerbRoot = 2, kEndingDropped = 4, kVowelDropped = 8 };

  /// What stands at a node. `stem` is the root of a changed spelling, a number for stem().
  struct Cell {
    std::uint64_t children = 0;  // bit set of letters
    std::uint32_t first = 0;     // the first of them
    std::uint32_t stem = kNone;
    std::uint8_t flags = 0;
  };

  struct Spelling {
    std::string letters;  // codes of Letter
    std::uint8_t flags = 0;
    std::uint32_t stem = kNone;
  };

  UserRoots() = default;
  /// \pre stems of `spellings` are numbers in `stems`; spellings have two letters at least
  UserRoots(std::vector<Spelling> spellings, std::vector<std::string> stems);

  bool empty() const noexcept { return cells_.empty(); }

  /// Whether some root begins with these two letters: no for most words.
  bool may_begin(std::uint8_t first, std::uint8_t second) const noexcept {
    return (beginnings_[first] >> second & 1U) != 0;
  }

  /// The node after `letter`, or kNone.
  Node step(Node node, std::uint8_t letter) const noexcept {
    const Cell& cell = cells_[node];
    const std::uint64_t bit = std::uint64_t{1} << letter;
    if ((cell.children & bit) == 0) return kNone;
    return cell.first + static_cast<Node>(std::popcount(cell.children & (bit - 1)));
  }

  const Cell& at(Node node) const noexcept { return cells_[node]; }
  const std::string& stem(std::uint32_t number) const noexcept { return stems_[number]; }

 private:
  std::vector<Cell> cells_;
  std::vector<std::string> stems_;
  std::array<std::uint64_t, kLetterCount> beginnings_{};  // by the first letter, sets of the second
};

/// Entries by their words. What is asked for most is not there: two letters tell that most often.
class UserEntries {
 public:
  UserEntries() = default;
  explicit UserEntries(std::vector<UserEntry> entries);

  const UserEntry* find(std::string_view word) const noexcept {
    const std::size_t bit = filter_bit(word);
    if ((filter_[bit / 64] >> (bit % 64) & 1U) == 0) return nullptr;
    return find_hashed(word);
  }

 private:
  static constexpr std::size_t kFilterBits = 4096;

  // The second bytes of the first two letters in Cyrillic.
  static std::size_t filter_bit(std::string_view word) noexcept {
    if (word.size() < 4) return word.size();
    return (static_cast<std::size_t>(word[1]) & 63U) << 6U |
           (static_cast<std::size_t>(word[3]) & 63U);
  }

  const UserEntry* find_hashed(std::string_view word) const noexcept;

  std::array<std::uint64_t, kFilterBits / 64> filter_{};
  std::vector<UserEntry> entries_;
  std::vector<std::uint32_t> slots_;  // number of the entry + 1; 0: empty
};

}  // namespace izde::internal

namespace izde {

struct UserDictionary::State {
  internal::UserEntries entries;
  internal::UserRoots roots;
  std::string text;
  std::size_t size = 0;

  const internal::UserEntry* find(std::string_view word) const noexcept {
    return entries.find(word);
  }
  bool has_roots() const noexcept { return !roots.empty(); }
};

}  // namespace izde
