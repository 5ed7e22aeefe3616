#pragma once

#include <string_view>

namespace izde::bench {

/// Words of the collections, blank-separated, roughly the most frequent first. Marks after a word:
/// `~` loses its last vowel before a possessive, `!` keeps its final п к қ, `<` takes front
/// endings, `>` back ones, against what its letters say.
extern const std::u16string_view kNouns;
extern const std::u16string_view kVerbs;
extern const std::u16string_view kAdjectives;
extern const std::u16string_view kGivenNames;
extern const std::u16string_view kPlaceNames;
/// Words that take no ending here: conjunctions, pronouns in their cases, postpositions, adverbs,
/// numerals.
extern const std::u16string_view kFunctionWords;
/// Abbreviations, each followed by `:` and a syllable that takes the endings its spoken form takes.
extern const std::u16string_view kAcronyms;
extern const std::u16string_view kRussianWords;
extern const std::u16string_view kLatinWords;
/// Beginnings of international words; endings come from kLoanEndings.
extern const std::u16string_view kLoanBeginnings;
extern const std::u16string_view kLoanEndings;

/// Takes the next word off the front of `list`; empty at the end.
std::u16string_view next_word(std::u16string_view& list) noexcept;

}  // namespace izde::bench
