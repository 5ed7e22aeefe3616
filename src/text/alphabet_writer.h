#pragma once

#include <span>
#include <string>

#include "izde/transliterator.h"

#include "text/alphabet_letters.h"

namespace izde::internal {

/// A letter of a Cyrillic word.
struct WrittenLetter {
  LetterCode code = 0;
  bool capital = false;
};

/// Appends the Cyrillic word `word`, written in `alphabet`, as UTF-8. Cost: O(letters).
void write_word(std::span<const WrittenLetter> word, Alphabet alphabet, std::string& out);

}  // namespace izde::internal
