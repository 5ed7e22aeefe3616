#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "izde/analyzer.h"

#include "query/plan.h"
#include "search/collection.h"

namespace izde::internal {

/// A place of a text that a part of a query matches.
struct TextMatch {
  std::uint32_t clause = 0;  ///< Which part of the query; see Matcher::weight().
  std::uint32_t begin = 0;   ///< Bytes of the text.
  std::uint32_t end = 0;
  std::vector<std::uint32_t> tokens;  ///< The tokens that matched, rising: several for a phrase.
};

/// Finds what of a query matches in the text of one field. What the query excludes is left aside.
/// Immutable.
class Matcher {
 public:
  Matcher(const PlanNode& plan, const Collection& collection, std::uint32_t field);

  /// All matches in `tokens`, by begin. Words of a phrase match only together. Families of a word
  /// match where the word itself does not occur.
  std::vector<TextMatch> find(std::span<const Token> tokens) const;

  std::size_t clauses() const noexcept { return weights_.size(); }
  /// How much a clause tells: idf times boost.
  double weight(std::uint32_t clause) const noexcept { return weights_[clause]; }

 private:
  struct Place {
    std::uint32_t clause;
    std::uint32_t slot;
  };
  struct Clause {
    std::vector<std::uint32_t> offsets;  // of its slots; one for a plain word
    bool families = false;
    std::uint32_t word_number = 0;  // TermGroup::word_number
    std::uint32_t slop = 0;         // PhraseGroup::slop
  };

  void collect(const PlanNode& node, const Collection& collection, std::uint32_t field);
  void add_slot(const std::vector<PlanTerm>& terms, std::uint32_t field, std::uint32_t slot);
  void find_sloppy(std::span<const Token> tokens, std::uint32_t clause,
                   std::vector<TextMatch>& matches) const;
  void find_families(std::span<const Token> tokens, std::vector<TextMatch>& matches) const;
  bool matches_rest(std::span<const Token> tokens, std::size_t first, std::uint32_t clause,
                    std::vector<std::uint32_t>& matched) const;
  bool has_place(std::string_view term, std::uint32_t clause, std::uint32_t slot) const;

  std::vector<Clause> clauses_;
  std::vector<double> weights_;
  std::unordered_map<std::string, std::vector<Place>> places_;    // by term
  std::unordered_map<std::string, std::vector<Place>> families_;  // by family
};

}  // namespace izde::internal
