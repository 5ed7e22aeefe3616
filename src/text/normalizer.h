#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace izde::internal {

/// What each code point below U+0800 becomes when it stands alone; 0 when its neighbours matter.
extern const std::uint16_t* const kFoldingDirect;

/// Writes the form of the token `text` to `out`, replacing what it held: NFC, case folded (simple
/// folding of Unicode 15, no locale), ё as е, any decimal digit as ASCII, any apostrophe as ',
/// without stress marks on Cyrillic vowels and without default-ignorable characters (soft hyphen,
/// zero-width signs).
///
/// Details and what departs from Unicode: docs/design/analyzer.md. A form comes back unchanged.
/// `text` must be valid UTF-8 and not point into `out`; `out` may become empty. Cost: O(text); one
/// table load a letter for Latin, Greek, Cyrillic text in NFC, ICU for the rest.
void normalize(std::string_view text, std::string& out);

/// The same without the fast path: what it is tested against.
void normalize_with_icu(std::string_view text, std::string& out);

}  // namespace izde::internal
