#pragma once

#include <string>
#include <string_view>

#include "text/alphabet_reader.h"

namespace izde::internal {

/// Tells Kazakh words in Latin or Arabic letters from words of other languages, and gives their
/// Cyrillic form. Decided from the word alone, so that text and query always agree. Reuse one: it
/// keeps its memory. One thread at a time.
class AlphabetReader {
 public:
  AlphabetReader()
      : any_latin_(kAnyLatinReadings),
        latin2021_(kLatin2021Readings),
        latin2018_(kLatin2018Readings),
        arabic_(kArabicReadings) {}

  /// Whether `form` (what the normaliser gives: lower case, any apostrophe as ') is a Kazakh word
  /// in Latin or Arabic letters. If so `cyrillic` becomes its form in Cyrillic, otherwise it is
  /// left in no particular state.
  ///
  /// With marks or letters that only alphabets of Kazakh have together (`mektebı`, `kóshe`,
  /// `jan'a`, `مەكتەپ`) it has to look like a Kazakh word; of a to z alone it has to be one that
  /// the vocabulary or the lexicon knows, and more likely so than English. Cost: a scan for most
  /// English words, microseconds for the rest.
  bool read(std::string_view form, std::string& cyrillic);

 private:
  bool collect(std::string_view form);
  bool read_arabic(std::string& cyrillic);
  bool read_marked(std::string& cyrillic);
  bool read_ascii(std::string& cyrillic);
  bool accept(WordReader& reader, WordReader::Effort effort, std::string& cyrillic);
  static bool is_sure(const WordReader& reader) { return reader.is_known() || reader.has_root(); }

  WordReader any_latin_;
  WordReader latin2021_;
  WordReader latin2018_;
  WordReader arabic_;
  std::vector<SourceLetter> word_;
  std::vector<LetterCode> codes_;
};

}  // namespace izde::internal
