#include "text/lexicon.h"

namespace izde::internal {

#include "text/lexicon_data.inc"

bool is_known_root(std::string_view word) {
  LetterWord letters;
  if (!read_letters(word, letters)) return false;
  LexiconCell cell = lexicon_start();
  for (std::size_t i = 0; i < letters.size; ++i) cell = lexicon_step(cell, letters.letters()[i]);
  const RootInfo& info = lexicon_info(cell);
  return info.is_root() || info.is_irregular();
}

}  // namespace izde::internal
