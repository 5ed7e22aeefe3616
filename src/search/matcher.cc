#include "search/matcher.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "search/sloppy_phrase.h"

namespace izde::internal {

Matcher::Matcher(const PlanNode& plan, const Collection& collection, std::uint32_t field) {
  collect(plan, collection, field);
}

void Matcher::add_slot(const std::vector<PlanTerm>& terms, std::uint32_t field,
                       std::uint32_t slot) {
  const auto clause = static_cast<std::uint32_t>(clauses_.size() - 1);
  auto& places = clauses_.back().families ? families_ : places_;
  for (const PlanTerm& term : terms)
    if (term.field == field) places[term.term].push_back({clause, slot});
}

void Matcher::collect(const PlanNode& node, const Collection& collection, std::uint32_t field) {
  if (const auto* terms = std::get_if<TermGroup>(&node.what)) {
    clauses_.push_back({{0}, terms->families, terms->word_number, 0});
    weights_.push_back(node.boost * collection.idf(terms->doc_freq, 1));
    add_slot(terms->terms, field, 0);
  } else if (const auto* phrase = std::get_if<PhraseGroup>(&node.what)) {
    clauses_.emplace_back();
    clauses_.back().slop = phrase->slop;
    weights_.push_back(node.boost * collection.idf(*phrase, 1));
    for (std::uint32_t slot = 0; slot < phrase->slots.size(); ++slot) {
      clauses_.back().offsets.push_back(phrase->slots[slot].offset);
      add_slot(phrase->slots[slot].terms, field, slot);
    }
  } else if (const auto* plan = std::get_if<BooleanPlan>(&node.what)) {
    for (const PlanNode& clause : plan->must) collect(clause, collection, field);
    for (const PlanNode& clause : plan->should) collect(clause, collection, field);
    for (const PlanNode& clause : plan->filter) collect(clause, collection, field);
  } else if (const auto* best = std::get_if<BestPlan>(&node.what)) {
    for (const PlanNode& clause : best->clauses) collect(clause, collection, field);
  } else if (const auto* constant = std::get_if<ConstantPlan>(&node.what)) {
    collect(constant->what.front(), collection, field);
  }
}

bool Matcher::has_place(std::string_view term, std::uint32_t clause, std::uint32_t slot) const {
  const auto found = places_.find(std::string(term));
  if (found == places_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Place& place) {
    return place.clause == clause && place.slot == slot;
  });
}

bool Matcher::matches_rest(std::span<const Token> tokens, std::size_t first, std::uint32_t clause,
                           std::vector<std::uint32_t>& matched) const {
  const auto& offsets = clauses_[clause].offsets;
  matched.assign(1, static_cast<std::uint32_t>(first));
  std::size_t at = first;
  for (std::uint32_t slot = 1; slot < offsets.size(); ++slot) {
    const std::uint64_t wanted = std::uint64_t{tokens[first].position} + offsets[slot];
    while (at < tokens.size() && tokens[at].position < wanted) ++at;
    std::size_t here = at;
    while (here < tokens.size() && tokens[here].position == wanted &&
           !has_place(tokens[here].term, clause, slot))
      ++here;
    if (here >= tokens.size() || tokens[here].position != wanted) return false;
    matched.push_back(static_cast<std::uint32_t>(here));
  }
  return true;
}

namespace {

/// Whether another reading of the word at token i matched the clause. The last matches are those of
/// that word.
bool is_found(std::span<const Token> tokens, std::size_t i, std::uint32_t clause,
              const std::vector<TextMatch>& matches) {
  for (auto match = matches.rbegin(); match != matches.rend(); ++match) {
    if (tokens[match->tokens.front()].position != tokens[i].position) return false;
    if (match->clause == clause) return true;
  }
  return false;
}

}  // namespace

// The least windows, as SloppyPhrase counts them. A window marks its words that are of the phrase.
void Matcher::find_sloppy(std::span<const Token> tokens, std::uint32_t clause,
                          std::vector<TextMatch>& matches) const {
  const Clause& phrase = clauses_[clause];
  SloppyPhrase sloppy;
  sloppy.begin(static_cast<std::uint32_t>(phrase.offsets.size()));
  std::vector<WeightedPosition> positions;
  for (std::uint32_t slot = 0; slot < phrase.offsets.size(); ++slot) {
    positions.clear();
    for (const Token& token : tokens) {
      if (!positions.empty() && positions.back().position == token.position) continue;
      if (has_place(token.term, clause, slot)) positions.push_back({token.position, 1});
    }
    sloppy.add(slot, phrase.offsets[slot], positions);
  }
  sloppy.for_each_window(phrase.slop, [&](std::span<const SloppyPhrase::Word> window) {
    TextMatch match{clause, 0, 0, {}};
    for (const SloppyPhrase::Word& word : window) {
      const auto first = std::lower_bound(
          tokens.begin(), tokens.end(), word.position,
          [](const Token& token, std::uint32_t position) { return token.position < position; });
      for (auto token = first; token != tokens.end() && token->position == word.position; ++token)
        if (has_place(token->term, clause, word.slot))
          match.tokens.push_back(static_cast<std::uint32_t>(token - tokens.begin()));
    }
    std::sort(match.tokens.begin(), match.tokens.end());
    match.tokens.erase(std::unique(match.tokens.begin(), match.tokens.end()), match.tokens.end());
    match.begin = tokens[match.tokens.front()].begin;
    match.end = tokens[match.tokens.back()].end;
    matches.push_back(std::move(match));
  });
}

void Matcher::find_families(std::span<const Token> tokens, std::vector<TextMatch>& matches) const {
  if (families_.empty()) return;
  std::unordered_set<std::uint32_t> found_words;
  for (const TextMatch& match : matches) found_words.insert(clauses_[match.clause].word_number);
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const auto found = families_.find(std::string(tokens[i].family));
    if (found == families_.end()) continue;
    for (const Place& place : found->second)
      if (!found_words.contains(clauses_[place.clause].word_number) &&
          !is_found(tokens, i, place.clause, matches))
        matches.push_back({place.clause, tokens[i].begin, tokens[i].end, {i}});
  }
}

std::vector<TextMatch> Matcher::find(std::span<const Token> tokens) const {
  std::vector<TextMatch> matches;
  std::vector<std::uint32_t> matched;
  std::string term;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    term.assign(tokens[i].term);
    const auto found = places_.find(term);
    if (found == places_.end()) continue;
    for (const Place& place : found->second) {
      if (place.slot != 0 || clauses_[place.clause].slop > 0 ||
          is_found(tokens, i, place.clause, matches) ||
          !matches_rest(tokens, i, place.clause, matched))
        continue;
      matches.push_back({place.clause, tokens[i].begin, tokens[matched.back()].end, matched});
    }
  }
  for (std::uint32_t clause = 0; clause < clauses_.size(); ++clause)
    if (clauses_[clause].slop > 0) find_sloppy(tokens, clause, matches);
  find_families(tokens, matches);
  std::stable_sort(matches.begin(), matches.end(),
                   [](const TextMatch& a, const TextMatch& b) { return a.begin < b.begin; });
  return matches;
}

}  // namespace izde::internal
