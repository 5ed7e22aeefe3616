#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "alias_table.h"
#include "morphology.h"
#include "random.h"

namespace izde::bench {

enum class WordClass : std::uint8_t { kNoun, kVerb, kAdjective, kName };

constexpr std::size_t kWordClasses = 4;

/// The stems of the language, without end: every class is a list by falling frequency
/// (Zipf-Mandelbrot) that begins with real words and goes on with invented ones. The stem at a rank
/// is a function of the rank, so that a vocabulary grows with the collection and nothing has to be
/// remembered.
///
/// Does not depend on a collection's seed. Immutable; any number of threads may share one.
class Lexicon {
 public:
  Lexicon();

  /// Draws a rank, 0 being the most frequent.
  std::uint64_t draw(WordClass word_class, Random& random) const noexcept;

  /// The rank that `topic` uses in place of `rank`: one near it, the same for all documents of the
  /// topic. Ranks keep their frequency over all topics together; the most frequent ones belong to
  /// every topic.
  static std::uint64_t topical(std::uint64_t rank, std::uint32_t topic) noexcept;

  /// The stem at `rank`: from a table, or made into `scratch`.
  const Stem& stem(WordClass word_class, std::uint64_t rank, Stem& scratch) const noexcept;

  /// Ranks below this hold real words.
  std::size_t real_words(WordClass word_class) const noexcept { return list(word_class).real; }

 private:
  struct List {
    std::vector<Stem> head;  ///< Stems at the ranks most often asked for.
    std::size_t real = 0;
    AliasTable ranks;  ///< Below head.size() a rank, else a stretch of the tail.
  };

  const List& list(WordClass word_class) const noexcept {
    return lists_[static_cast<std::size_t>(word_class)];
  }
  Stem invent(WordClass word_class, std::uint64_t rank) const noexcept;

  std::array<List, kWordClasses> lists_;
};

}  // namespace izde::bench
