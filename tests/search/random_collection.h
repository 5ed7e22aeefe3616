#pragma once

#include <string>
#include <vector>

#include "izde/document.h"
#include "izde/query.h"
#include "izde/schema.h"

#include "query/random_query.h"

namespace izde::testing {

/// Forms of few words, so that terms meet: inflected, without Kazakh letters, compound, numbers,
/// Russian, Latin.
inline const std::vector<std::string>& sample_words() {
  static const std::vector<std::string> kWords = {
      "қала",    "қаланың",    "қалалар", "кала",      "мектеп",    "мектептің", "мектептерде",
      "тіл",     "тілі",       "тили",    "тілінің",   "кітап",     "кітабы",    "бала",
      "балалар", "азық-түлік", "өзен",    "өзені",     "озен",      "су",        "суы",
      "2024",    "54,7%-ға",   "АҚШ-тың", "школа",     "computer",  "Алматы",    "алматыда",
      "он",      "оң",         "тан",     "таң",       "тән",       "жол",       "қандай",
      "кандай",  "және",       "болады",  "ет",        "етеді",     "оқушылар",  "оқулық",
      "оқу",     "окушы",      "қалалық", "кітапхана", "kitaphana", "тілші"};
  return kWords;
}

/// The first words of the list come far more often than the last.
inline std::string random_word(Random& random) {
  const auto& words = sample_words();
  return words[std::min(below(random, words.size()), below(random, words.size()))];
}

inline std::string random_words(Random& random, std::size_t most) {
  std::string text;
  for (std::size_t n = below(random, most + 1); n > 0; --n)
    text += random_word(random) + (below(random, 8) == 0 ? ". " : " ");
  return text;
}

inline Schema sample_schema() {
  return Schema{}
      .text("title", {.boost = 2.5F})
      .text("body")
      .keyword("source")
      .text("note", {.boost = 0.5F, .stored = false, .families = false});
}

inline Document random_document(Random& random) {
  static const std::vector<std::string> kSources = {"a", "ab", "b", "қазақ", "жаңа сөз"};
  Document document;
  if (below(random, 8) != 0) document.add("title", random_words(random, 4));
  for (std::size_t n = below(random, 3); n > 0; --n) document.add("body", random_words(random, 25));
  if (below(random, 3) == 0) document.add("note", random_words(random, 6));
  for (std::size_t n = below(random, 3); n > 0; --n)
    document.add("source", one_of(random, kSources));
  return document;
}

inline std::string random_field(Random& random) {
  static const std::vector<std::string> kFields = {"", "", "", "title", "body", "note", "source"};
  return one_of(random, kFields);
}

inline Query random_leaf(Random& random, bool with_prefix) {
  const std::string field = random_field(random);
  const bool keyword = field == "source";
  switch (below(random, with_prefix ? 9 : 7)) {
    case 0:
      return Query::all();
    case 1:
      return Query::term(keyword ? "ab" : "мектеп", field);
    case 2:
      return Query::phrase(keyword ? "жаңа сөз" : random_word(random) + " " + random_word(random),
                           field);
    case 3:
      return Query::phrase(random_words(random, 3), field);
    case 7:
      return Query::prefix(keyword ? "a" : random_word(random).substr(0, 4), field);
    case 8:
      return Query::prefix(random_word(random) + " " + random_word(random).substr(0, 4), field);
    default:
      return Query::match(random_words(random, 3), field, below(random, 3) == 0);
  }
}

inline Query random_query(Random& random, bool with_prefix, int depth) {
  Query query;
  if (depth == 0 || below(random, 3) == 0) {
    query = random_leaf(random, with_prefix);
  } else {
    std::vector<Query> clauses[3];
    for (auto& list : clauses)
      for (std::size_t n = below(random, 3); n > 0; --n)
        list.push_back(random_query(random, with_prefix, depth - 1));
    query = Query::boolean(clauses[0], clauses[1],
                           below(random, 2) == 0 ? clauses[2] : std::vector<Query>{});
  }
  if (below(random, 5) == 0) query = query.boosted(0.5F * static_cast<float>(1 + below(random, 9)));
  return query;
}

}  // namespace izde::testing
