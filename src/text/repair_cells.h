#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "izde/repairer.h"

namespace izde::internal {

/// One code point under repair and the source bytes that it stands for.
struct Cell {
  char32_t value = 0;
  std::size_t begin = 0;  ///< Source bytes [begin, end); empty when it was inserted.
  std::size_t end = 0;
  RepairReason reason = RepairReason::kWrongCodePoint;  ///< Why, when it was changed.
  float confidence = 1.0F;

  void change(char32_t to, RepairReason why, float how_sure = 1.0F) {
    value = to;
    reason = why;
    confidence = how_sure;
  }
};

/// What stands between two blanks, or text edges. Cells may be changed,
/// dropped, merged and inserted as long as their source bytes stay in order and apart.
struct Chunk {
  std::size_t begin = 0;  ///< Bytes of the source.
  std::size_t end = 0;
  std::vector<Cell> cells;
};

/// A text and the chunks of it that need a look.
struct SuspiciousText {
  std::string_view text;
  std::span<Chunk> chunks;
};

/// Whether words without any sign may be damaged too: pure ASCII spelled with look-alikes, ordinary
/// letters that are bytes of another encoding, a question mark for an initial. Then every word has
/// to be looked at.
bool shows_look_alikes(SuspiciousText text);
bool shows_wrong_encoding(SuspiciousText text);
bool shows_lost_letters(SuspiciousText text);

/// Mends what can mean one thing only: wrong code points, invisible characters, marks apart from
/// their letters, look-alikes of the other script. With `full` it also asks the letter model.
void repair_code_points(SuspiciousText text, bool full);

/// Mends text whose bytes were read in the wrong encoding, when the whole of it says so.
void repair_encoding(SuspiciousText text);

/// Puts back ғ and ұ where a capital И stands in their place.
void repair_capital_i(SuspiciousText text);

/// Puts back letters where a question mark or U+FFFD stands in their place.
void repair_holes(SuspiciousText text);

}  // namespace izde::internal
