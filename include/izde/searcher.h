#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "izde/document.h"
#include "izde/export.h"
#include "izde/query.h"

namespace izde {

namespace internal {
class ViewSource;
}

/// Parameters of BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework").
struct Bm25 {
  float k1 = 1.2F;  ///< How much repetition counts, >= 0; 0: presence alone.
  float b = 0.75F;  ///< How much length counts, in [0, 1].
  /// Power of the idf, >= 0: above 1, the rare words of a query count more than in plain BM25.
  float idf_power = 1.25F;
};

/// A key of an order of hits; see SearchOptions::sort.
struct SortKey {
  enum class By : std::uint8_t { kField, kScore, kDocument };

  By by = By::kScore;
  std::string field;  ///< Of kField: one with a column (FieldOptions::column).
  bool descending = false;

  /// By the values of a field: numbers and dates as such, false before true, keywords by bytes. Of
  /// several values the least counts, descending the greatest; a document without one comes last.
  static SortKey by_field(std::string name, bool descending = false) {
    return {By::kField, std::move(name), descending};
  }
  /// The best first, unless `descending` is put off.
  static SortKey by_score() { return {By::kScore, {}, true}; }
  /// In the order the documents were added.
  static SortKey by_document(bool descending = false) { return {By::kDocument, {}, descending}; }
};

/// Settings of one search.
struct SearchOptions {
  std::size_t limit = 10;  ///< Hits to return, the best first. 0: only count. At most 1,000,000.
  /// Matches counted exactly. When there are more, documents that cannot be among the hits are
  /// skipped, and Hits::total is what was seen of them. Larger: slower. `kCountAll`: all are
  /// counted; with limit 0 they always are. The hits are the same whatever it is.
  std::uint64_t count_up_to = 1000;
  static constexpr std::uint64_t kCountAll = ~std::uint64_t{0};
  /// The order of the hits: by the first key, where it is equal by the second, and so on; at last
  /// in the order the documents were added. At most 16. Empty: by score. Cost: every match is
  /// looked at, but once `count_up_to` is passed, blocks of documents whose values of the first key
  /// come too late are skipped.
  std::vector<SortKey> sort = {};
  Bm25 bm25 = {};
  /// Finds words typed without Kazakh letters (`казак тили`) by the index's own vocabulary. An
  /// exact form counts more than a restored one.
  bool restore_letters = true;
  /// Finds words typed in the wrong keyboard layout (`ghbdtn`, `0аза0`) or two as one (`атаана`),
  /// where the index has nothing of them as typed, and words that it has without their hyphens.
  bool mend_typing = true;
  /// What a word of the same family (Token::family, `оқушы` for `оқулық`) counts beside the word
  /// itself, in [0, 100]. 0: such words are not searched. Families find documents only for words
  /// that are neither quoted, required nor excluded.
  float family_weight = 0.7F;
  /// Terms that one prefix, pattern or fuzzy word, or one word's restoring, may stand for.
  std::size_t max_expansions = 1024;
  /// Parts of a query (words, phrases, ranges, patterns) that are looked for; those behind them are
  /// left out, with a diagnostic. Of a Boolean query filters come first, then what is excluded,
  /// then what is required, then what is optional. From 1 to 65,536. Larger: each takes some
  /// kilobytes while it is searched.
  std::size_t max_clauses = 1024;
  /// Time after which a search ends with what it has found: Hits::timed_out. Looked at after each
  /// few thousand documents, so that it takes a millisecond or so more. 0: none.
  std::chrono::milliseconds time_limit{0};
};

/// A stretch of a stored value, chosen to show why a document was found.
struct Passage {
  struct Span {
    std::size_t begin = 0;  ///< Byte offset in `text`.
    std::size_t end = 0;
  };
  std::string text;  ///< Bytes of the value as given, cut at word boundaries; UTF-8 that was no
                     ///< UTF-8 is U+FFFD.
  std::size_t offset = 0;   ///< Where it begins in the value, in bytes.
  std::vector<Span> marks;  ///< What matched, in order, never overlapping.

  /// The text with each mark between `before` and `after`; nothing is escaped.
  std::string marked(std::string_view before, std::string_view after) const;
};

/// How passages are cut.
struct PassageOptions {
  std::size_t max_passages = 1;
  std::size_t max_bytes = 320;  ///< Aimed at; a sentence that is a little longer is kept whole.
};

/// Why a document has its score: a sum of parts.
struct Explanation {
  double value = 0;
  std::string what;  ///< English, with the figures that went in.
  std::vector<Explanation> parts;

  /// Indented lines.
  std::string to_string() const;
};

/// One found document. Cheap to copy; keeps the searcher's view alive.
class IZDE_EXPORT Hit {
 public:
  double score = 0;
  std::uint32_t id =
      0;  ///< Number of the document in this searcher; not stable from one commit to another.

  /// The first stored value of `field`, empty when there is none. Throws: Error{kCorruption}.
  /// Cost: reads and decompresses a block of some 16 KiB, kept for the next call on this hit.
  std::string document(std::string_view field) const;
  /// All stored values. Throws: Error{kCorruption}.
  Document document() const;

  /// The passages of `field` that show the match best, in the order of the text; the beginning of
  /// the field when nothing matched there. Empty when the field is not stored. Throws:
  /// Error{kCorruption}. Cost: analyses the stored text.
  std::vector<Passage> passages(std::string_view field, const PassageOptions& options = {}) const;

  struct Context;  // not part of the interface

 private:
  friend class Searcher;
  std::shared_ptr<const Context> context_;
};

/// What a search found.
struct Hits {
  std::vector<Hit>
      hits;  ///< As SearchOptions::sort has them; by score, equal ones as documents were added.
  /// Documents that match, also beyond `limit`. When not `total_is_exact` there may be more; it is
  /// then above SearchOptions::count_up_to, unless `timed_out`.
  std::uint64_t total = 0;
  bool total_is_exact = true;
  /// SearchOptions::time_limit was reached: there may be better hits, and there may be more.
  bool timed_out = false;
  std::vector<Diagnostic>
      diagnostics;  ///< What of the query was not taken as written, or was cut short.

  auto begin() const noexcept { return hits.begin(); }
  auto end() const noexcept { return hits.end(); }
  std::size_t size() const noexcept { return hits.size(); }
  bool empty() const noexcept { return hits.empty(); }
  const Hit& operator[](std::size_t i) const noexcept { return hits[i]; }
};

/// A way to write a word that was typed without Kazakh letters.
struct Spelling {
  std::string text;               ///< Lower case, NFC.
  std::uint64_t occurrences = 0;  ///< In the index; counted for forms with Kazakh letters alone.
  double share = 0;  ///< In (0, 1]: how likely it is what was meant, among all that it may be.
};

/// An unchanging view of one commit. Copies share it. Any number of threads may search one at once.
class IZDE_EXPORT Searcher {
 public:
  /// Parses what a person typed (parse_query) and searches. An empty query finds nothing.
  ///
  /// Throws: Error{kInvalidArgument} for options out of range; {kCorruption} when the index is
  /// damaged. Never throws for what `text` holds.
  Hits search(std::string_view text, const SearchOptions& options = {}) const;

  /// Searches with a query tree. A field that is not in the schema matches nothing, with a
  /// diagnostic.
  Hits search(const Query& query, const SearchOptions& options = {}) const;

  /// Why `id` has its score for `query`; value 0 when it does not match.
  Explanation explain(const Query& query, std::uint32_t id,
                      const SearchOptions& options = {}) const;

  /// Ways to write the first word of `text`, typed without Kazakh letters (`казак`: `қазақ`), the
  /// likeliest first: by the words of the index and by a letter model of Kazakh. At most `limit`,
  /// at least one when there is a word; one that was typed right comes back as it is. Kazakh
  /// letters that were typed stay. Throws: Error{kCorruption}. Cost: some 100 us.
  std::vector<Spelling> spellings(std::string_view text, std::size_t limit = 8) const;

  /// All stored values of a document. Throws: Error{kInvalidArgument} when there is no document of
  /// that id in this view, {kCorruption}.
  Document document(std::uint32_t id) const;

  /// The view that whatever this searcher came from gives now: the last commit when it came from
  /// Index::searcher(), all that a writer has when it came from IndexWriter::searcher(); the last
  /// commit when the writer is closed. Views of an older commit give themselves. Throws as those.
  /// Cheap when nothing is new.
  Searcher refresh() const;

  /// Documents in this view.
  std::uint32_t size() const noexcept;
  /// Whether the view has document `id`: it is in range and was not deleted.
  bool contains(std::uint32_t id) const noexcept;
  /// All ids are below it. Above size() where documents were deleted.
  std::uint32_t id_limit() const noexcept;
  /// Number of the commit seen.
  std::uint64_t generation() const noexcept;

  struct Impl;  // not part of the interface

 private:
  friend class Index;
  friend class IndexWriter;
  Searcher(std::shared_ptr<const Impl> impl, std::shared_ptr<internal::ViewSource> source);
  std::shared_ptr<const Impl> impl_;
  std::shared_ptr<internal::ViewSource> source_;  // null: there is no newer view
};

}  // namespace izde
