#pragma once

#include <cstdint>

#include "morphology.h"
#include "random.h"

namespace izde::bench {

/// Adds `syllables` syllables that could be Kazakh, in one harmony: (C)V(C), no cluster at a word's
/// edge, consonants at a seam alike in voice. Ends in a consonant when `closed`, else in what
/// comes.
void invent_root(Random& random, bool back, std::uint32_t syllables, bool closed,
                 Word& out) noexcept;

/// Adds a word of international make (`ком` + `па` + `ция`) and returns whether it takes back
/// endings.
bool invent_loan(Random& random, Word& out) noexcept;

}  // namespace izde::bench
