#pragma once

#include <string>
#include <vector>

#include "izde/query.h"

namespace izde {

/// A node of the query tree. Which members count depends on the kind.
struct Query::Node {
  enum class Kind { kNone, kAll, kMatch, kPhrase, kPrefix, kTerm, kBoolean };

  Kind kind = Kind::kNone;
  std::string text;   ///< kMatch, kPhrase, kPrefix, kTerm
  std::string field;  ///< The same; empty: all text fields.
  bool all_words = false;  ///< kMatch: every word has to match.
  std::vector<Query> must, should, must_not;  ///< kBoolean
  float boost = 1.0F;
};

}  // namespace izde
