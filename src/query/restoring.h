#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query/vocabulary.h"

namespace izde::internal {

/// A way to write a word that was typed without Kazakh letters.
struct RestoredSpelling {
  std::string form;
  std::uint64_t occurrences = 0;  ///< In the index; 0 also for a form without Kazakh letters.
  double share = 0;               ///< Of all that the word may be, how likely it is this.
};

/// Returns how `form` (normalised, one word) may be written, the likeliest first, at most `limit`.
///
/// Candidates are the spellings that the index has, and words that the letter model finds for the
/// Russian letters typed: к is к or қ, у is у, ұ or ү, и is и, і or, after a vowel, й; also ы,
/// which many type for і. Both are weighed together: the occurrences in the index like those in a
/// text of a million words, the letter model with its vocabulary, roots of the lexicon before
/// others. Kazakh letters that were typed stay. Never empty: what is no Cyrillic word comes back
/// alone. Cost: some 50 us, and a look-up in the vocabulary for each candidate.
std::vector<RestoredSpelling> restore_spellings(std::string_view form, const Vocabulary& vocabulary,
                                                std::size_t limit);

/// Spellings of `form`, a word that the index has in no spelling, that are worth a search: the
/// likely ones of restore_spellings(), `form` left out.
std::vector<std::string> guess_spellings(std::string_view form, const Vocabulary& vocabulary);

}  // namespace izde::internal
