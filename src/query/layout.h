#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace izde::internal {

/// A word as it would be in other keyboard layouts.
struct OtherLayouts {
  std::vector<std::string> readings;  ///< In lower case, the likelier first; empty: no other.
  bool digit_row =
      false;  ///< Cyrillic with keys of the row of digits (`0аза0`), which are letters.
};

/// What the keys give that were pressed for `chunk`, a word without blanks, in other layouts than
/// it was typed in. Of Latin letters and signs: Kazakh, Russian. Of Cyrillic with keys of the row
/// of digits: Kazakh. Of other Cyrillic letters: Latin. Capitals count as small letters.
OtherLayouts other_layouts(std::string_view chunk);

}  // namespace izde::internal
