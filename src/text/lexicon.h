#pragma once

#include <cstdint>
#include <string_view>

#include "text/stemmer_letters.h"

namespace izde::internal {

/// What the lexicon knows of a string of letters. Costs are -16 ln P, smaller is commoner.
struct RootInfo {
  static constexpr std::uint8_t kNotRoot = 255;

  std::uint8_t noun_cost;  // nouns, adjectives, adverbs, names: what takes nominal endings
  std::uint8_t verb_cost;
  std::uint16_t alias;  // 0, or the entry stands for lexicon_alias(alias)
  bool free_harmony;    // takes endings of the other harmony (банк: банктің)

  bool is_root() const { return alias == 0 && (noun_cost & verb_cost) != kNotRoot; }
  /// A whole word with a stem of its own (маған: мен).
  bool is_irregular() const { return alias != 0 && (noun_cost & verb_cost) == kNotRoot; }
};

// The tables of lexicon_data.inc: a trie in three flat arrays. The child of a cell by a letter is
// base + letter when the label there is the letter.
extern const std::uint32_t kTrieSize;
extern const std::uint32_t kTrieBase[];
extern const std::uint8_t kTrieLabel[];
extern const std::uint16_t kTrieValue[];
extern const RootInfo kRootInfo[];
extern const std::string_view kAliases[];

using LexiconCell = std::uint32_t;

inline LexiconCell lexicon_start() { return 0; }

/// The cell after `letter`; from where no entry goes on so, a cell without entry and without
/// children.
inline LexiconCell lexicon_step(LexiconCell cell, std::uint8_t letter) {
  const LexiconCell next = kTrieBase[cell] + letter;
  return kTrieLabel[next] == letter ? next : kTrieSize - 1;
}

inline const RootInfo& lexicon_info(LexiconCell cell) { return kRootInfo[kTrieValue[cell]]; }
inline std::string_view lexicon_alias(std::uint16_t alias) { return kAliases[alias]; }

/// Whether `word`, lower-case UTF-8, is a root of the lexicon or an irregular form in it.
bool is_known_root(std::string_view word);

}  // namespace izde::internal
