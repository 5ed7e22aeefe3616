#pragma once

#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// A plan is what a query means on one index: words are analysed, fields are numbers, widening is
// done, and every statistic that does not depend on the segment is known. Execution (search/) needs
// nothing else.

namespace izde::internal {

/// A field that is searched, and how much a match in it weighs.
struct FieldWeight {
  std::uint32_t field = 0;
  double boost = 1;
};

/// Without memory of its own for a few: every word of a query has them.
using FieldWeights = boost::container::small_vector<FieldWeight, 2>;

/// A term that stands for a word, in one field.
struct PlanTerm {
  std::uint32_t field = 0;
  std::string term;
  double weight = 1;           ///< In (0, 1]: less than 1 for a spelling that was not typed.
  std::uint64_t doc_freq = 0;  ///< Over all segments, >= 1.
};

/// Terms scored as one by BM25F: with tf = sum over the fields of boost * frequency, the length and
/// the average length summed over the fields, each with its boost. The frequency in a field is the
/// greatest weight * frequency of a term: a word of two readings has both at one place. Of a prefix
/// it is their sum.
///
/// A typed word may be two groups: its terms, and at a lower boost its families.
struct TermGroup {
  std::string word;             ///< As searched, for explanations.
  FieldWeights fields;          ///< Whether or not a term of theirs is there.
  std::vector<PlanTerm> terms;  ///< Not empty.
  std::uint64_t doc_freq =
      0;                    ///< The greatest of the terms', so that a rare spelling gains nothing.
  bool sums_terms = false;  ///< A prefix: its terms are different words.
  bool families = false;    ///< Whether the terms are families (Token::family).
  std::uint32_t word_number = 0;  ///< The same for both groups of a typed word, above 0; else 0.
};

/// One place of a phrase.
struct PhraseSlot {
  std::uint32_t offset = 0;     ///< Position relative to the first slot.
  std::vector<PlanTerm> terms;  ///< Any of them may stand here. Not empty.
  std::uint64_t doc_freq = 0;   ///< As TermGroup::doc_freq.
};

/// Words next to each other in one field. Scored as one term whose frequency is that of the phrase
/// (a place counts with the least weight of its terms) and whose idf is the sum of its words'.
struct PhraseGroup {
  std::string words;
  FieldWeights fields;
  std::vector<PhraseSlot> slots;  ///< At least two, offsets rising.
  /// Moves of words, each by one position, that a match may need; words may change places, which
  /// takes two. A match that needs n counts 1 / (1 + n). 0: as written.
  std::uint32_t slop = 0;
};

struct NonePlan {};
/// Every document, score 1.
struct AllPlan {};

/// Documents with a value of a number, date or boolean field in [low, high], as its column keeps
/// it (codec/columns_format.h). Score 1.
struct RangePlan {
  std::uint32_t field = 0;
  std::int64_t low = 0, high = 0;
};

/// Documents with a value of a keyword field between two bounds, by bytes; no bound where there is
/// no value. Score 1.
struct KeywordRangePlan {
  std::uint32_t field = 0;
  std::optional<std::string> low, high;
  bool includes_low = true, includes_high = true;
};

struct PlanNode;

/// All of `must` and of `filter`, none of `must_not`, and at least `least_should` of `should`; when
/// there is neither a `must` nor a `filter`, at least one of them. Scores of `must` and `should`
/// are summed. Never all empty.
struct BooleanPlan {
  std::vector<PlanNode> must, should, must_not, filter;
  std::uint32_t least_should = 0;
};

/// Documents that one clause matches at least. The best clause's score, and of the others' scores
/// `tie_breaker` times as much.
struct BestPlan {
  std::vector<PlanNode> clauses;  ///< Not empty.
  double tie_breaker = 0;         ///< In [0, 1].
};

/// The documents of `what`, all with score 1.
struct ConstantPlan {
  std::vector<PlanNode> what;  ///< One.
};

struct PlanNode {
  std::variant<NonePlan, AllPlan, TermGroup, PhraseGroup, RangePlan, KeywordRangePlan, BooleanPlan,
               BestPlan, ConstantPlan>
      what;
  /// Multiplies the score. 1 for a BooleanPlan and a BestPlan: theirs is in their leaves.
  double boost = 1;

  template <class T>
  bool is() const noexcept {
    return std::holds_alternative<T>(what);
  }
};

}  // namespace izde::internal
