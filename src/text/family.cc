#include "text/family.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/utf8.h"

namespace izde::internal {
namespace {

// Stems of what questions and sentences are held together with: question words, pronouns,
// conjunctions, particles, postpositions, in Kazakh, Russian and English. What is a noun or a verb
// as well (`ата`, `тап`) is left out: there the idf has to tell. In byte order.
constexpr auto kFunctionTerms = std::to_array<std::string_view>({
    "a",         "an",      "and",     "are",     "as",    "at",       "be",    "by",
    "for",       "from",    "how",     "in",      "is",    "it",       "of",    "on",
    "or",        "that",    "the",     "this",    "to",    "was",      "were",  "what",
    "when",      "where",   "whi",     "which",   "who",   "with",     "а",     "ал",
    "алайда",    "анау",    "арқылы",  "ба",      "бар",   "барлық",   "барша", "бе",
    "бен",       "бері",    "бойынша", "бы",      "был",   "была",     "были",  "біз",
    "бір",       "бірақ",   "біреу",   "бірнеше", "бүкіл", "бұл",      "бұрын", "бәрі",
    "в",         "во",      "где",     "да",      "де",    "дегенмен", "дейін", "для",
    "до",        "е",       "егер",    "есть",    "еш",    "ешбір",    "ешкім", "ештеңе",
    "ешқандай",  "ең",      "жайлы",   "же",      "жоқ",   "және",     "за",    "и",
    "из",        "или",     "к",       "как",     "какая", "какие",    "какой", "кейбір",
    "кейін",     "ко",      "когда",   "котор",   "кто",   "кім",      "ли",    "ма",
    "ме",        "мен",     "мына",    "мынадай", "мынау", "на",       "не",    "неге",
    "неліктен",  "немесе",  "неше",    "но",      "о",     "об",       "ол",    "ондай",
    "осы",       "осындай", "па",      "пе",      "пен",   "по",       "при",   "с",
    "сайын",     "секілді", "сен",     "сияқты",  "со",    "сол",      "сонау", "сондай",
    "сондықтан", "соң",     "сіз",     "та",      "тағы",  "те",       "тек",   "туралы",
    "тәрізді",   "у",       "что",     "шейін",   "это",   "яғни",     "ғана",  "ғой",
    "қай",       "қайда",   "қайдан",  "қайсы",   "қалай", "қандай",   "қанша", "қаншалық",
    "қарай",     "қарсы",   "қашан",   "үшін",    "әр",    "әрбір",    "әркім", "әрі",
    "өз",        "өйткені", "өте",
});
static_assert(std::is_sorted(kFunctionTerms.begin(), kFunctionTerms.end()));

// Verbs that carry the endings of others. Without an ending they are words of their own: `ет` is
// meat.
constexpr auto kAuxiliaries = std::to_array<std::string_view>({"бол", "ет", "қыл"});

bool contains(const auto& terms, std::string_view term) noexcept {
  return std::find(terms.begin(), terms.end(), term) != terms.end();
}

bool is_cyrillic(char32_t c) noexcept { return c >= 0x400 && c <= 0x4FF; }

}  // namespace

bool is_function_term(std::string_view term) noexcept {
  return std::binary_search(kFunctionTerms.begin(), kFunctionTerms.end(), term) ||
         contains(kAuxiliaries, term);
}

std::string_view family_of(std::string_view word, std::string_view term) noexcept {
  if (is_function_term(term) && (word != term || !contains(kAuxiliaries, term))) return {};
  std::size_t end = 0;
  for (std::size_t letters = 0; letters < kFamilyLetters && end < word.size(); ++letters) {
    const CodePoint code = code_point_at(word, end);
    if (!is_cyrillic(code.value)) return {};
    end += code.length;
  }
  return word.substr(0, end);
}

}  // namespace izde::internal
