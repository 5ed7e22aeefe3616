#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "izde/export.h"

namespace izde {

/// Bytes of some encoding as valid UTF-8.
struct DecodedText {
  std::string text;      ///< Valid UTF-8, without a byte order mark.
  std::string encoding;  ///< Canonical name of the encoding it was read as, e.g. "KZ-1048".
  std::size_t replaced_bytes = 0;  ///< Input bytes that meant nothing and became U+FFFD.
};

/// Reads `bytes` as `encoding` and returns UTF-8.
///
/// Names are those of IANA in any letter case, with or without '-', '_' and blanks: "UTF-8",
/// "UTF-16" (byte order mark, else little-endian), "UTF-16LE", "UTF-16BE", "windows-1251"
/// ("CP1251"), "KZ-1048" ("STRK1048-2002", "RK1048"), "PT154" ("PTCP154", "CP154"), "CP866"
/// ("IBM866"), "KOI8-R", and every other name that ICU knows; "auto" is what detect_encoding()
/// finds. A byte order mark is dropped. A damaged byte becomes one U+FFFD a maximal subpart
/// (Unicode 15, 3.9) and is counted; nothing a text holds throws.
///
/// Throws: Error{kInvalidArgument} when no such encoding is known.
/// Any thread. Cost: O(bytes); UTF-8 that is already valid costs one scan and one copy.
IZDE_EXPORT DecodedText decode(std::string_view bytes, std::string_view encoding = "UTF-8");

/// What bytes seem to be written in.
struct DetectedEncoding {
  std::string_view encoding = "UTF-8";  ///< A name that decode() knows, of static storage.
  float confidence = 0;  ///< In [0, 1]: how likely decode() with it gives the text as written.
};

/// Returns the encoding of `bytes`, a text in Kazakh or Russian, also with words of other
/// languages, digits and markup: "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1251", "KZ-1048",
/// "PT154", "CP866" or "KOI8-R". See docs/design/encodings.md.
///
/// Of encodings that give the same text the commoner one is named: "UTF-8" for ASCII,
/// "windows-1251" where no letter tells it from KZ-1048 or PT154; the confidence is that of the
/// text. Bytes that are no text in any of them (pictures, other code pages) have a confidence near
/// 0. Takes any bytes, and texts cut anywhere. Any thread. Cost: O(bytes), but looks closely at a
/// sample of 64 KiB and less.
IZDE_EXPORT DetectedEncoding detect_encoding(std::string_view bytes) noexcept;

/// Whether decode() knows `encoding`. Any thread.
IZDE_EXPORT bool is_known_encoding(std::string_view encoding) noexcept;

}  // namespace izde
