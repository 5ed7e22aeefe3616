#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "text/repair_cells.h"
#include "text/repair_letters.h"
#include "text/repair_search.h"

namespace izde::internal {

/// A lost letter is put back when the word with it is likelier than the word as it stands. Both
/// readings are weighed as ln P: the letter model and vocabulary for the letters, and these for how
/// the text came to look so. They were set by what they must tell apart (docs/design/repair.md).
struct LostLetterPriors {
  float damage_seen =
      -0.5F;  ///< This И or ? is damage, when the text holds others that are for sure;
  float damage_unseen = -6.0F;  ///< when it does not.
  float lacks_letters = 4.0F;   ///< does not, but has none of the letters that may be lost.
  float sure = 3.0F;       ///< How much likelier a reading must be to count as damage for sure.
  float new_part = -9.0F;  ///< A capital inside a word begins a part of a name: ТехИнфо.
  float glued_question = -9.0F;  ///< A question mark and no blank behind it;
  float glued_damaged = -20.0F;  ///< where letters are known to be lost.
  float title_name = -0.3F;      ///< A word that is known to be capitalised, is.
  float title_either = -1.5F;
  float title_unknown = -2.5F;
  float title_lower = -6.0F;   ///< A word that is known in lower case is not.
  float lower_begins = -5.0F;  ///< A sentence begins in lower case.
};
inline constexpr LostLetterPriors kPriors;

/// One place to mend: how the word would read, and how much likelier that is.
struct LostLetterFinding {
  Chunk* chunk = nullptr;
  CellRange word;
  std::size_t first_lost = 0;  ///< The signs in cells from here on are lost letters.
  FoundWord repaired;
  float gain = 0;
  bool inner = false;  ///< A sign stands inside the word: it can witness for the others.
};

/// The letters of cells [range), kNotALetter where they have none.
inline std::vector<LetterCode> codes_of(const std::vector<Cell>& cells, CellRange range) {
  std::vector<LetterCode> codes;
  for (std::size_t i = range.begin; i < range.end; ++i)
    codes.push_back(letter_code(cells[i].value));
  return codes;
}

inline bool in_alphabet(std::span<const LetterCode> codes) {
  return std::find(codes.begin(), codes.end(), kNotALetter) == codes.end();
}

inline float confidence_of(float gain) { return 1.0F / (1.0F + std::exp(-gain)); }

}  // namespace izde::internal
