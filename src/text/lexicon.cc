#include "text/lexicon.h"

namespace izde::internal {
namespace {

#include "text/lexicon_data.inc"

// The last cell has no children: their labels would have to equal their own numbers.
constexpr LexiconCell kDead = kTrieSize - 1;

}  // namespace

LexiconCell lexicon_start() { return 0; }

LexiconCell lexicon_step(LexiconCell cell, std::uint8_t letter) {
  const LexiconCell next = kTrieBase[cell] + letter;
  return kTrieLabel[next] == letter ? next : kDead;
}

const RootInfo& lexicon_info(LexiconCell cell) { return kRootInfo[kTrieValue[cell]]; }

std::string_view lexicon_alias(std::uint16_t alias) { return kAliases[alias]; }

bool is_known_root(std::string_view word) {
  LetterWord letters;
  if (!read_letters(word, letters)) return false;
  LexiconCell cell = lexicon_start();
  for (std::size_t i = 0; i < letters.size; ++i) cell = lexicon_step(cell, letters.letters()[i]);
  const RootInfo& info = lexicon_info(cell);
  return info.is_root() || info.is_irregular();
}

}  // namespace izde::internal
