#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "izde/export.h"

namespace izde {

/// The alphabets that Kazakh is written in.
enum class Alphabet : std::uint8_t {
  kCyrillic,
  kLatin2021,  ///< ä ğ ñ ö ü ū ş ı
  kLatin2018,  ///< á ǵ ń ó ú ý sh ch
  kLatin2017,  ///< a' g' n' o' u' y' s' c' i'
  kChat,    ///< Any Latin letters, with marks or without, as people type: q or k, sh or w, y or i.
  kArabic,  ///< Töte jazu.
};

/// Returns "cyrillic", "latin2021", "latin2018", "latin2017", "chat" or "arabic".
IZDE_EXPORT std::string_view to_string(Alphabet alphabet) noexcept;

/// Returns the alphabet with that name, as to_string() gives it; nothing if there is none.
IZDE_EXPORT std::optional<Alphabet> alphabet_from_name(std::string_view name) noexcept;

/// Returns `text` with its words in alphabet `from` written in alphabet `to`. See
/// docs/design/alphabets.md.
///
/// Example: transliterate("Qazaq tılı", Alphabet::kLatin2021, Alphabet::kCyrillic) == "Қазақ тілі".
///
/// What an alphabet leaves open (i is и or й, س with or without ц, all of chat) is decided a word
/// at a time by a model of Kazakh words. Letter case is kept, as far as an alphabet has any. Left
/// as they are: words with letters that `from` does not have (`Windows`, `café`), common English
/// words, addresses, Roman numerals, signs, digits, other scripts. Takes UTF-8 in NFC, but any
/// bytes are accepted, and bytes that are no UTF-8 stay. Cost: O(text).
IZDE_EXPORT std::string transliterate(std::string_view text, Alphabet from, Alphabet to);

/// What a text seems to be written in. Cyrillic words count as such in any language; others if they
/// are Kazakh.
struct DetectedAlphabet {
  Alphabet alphabet = Alphabet::kCyrillic;
  float confidence = 0;  ///< The share of the letters that stand in such words; 0: none do.
};

/// Returns the alphabet of the words of `text`: the one that most of them are in. Takes any bytes;
/// looks at the first 64 KiB.
IZDE_EXPORT DetectedAlphabet detect_alphabet(std::string_view text);

}  // namespace izde
