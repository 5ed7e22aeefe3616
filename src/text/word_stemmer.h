#pragma once

#include <string>

#include "izde/dictionary.h"
#include "izde/stemmer.h"

#include "text/alphabet.h"
#include "text/language.h"
#include "text/snowball.h"

namespace izde::internal {

/// From a word as the normaliser gives it to its term: the alphabet is read, the language told, the
/// word stemmed in it, and what the user dictionary says of it comes first. Holds Snowball's
/// stemmers, which only one thread at a time may use.
class WordStemmer {
 public:
  explicit WordStemmer(UserDictionary dictionary = {});

  const UserDictionary& dictionary() const noexcept { return kazakh_.dictionary(); }

  /// Brings `word` to the spelling that all its spellings share (Kazakh in Cyrillic, Roman numerals
  /// in Latin, Cyrillic words without apostrophes) and returns its language. What the user
  /// dictionary has is spelled so.
  WordLanguage read(std::string& word);

  /// Writes the term of `word` to `out`, which may become empty.
  ///
  /// \pre `language` and `word` are what read() gave; `out` is another string
  void stem(const std::string& word, WordLanguage language, std::string& out);

  /// Writes to `out` the term that `word` has when it is read as Russian, empty when it cannot be
  /// or when `term`, which stem() gave, is the same.
  void stem_second(const std::string& word, WordLanguage language, const std::string& term,
                   std::string& out);

 private:
  void stem_cyrillic(const std::string& word, WordLanguage language, std::string& out);
  void stem_russian(const std::string& word, std::string& out);

  KazakhStemmer kazakh_;
  AlphabetReader alphabets_;
  Snowball russian_{"russian"};
  Snowball english_{"english"};
  std::string spare_;
};

}  // namespace izde::internal
