#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "izde/export.h"
#include "izde/repairer.h"

namespace izde {

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
  std::uint32_t position = 0;  ///< Counts tokens from 0; never falls from one token to the next.
  TokenKind kind = TokenKind::kWord;
};

/// Settings of an analyzer. An index keeps them and refuses to be used with others.
struct AnalyzerOptions {
  RepairLevel repair = RepairLevel::kFull;  ///< Damage to mend before words are cut.
  bool stem = true;                         ///< Off: the term is the form itself.
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

  /// Name, version and settings on one line. Two analyzers with the same definition give the same
  /// terms for every text; an index stores it.
  std::string definition() const;

 private:
  AnalyzerOptions options_;
};

}  // namespace izde
