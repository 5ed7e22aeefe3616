#pragma once

#include <span>

#include "text/alphabet_letters.h"

namespace izde::internal {

/// Looks for the loan word that `reading` (a Cyrillic word as its letters are usually read) begins
/// with in any of the alphabets that merge letters: of `реаксиасы` it is `реакция`. Returns its
/// letters, none if there is none; what may follow it is an ending or, after six letters, anything.
/// Cost: a few table look-ups.
std::span<const LetterCode> find_loan(std::span<const LetterCode> reading) noexcept;

}  // namespace izde::internal
