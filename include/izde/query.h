#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
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
  /// The same, where at least `least` different words have to match; more than there are: all.
  static Query match_at_least(std::uint32_t least, std::string_view text,
                              std::string_view field = {});
  /// The words of `text` next to each other, in order. In a keyword field the text is taken whole.
  ///
  /// `slop`, at most 64, lets words stand elsewhere: were each moved by the same number of
  /// positions, the phrase would be as written; the match needs as many moves as the greatest and
  /// the least of these numbers differ, and may need `slop`. So one word between two needs 1, two
  /// words that change places need 2. A match that needs n counts 1 / (1 + n).
  static Query phrase(std::string_view text, std::string_view field = {}, std::uint32_t slop = 0);
  /// Terms that begin with the normalised (not stemmed) `text`, and stems of words whose form may
  /// begin so: `мектепт` finds `мектептерде`, and other forms of that word with it (see
  /// docs/query-language.md). The last of several words is the prefix, those before it stand next
  /// to it. At most SearchOptions::max_expansions terms, the most frequent first; a cut is
  /// reported.
  static Query prefix(std::string_view text, std::string_view field = {});
  /// Words of the form of `pattern`: `*` stands for any letters or none, `?` for one, a backslash
  /// makes the next of `*?\` a letter. A word is found by any of its forms that the index has a
  /// sign of: its stem, its forms with Kazakh letters, its stem with an ending that the pattern
  /// writes out. In a keyword field, values of this form. Bounded like prefix().
  static Query wildcard(std::string_view pattern, std::string_view field = {});
  /// Words that become `text` by at most `max_edits` edits, at most 2: a letter is inserted, left
  /// out or replaced, or two neighbours change places, and no place is edited twice. Letters are
  /// code points, and the first is a letter like the others. Forms are found as by wildcard(). What
  /// needs fewer edits counts more: one half for each. In a keyword field, such values. At most
  /// SearchOptions::max_expansions terms: those of fewest edits, of these the most frequent; a cut
  /// is reported.
  static Query fuzzy(std::string_view text, std::string_view field = {},
                     std::uint32_t max_edits = kEditsByLength);
  /// For fuzzy(): 2 edits in a word of six letters and more, 1 in one of three to five, else none.
  static constexpr std::uint32_t kEditsByLength = 0xFFFFFFFF;
  /// Indexed terms that `pattern` matches whole, and stems of forms with Kazakh letters that it
  /// matches; in a keyword field, values. A safe subset of the usual notation: letters, `.`,
  /// classes `[а-яё]` and `[^а]`, `x*`, `x+`, `x?`, `x{2,5}`, `(x|y)`; a backslash makes the next
  /// character a letter, and `\d` is a digit. One that cannot be read is searched as text, with a
  /// diagnostic. In text fields terms are in small letters, and so is the pattern taken. Bounded
  /// like prefix().
  static Query regexp(std::string_view pattern, std::string_view field = {});
  /// Documents with a value between two bounds in a number, date, boolean or keyword field, score
  /// 1; nothing: no bound. Keywords are compared byte by byte. A part of a date is all of it: up to
  /// `2024-05` ends with the last second of May. In a text field, and for a bound that is no value
  /// of the field, nothing matches, with a diagnostic.
  static Query range(std::string_view field, std::optional<std::string_view> from,
                     std::optional<std::string_view> to, bool includes_from = true,
                     bool includes_to = true);
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
  /// The same, where documents also match every one of `filter`, which adds nothing to the score,
  /// and at least `least_should` of `should`; more than there are: all. With a `must` or a `filter`
  /// and `least_should` 0, no `should` has to match.
  static Query boolean(std::vector<Query> must, std::vector<Query> should,
                       std::vector<Query> must_not, std::vector<Query> filter,
                       std::uint32_t least_should = 0);
  /// Documents that match at least `least` of `queries`; scores are summed.
  static Query at_least(std::uint32_t least, std::vector<Query> queries);
  /// Documents that match at least one of `queries`, scored by the best of them, and by the others
  /// with `tie_breaker` times as much. For the same words in several fields where fields are not to
  /// add up. Empty: matches nothing. Throws: Error{kInvalidArgument} for a tie breaker out of
  /// [0, 1].
  static Query best_of(std::vector<Query> queries, float tie_breaker = 0.0F);
  /// The documents of `query`, all with the score `score`, > 0. Throws: Error{kInvalidArgument}
  /// otherwise.
  static Query constant(const Query& query, float score = 1.0F);

  /// The same query with scores multiplied by `factor`, > 0. Throws Error{kInvalidArgument}
  /// otherwise.
  Query boosted(float factor) const;

  /// The query in the query language, fully parenthesised; for logs and tests. best_of() is not in
  /// the language and reads `(a | b)`, term() reads like a phrase.
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

/// Reads what a person typed: words, "phrases", "near"~2, +must -not, field:word, field:[1 TO 5],
/// field:>=5, prefix*, wild?card, *infix*, fuzzy~, /regexp/, parentheses, (at least two of)~2,
/// boost^2, AND OR NOT and their Kazakh (ЖӘНЕ НЕМЕСЕ ЕМЕС) and Russian (И ИЛИ НЕ) words in
/// capitals. Words are ranked (OR) unless said otherwise. See docs/query-language.md.
///
/// Never throws for what `text` holds: what cannot be read is searched as text, and a diagnostic
/// says where and why. Cost: O(text). Nesting deeper than 64 is flattened, with a diagnostic.
IZDE_EXPORT ParsedQuery parse_query(std::string_view text);

}  // namespace izde
