#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "izde/query.h"

namespace izde {

/// A node of the query tree. Which members count depends on the kind.
struct Query::Node {
  enum class Kind { kNone, kAll, kMatch, kPhrase, kPrefix, kTerm, kBoolean };

  /// Trees are walked by recursion: no deeper than this. The parser stays well below.
  static constexpr std::size_t kMaxDepth = 1000;

  Kind kind = Kind::kNone;
  std::string text;                           ///< kMatch, kPhrase, kPrefix, kTerm
  std::string field;                          ///< The same; empty: all text fields.
  bool all_words = false;                     ///< kMatch: every word has to match.
  std::vector<Query> must, should, must_not;  ///< kBoolean
  float boost = 1.0F;
  std::size_t depth = 1;  ///< 1 + that of the deepest child.

  // Of what a person typed (from the parser); a tree that a program made has typed = false.
  bool typed = false;
  std::size_t offset = 0;  ///< Where it stands in the query text, in bytes.
  std::size_t length = 0;
  /// What to search over all text fields when `field` is not in the schema: the words with the name
  /// and the colon as written. Of a kBoolean, whose `field` is only a mark, the name that stood
  /// before "(".
  std::string untyped;

  /// Throws: Error{kInvalidArgument} when the tree gets deeper than kMaxDepth.
  static Query make(Node node);
};

}  // namespace izde
