#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "text/repair_cells.h"
#include "text/repair_context.h"
#include "text/repair_letters.h"
#include "text/repair_model.h"

namespace izde::internal {

/// Whether letters put into a word should be capitals: all, the first, or those beside capitals.
enum class Capitals { kNone, kFirst, kAll, kBesideCapitals };

/// Says so for cells [word), which read `letters_found` once their holes are filled.
Capitals capitals_of(const TextContext& context, const std::vector<Cell>& cells, CellRange word,
                     std::span<const LetterCode> letters_found);

/// Whether a letter put into cells[at] of `word` is to be a capital.
bool takes_capital(Capitals capitals, const std::vector<Cell>& cells, CellRange word,
                   std::size_t at);

/// `Б??`: three letters or more, of which one is there, a capital.
bool has_one_capital_alone(const std::vector<Cell>& cells, CellRange word);

/// `?аз?У`: a capital behind letters in lower case.
bool is_mixed_acronym(const std::vector<Cell>& cells, CellRange word);

}  // namespace izde::internal
