#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "izde/dictionary.h"
#include "izde/export.h"
#include "izde/repairer.h"

namespace izde {

namespace internal {
struct WordNumbers;
}

/// What a token is. The tokenizer decides by form alone.
enum class TokenKind : std::uint8_t {
  kWord,
  kNumber,   ///< `2017`, `54,7%-ға` (the ending is dropped from the term).
  kAcronym,  ///< Two to six capitals: `АҚШ-тың`.
  kUrl,
  kEmail,
  kTag,  ///< `#қазақстан`, `@izde`.
};

/// Returns "word", "number", "acronym", "url", "email" or "tag".
IZDE_EXPORT std::string_view to_string(TokenKind kind) noexcept;

/// One token of a text. The views live as long as the Analysis that holds them is neither changed
/// nor destroyed.
struct Token {
  std::string_view term;       ///< What is indexed: the stem. Never empty, at most 255 bytes.
  std::string_view form;       ///< The word as written, repaired, NFC, lower case.
  std::uint32_t begin = 0;     ///< Byte offset of the first byte in the text that the caller gave.
  std::uint32_t end = 0;       ///< One past the last byte. begin < end.
  std::uint32_t position = 0;  ///< Counts words from 0; the readings of a word share it.
  TokenKind kind = TokenKind::kWord;
  /// What tells of the same matter shares it: the first letters of the word, in Cyrillic. A weaker
  /// sign than the term (docs/design/search.md). Empty for function words, numbers, words of other
  /// languages, and without stemming.
  std::string_view family;
};

/// How a text is cut into words.
enum class TokenizerKind : std::uint8_t {
  kKazakh = 0,  ///< By UAX #29 with Kazakh departures (docs/design/tokenizer.md).
  /// What stands between blanks and control characters (U+0000 to U+0020) is a word and its own
  /// term, byte for byte, cut after 255 bytes: for text that was tokenised and normalised
  /// elsewhere. Nothing is repaired, stemmed or restored, and there are no families.
  kWhitespace = 1,
};

/// Settings of an analyzer. An index keeps them and refuses to be used with others.
struct AnalyzerOptions {
  RepairLevel repair = RepairLevel::kFull;  ///< Damage to mend before words are cut.
  bool stem = true;                         ///< Off: the term is the form itself.
  UserDictionary dictionary = {};  ///< Words stemmed otherwise; of no effect without stemming.
  TokenizerKind tokenizer = TokenizerKind::kKazakh;  ///< kWhitespace: the others have no effect.
};

/// The tokens of one text, and the memory behind them. Reuse one for many texts: its buffers and
/// its cache of stems stay. Movable. One thread at a time.
class IZDE_EXPORT Analysis {
 public:
  Analysis();
  ~Analysis();
  Analysis(Analysis&&) noexcept;
  Analysis& operator=(Analysis&&) noexcept;

  /// The tokens in order of begin; tokens of one position stand together.
  std::span<const Token> tokens() const noexcept;

  /// Bytes that were no UTF-8.
  std::size_t replaced_bytes() const noexcept;

  struct State;  // not part of the interface

 private:
  friend class Analyzer;
  friend struct internal::WordNumbers;
  std::unique_ptr<State> state_;
};

/// Turns text into the terms that are indexed and searched: decode, repair, tokenise (UAX #29 with
/// Kazakh departures, docs/design/tokenizer.md), normalise (NFC, lower case, ё as е), stem (Kazakh
/// by KazakhStemmer, Russian and English by Snowball; Kazakh in Latin or Arabic letters is stemmed
/// in its Cyrillic form, see docs/design/alphabets.md, and its form stays as written).
///
/// Takes any bytes and never throws for what a text holds. Immutable; any number of threads may
/// share one, each with an Analysis of its own. Cost: O(text).
class IZDE_EXPORT Analyzer {
 public:
  explicit Analyzer(AnalyzerOptions options = {});

  /// Returns the tokens of `text`, at most 4 GiB of UTF-8. Offsets are into `text`.
  ///
  /// Example: analyze("АҚШ-тың жаӊа мектептері") gives the terms `ақш`, `жаңа`, `мектеп`.
  Analysis analyze(std::string_view text) const;

  /// The same into `out`, replacing what it held.
  void analyze(std::string_view text, Analysis& out) const;

  const AnalyzerOptions& options() const noexcept { return options_; }

  /// Name, version, options, and hashes of all else that terms depend on (the compiled-in tables,
  /// Snowball's stemmers, the user dictionary), on one line. Two analyzers with the same definition
  /// give the same terms for every text, on any machine; an index stores it.
  std::string definition() const;

  /// The analyzer whose definition() `text` is. `dictionary` is its user dictionary, of which the
  /// definition has the hash alone.
  ///
  /// Throws: Error{kInvalidArgument} when `text` is no definition, damaged, or of another build of
  /// the library (the message says what differs), or when it names another dictionary;
  /// {kVersionTooOld}, {kVersionTooNew} for another version of the analyzer.
  static Analyzer from_definition(std::string_view text, UserDictionary dictionary = {});

 private:
  AnalyzerOptions options_;
};

}  // namespace izde
