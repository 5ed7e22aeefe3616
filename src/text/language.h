#pragma once

#include <cstdint>
#include <string_view>

namespace izde::internal {

/// The language that a word is stemmed in.
enum class WordLanguage : std::uint8_t {
  kKazakh,   ///< Every Cyrillic word that is not plainly Russian.
  kRussian,  ///< Cyrillic without a Kazakh letter and with an ending that only Russian has.
  kEnglish,  ///< ASCII letters.
  kOther,    ///< The rest: other scripts, Latin with diacritics, digits and letters mixed.
};

/// Returns the language of `form` (what the normaliser gives), decided from the word alone, so that
/// text and query always agree. A Kazakh word taken for Russian does more harm than the reverse:
/// when in doubt it is Kazakh.
WordLanguage language_of(std::string_view form) noexcept;

/// Whether `form`, stemmed as Kazakh to `stem`, may be a Russian word as well: then it has a term
/// of either reading. What the Kazakh lexicon explains by a root and endings may not.
bool may_be_russian(std::string_view form, std::string_view stem) noexcept;

/// Whether `russian`, the Russian stem of such a `form`, is worth being found by, next to `kazakh`,
/// its Kazakh stem.
bool is_russian_stem(std::string_view russian, std::string_view form,
                     std::string_view kazakh) noexcept;

}  // namespace izde::internal
