#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "search/postings_union.h"

namespace izde::internal {

/// Counts how often the words of a phrase stand near each other in one document.
///
/// A word of the phrase that stands at position p of the text and at offset o of the phrase is at
/// *place* p - o: words that stand as written share one place. A window of places holds a match
/// when each word of the phrase can be given a position of its own in it; it is least when no
/// window inside it does. Each least window counts the least of its words' weights (a word's: the
/// greatest that it has there) / (1 + last place - first place).
///
/// Reuse one for many documents. One thread at a time.
class SloppyPhrase {
 public:
  /// Begins a document. \pre slots > 0
  void begin(std::uint32_t slots) {
    slots_ = slots;
    words_.clear();
  }
  /// Where the words of a slot stand, rising.
  void add(std::uint32_t slot, std::uint32_t offset, std::span<const WeightedPosition> positions);

  /// A word of the phrase in the text.
  struct Word {
    std::int64_t place;
    std::uint32_t position;
    std::uint32_t slot;
    double weight;
  };

  /// Calls use(words) with the words of each least window that is at most `slop` wide, by place.
  template <class Use>
  void for_each_window(std::uint32_t slop, const Use& use);

  /// The sum over these windows.
  double freq(std::uint32_t slop);

 private:
  void sort_words();
  /// The first word behind those at the place of `at`.
  std::size_t next_place(std::size_t at) const noexcept;
  bool shares_positions();
  bool holds_match(std::size_t begin, std::size_t end);
  bool find_position(std::uint32_t slot, std::size_t begin, std::size_t end);
  double weight(std::span<const Word> window);

  std::uint32_t slots_ = 0;
  std::vector<Word> words_;  // by place, then slot
  bool shared_ = false;      // a position is that of several slots
  // Scratch.
  std::vector<std::uint32_t> counts_;                           // by slot
  std::vector<double> weights_;                                 // by slot
  std::vector<std::uint32_t> positions_;                        // sorted
  std::vector<std::pair<std::uint32_t, std::uint32_t>> taken_;  // position, its slot
  std::vector<std::uint32_t> tried_;
};

// The narrowest window that ends with a place begins no earlier than that of the place before; it
// is least when it begins later.
template <class Use>
void SloppyPhrase::for_each_window(std::uint32_t slop, const Use& use) {
  sort_words();
  std::size_t begin = 0, used = words_.size();
  for (std::size_t last = 0, end = 0; last < words_.size(); last = end) {
    end = next_place(last);
    while (words_[last].place - words_[begin].place > std::int64_t{slop}) begin = next_place(begin);
    if (!holds_match(begin, end)) continue;
    for (std::size_t next = next_place(begin); next < end && holds_match(next, end);
         next = next_place(begin))
      begin = next;
    if (begin == used) continue;
    used = begin;
    use(std::span<const Word>(words_).subspan(begin, end - begin));
  }
}

}  // namespace izde::internal
