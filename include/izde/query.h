#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "izde/export.h"

namespace izde {

/// A query as a tree. A cheap value: copies share the tree, which never changes.
///
/// Wherever a field is asked for, an empty name means all text fields of the schema, each with its
/// boost; a term found in several of them is scored once, by BM25F.
class IZDE_EXPORT Query {
 public:
  /// Matches nothing.
  Query();

  /// Words, analysed as the index's text was. Ranked: a document matches with any of them, or only
  /// with all when `all` is set. In a keyword or date field the text is taken whole.
  static Query match(std::string_view text, std::string_view field = {}, bool all = false);
  /// The words of `text` next to each other, in order. In a keyword or date field the text is taken
  /// whole.
  static Query phrase(std::string_view text, std::string_view field = {});
  /// Terms that begin with the normalised (not stemmed) `text`, and stems of words whose form may
  /// begin so: `мектепт` finds `мектептерде`, and other forms of that word with it (see
  /// docs/query-language.md). The last of several words is the prefix, those before it stand next
  /// to it. At most SearchOptions::max_expansions terms, the most frequent first; a cut is
  /// reported.
  static Query prefix(std::string_view text, std::string_view field = {});
  /// Exactly this indexed term, not analysed.
  static Query term(std::string_view term, std::string_view field);
  /// Every document, score 1.
  static Query all();
  /// Documents that match every one of `queries`; scores are summed. Empty: matches nothing.
  static Query all_of(std::vector<Query> queries);
  /// Documents that match at least one of `queries`; scores are summed. Empty: matches nothing.
  static Query any_of(std::vector<Query> queries);
  /// The general form: all of `must`, none of `must_not`, and `should` adds to the score; without a
  /// `must` at least one `should` has to match; with `must_not` alone every other document matches,
  /// score 1. A clause without any word in it is left out. Throws: Error{kInvalidArgument} for a
  /// tree deeper than 1,000.
  static Query boolean(std::vector<Query> must, std::vector<Query> should,
                       std::vector<Query> must_not);

  /// The same query with scores multiplied by `factor`, > 0. Throws Error{kInvalidArgument}
  /// otherwise.
  Query boosted(float factor) const;

  /// The query in the query language, fully parenthesised; for logs and tests.
  std::string to_string() const;

  struct Node;  // not part of the interface
  const std::shared_ptr<const Node>& node() const noexcept { return node_; }

 private:
  explicit Query(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

/// What a parser could not read, and what it did instead.
struct Diagnostic {
  std::size_t offset = 0;  ///< Byte offset in the query text.
  std::size_t length = 0;  ///< Bytes concerned; 0 for the end of the text.
  std::string message;     ///< English, one sentence.
};

/// The outcome of parse_query().
struct ParsedQuery {
  Query query;
  std::vector<Diagnostic> diagnostics;  ///< Empty when everything was read as written.
};

/// Reads what a person typed: words, "phrases", +must -not, field:word, prefix*, parentheses,
/// boost^2, AND OR NOT and their Kazakh (ЖӘНЕ НЕМЕСЕ ЕМЕС) and Russian (И ИЛИ НЕ) words in
/// capitals. Words are ranked (OR) unless said otherwise. See docs/query-language.md.
///
/// Never throws for what `text` holds: what cannot be read is searched as text, and a diagnostic
/// says where and why. Cost: O(text). Nesting deeper than 64 is flattened, with a diagnostic.
IZDE_EXPORT ParsedQuery parse_query(std::string_view text);

}  // namespace izde
