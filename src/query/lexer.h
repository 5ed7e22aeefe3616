#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "izde/query.h"

namespace izde::internal {

enum class LexKind {
  kWord,
  kPhrase,  ///< Between quotation marks.
  kAll,     ///< `*` alone.
  kField,   ///< `name:`; a word, a phrase or "(" follows at once.
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
  std::string
      text;  ///< kWord, kPhrase, kField: without marks and backslashes. Operators: as written.
  bool prefix = false;    ///< kWord, kPhrase: `*` follows.
  float boost = 1.0F;     ///< kWord, kPhrase, kAll, kClose: `^number` follows.
  std::size_t begin = 0;  ///< Bytes of the query text, marks included.
  std::size_t end = 0;
};

/// Cuts `text` into lexemes. Adds a diagnostic for what is taken as text though it looks like more.
/// Cost: O(text).
std::vector<Lexeme> lex_query(std::string_view text, std::vector<Diagnostic>& diagnostics);

/// Adds a diagnostic unless there are very many already: a query of a million signs needs no
/// million of them.
void diagnose(std::vector<Diagnostic>& diagnostics, std::size_t offset, std::size_t length,
              std::string message);

}  // namespace izde::internal
