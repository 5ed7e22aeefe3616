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

  bool is_root() const { return alias == 0 && (noun_cost & verb_cost) != kNotRoot; }
  /// A whole word with a stem of its own (маған: мен).
  bool is_irregular() const { return alias != 0 && (noun_cost & verb_cost) == kNotRoot; }
};

/// A walk through the lexicon letter by letter; `kDead` when no entry begins so.
using LexiconCell = std::uint32_t;
LexiconCell lexicon_start();
LexiconCell lexicon_step(LexiconCell cell, std::uint8_t letter);
const RootInfo& lexicon_info(LexiconCell cell);
std::string_view lexicon_alias(std::uint16_t alias);

/// Whether `word`, lower-case UTF-8, is a root of the lexicon or an irregular form in it.
bool is_known_root(std::string_view word);

}  // namespace izde::internal
