#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "izde/dictionary.h"
#include "izde/export.h"

namespace izde {

/// Kazakh stemmer: the key under which all forms of a word are found. See docs/design/stemmer.md.
///
/// `word` is one word in Cyrillic, lower case, NFC, UTF-8 (what the analyzer's normaliser gives),
/// of at most 63 letters; anything else comes back unchanged. Of a hyphenated word the last part is
/// stemmed. Inflection is removed (number, possession, case, person, tense, participles, converbs,
/// voice), stem changes are undone (`кітабы` -> `кітап`), derivation that makes another word is
/// kept (`оқушы`). The result is never empty for a word that is not, never longer than the word by
/// more than 4 bytes, and stem(stem(w)) == stem(w).
///
/// With a user dictionary, what that says of a word comes first: a kept word or root is its own
/// stem, an exception has that of its target (which may have any length), and a reading that ends
/// on a root of the dictionary wins over one that does not, unless the whole word is one that the
/// lexicon lists. Words of other scripts are looked up too.
///
/// Immutable; any number of threads may share one. Cost: about 0.2 us a word; no allocation beyond
/// `out`'s.
class IZDE_EXPORT KazakhStemmer {
 public:
  KazakhStemmer() noexcept = default;
  explicit KazakhStemmer(UserDictionary dictionary) noexcept : dictionary_(std::move(dictionary)) {}

  /// Returns the stem of `word`.
  std::string stem(std::string_view word) const;

  /// Writes the stem of `word` to `out`, whose capacity is reused. `word` must not point into
  /// `out`.
  void stem(std::string_view word, std::string& out) const;

  const UserDictionary& dictionary() const noexcept { return dictionary_; }

 private:
  UserDictionary dictionary_;
};

}  // namespace izde
