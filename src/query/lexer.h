#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "izde/query.h"

namespace izde::internal {

enum class LexKind {
  kWord,
  kPhrase,  ///< Between quotation marks.
  kWildcard,
  kFuzzy,
  kRegexp,
  kRange,  ///< Behind kField.
  kAll,    ///< `*` alone.
  kField,  ///< `name:`; a word, a phrase or "(" follows at once.
  kOpen,
  kClose,
  kMust,     ///< `+`, before an operand.
  kMustNot,  ///< `-` or `!`, before an operand.
  kAnd,
  kOr,
  kNot,
};

/// A piece of a query text.
struct Lexeme {
  LexKind kind = LexKind::kWord;
  /// Operands, kField: without marks and backslashes; kWildcard, kRegexp: the pattern. Operators:
  /// as written.
  std::string text = {};
  std::size_t begin = 0;  ///< Bytes of the query text, marks included.
  std::size_t end = 0;
  bool prefix = false;                     ///< kWord, kPhrase: `*` follows.
  float boost = 1.0F;                      ///< Operands, kClose: `^number` follows, 0 included.
  bool constant = false;                   ///< The same: it was `^=number`.
  std::optional<std::uint32_t> near = {};  ///< kPhrase, kClose, kFuzzy: the number behind `~`.
  std::optional<std::string> from = {}, to = {};  ///< kRange
  bool includes_from = true, includes_to = true;  ///< kRange
};

/// Cuts `text` into lexemes. Adds a diagnostic for what is taken as text though it looks like more.
/// Cost: O(text).
std::vector<Lexeme> lex_query(std::string_view text, std::vector<Diagnostic>& diagnostics);

/// Adds a diagnostic unless there are very many already: a query of a million signs needs no
/// million of them.
void diagnose(std::vector<Diagnostic>& diagnostics, std::size_t offset, std::size_t length,
              std::string message);

}  // namespace izde::internal
