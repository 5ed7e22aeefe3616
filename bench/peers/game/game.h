#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "izde/izde.h"

namespace izde::bench {

/// The one field of an index for the game: `text`, tokens parted by blanks, positions, not stored.
Schema game_schema();
IndexOptions game_options();

/// What is asked of one query.
struct GameCommand {
  std::size_t limit = 0;  ///< 0: count alone.
  bool counts = false;    ///< The answer is the number of matches, else 1.
};

/// `COUNT`, `TOP_10`, `TOP_10_COUNT` and the like, with any number up to 1,000,000; nothing
/// otherwise.
std::optional<GameCommand> parse_command(std::string_view text);

/// A query in the game's syntax: `+a +b` (all), `a b` (any), `"a b"` (phrase), or a mixture with
/// `-c`; nothing when it has another sign of Lucene's syntax or no word.
std::optional<Query> parse_game_query(std::string_view text);

/// The answer to a line `COMMAND <tab> QUERY`: a number, or `UNSUPPORTED`.
std::string answer(const Searcher& searcher, std::string_view line);

}  // namespace izde::bench
