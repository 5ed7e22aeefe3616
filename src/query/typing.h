#pragma once

#include <vector>

#include "izde/analyzer.h"
#include "izde/query.h"
#include "izde/schema.h"

#include "query/vocabulary.h"

namespace izde::internal {

/// Returns `query` with words as they were meant where they were typed otherwise than the index has
/// them.
///
/// Of a word between blanks that the index does not have as it stands, in no spelling, what it has
/// of it takes its place: the reading in another keyboard layout (`]fpfr`, `ghbdtn`, `0аза0`,
/// `цштвщцы`), or two words that were typed as one (`атаана`). Of a word that the index may have,
/// how else it is written joins it, where words are alternatives: without its hyphens, as two
/// words, and an acronym in the letters of the other script that look the same (`IT`). Words in a
/// new reading are told in a diagnostic. Trees that need no change come back as they are. Cost: a
/// few look-ups in the vocabulary a word.
Query mend_typing(const Query& query, const Schema& schema, const Analyzer& analyzer,
                  const Vocabulary& vocabulary, std::vector<Diagnostic>& diagnostics);

}  // namespace izde::internal
