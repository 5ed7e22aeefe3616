#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "izde/query.h"

namespace izde {

/// A node of the query tree. Which members count depends on the kind.
struct Query::Node {
  enum class Kind {
    kNone,
    kAll,
    kMatch,
    kPhrase,
    kPrefix,
    kTerm,
    kWildcard,
    kFuzzy,
    kRegexp,
    kRange,
    kBoolean,
    kBest,
    kConstant,
  };

  /// Trees are walked by recursion: no deeper than this. The parser stays well below.
  static constexpr std::size_t kMaxDepth = 1000;

  Kind kind = Kind::kNone;
  std::string text;        ///< Of a leaf. kWildcard, kRegexp: the pattern.
  std::string field;       ///< Of a leaf; empty: all text fields.
  bool all_words = false;  ///< kMatch, kFuzzy: every word has to match.
  /// kMatch, kBoolean: words, or `should` clauses, that have to match; 0: by the other rules.
  std::uint32_t least = 0;
  std::uint32_t slop = 0;                             ///< kPhrase
  std::uint32_t max_edits = Query::kEditsByLength;    ///< kFuzzy
  std::optional<std::string> from, to;                ///< kRange
  bool includes_from = true, includes_to = true;      ///< kRange
  std::vector<Query> must, should, must_not, filter;  ///< kBoolean; kBest, kConstant: `should`
  float tie_breaker = 0.0F;                           ///< kBest
  float boost = 1.0F;                                 ///< kConstant: the score.
  std::size_t depth = 1;                              ///< 1 + that of the deepest child.

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

  /// Calls use(child) for all queries inside.
  template <class Use>
  void for_each_child(const Use& use) const {
    for (const auto* list : {&must, &should, &must_not, &filter})
      for (const Query& child : *list) use(child);
  }
  bool is_leaf() const noexcept { return kind < Kind::kBoolean; }
};

}  // namespace izde
