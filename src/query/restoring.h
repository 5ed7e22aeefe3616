#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/vocabulary.h"

namespace izde::internal {

/// Returns how `folded`, a word typed without Kazakh letters that the index has in no spelling, may
/// be written.
///
/// The longest beginning that it shares with a word of the index is written as there: a Kazakh word
/// has hundreds of forms, and the index rarely has all. The letters of the rest, which are endings,
/// follow from vowel harmony. Empty when too little is shared. Cost: a look-up in the vocabulary
/// for each letter of the rest.
std::vector<std::string> guess_spellings(std::string_view folded, const Vocabulary& vocabulary);

}  // namespace izde::internal
