#include "text/ending.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace izde::internal {
namespace {

using Forms = std::span<const std::string_view>;

constexpr std::string_view kOrdinal[] = {"інші", "ыншы", "нші", "ншы", "сыншы", "ші", "шы"};
constexpr std::string_view kCollective[] = {"еу", "ау", "уі"};
constexpr std::string_view kApproximate[] = {"лаған", "леген", "даған", "деген", "таған", "теген"};
constexpr std::string_view kDerived[] = {"лық", "лік", "дық", "дік", "тық", "тік", "сыз",
                                         "сіз", "лы",  "лі",  "дай", "дей", "тай", "тей"};
constexpr std::string_view kPlural[] = {"лар", "лер", "дар", "дер", "тар", "тер"};
constexpr std::string_view kThirdPerson[] = {"ы", "і", "сы", "сі"};
constexpr std::string_view kFirstSecondPerson[] = {"ым",  "ім",  "ың",   "ің",   "мыз",  "міз",
                                                   "ңыз", "ңіз", "ымыз", "іміз", "ыңыз", "іңіз"};
constexpr std::string_view kCase[] = {
    "ның", "нің", "дың", "дің", "тың", "тің", "ны", "ні",   "ды",   "ді",  "ты",  "ті",
    "ға",  "ге",  "қа",  "ке",  "да",  "де",  "та", "те",   "дан",  "ден", "тан", "тен",
    "нан", "нен", "мен", "бен", "пен", "ша",  "ше", "нікі", "дікі", "тікі"};
constexpr std::string_view kCaseAfterThird[] = {"н",   "на",  "не",  "ның", "нің", "нда",
                                                "нде", "нан", "нен", "мен", "нша", "нше"};
constexpr std::string_view kCaseAfterFirst[] = {"а", "е"};
constexpr std::string_view kAdjective[] = {"дағы", "дегі", "тағы", "тегі"};
constexpr std::string_view kAdjectiveAfterThird[] = {"ндағы", "ндегі", "ндай", "ндей"};
constexpr std::string_view kParticle[] = {"ақ", "ау"};

// Endings that are also words: after a word the second word is as likely.
constexpr std::string_view kAlsoWords[] = {"мен", "бен",  "пен",   "ден",  "дан",  "тай",
                                           "тан", "не",   "сіз",   "ін",   "інің", "лық",
                                           "сын", "сына", "дайын", "тайын"};

// The first three are where an ending begins, by host; each takes what the ones before it take,
// too.
enum State : std::uint8_t {
  kAfterWord,
  kAfterAcronym,
  kAfterNumber,
  kNoun,
  kPlurals,
  kThird,
  kFirst,
  kClosed
};

struct Arc {
  State from;
  State to;
  Forms forms;
};

// Slots in order. Among acronyms are Roman numerals (`XXI-ші`). An acronym may stand for a
// possessed noun (`ҚР-на`, республикасына), hence the cases after a third person right behind it.
constexpr Arc kArcs[] = {
    {kAfterNumber, kNoun, kCollective},
    {kAfterNumber, kNoun, kApproximate},
    {kAfterAcronym, kNoun, kOrdinal},
    {kAfterAcronym, kClosed, kCaseAfterThird},
    {kAfterAcronym, kNoun, kAdjectiveAfterThird},
    {kAfterWord, kNoun, kDerived},
    {kAfterWord, kPlurals, kPlural},
    {kAfterWord, kThird, kThirdPerson},
    {kAfterWord, kFirst, kFirstSecondPerson},
    {kAfterWord, kClosed, kCase},
    {kAfterWord, kNoun, kAdjective},
    {kAfterWord, kClosed, kParticle},
    {kNoun, kPlurals, kPlural},
    {kNoun, kThird, kThirdPerson},
    {kNoun, kFirst, kFirstSecondPerson},
    {kNoun, kClosed, kCase},
    {kNoun, kNoun, kAdjective},
    {kNoun, kNoun, kDerived},
    {kPlurals, kThird, kThirdPerson},
    {kPlurals, kFirst, kFirstSecondPerson},
    {kPlurals, kClosed, kCase},
    {kPlurals, kNoun, kAdjective},
    {kThird, kClosed, kCaseAfterThird},
    {kThird, kNoun, kAdjectiveAfterThird},
    {kFirst, kClosed, kCase},
    {kFirst, kClosed, kCaseAfterFirst},
    {kFirst, kNoun, kAdjective},
};

// The longest ending that people write is some 15 letters; this bounds the search.
constexpr std::size_t kMaxEndingBytes = 40;

bool leaves(State arc_from, State state) noexcept {
  return arc_from == state || (state <= kAfterNumber && arc_from < state);
}

// The first letters of an arc's forms by the low six bits of their second byte, in which most
// letters differ: a look at it saves most comparisons.
constexpr std::uint64_t letter_bit(std::string_view text) noexcept {
  return std::uint64_t{1} << (static_cast<unsigned char>(text[1]) & 0x3FU);
}
constexpr auto kFirstLetters = [] {
  std::array<std::uint64_t, std::size(kArcs)> letters{};
  for (std::size_t i = 0; i < letters.size(); ++i)
    for (const std::string_view form : kArcs[i].forms) letters[i] |= letter_bit(form);
  return letters;
}();

bool matches(std::string_view rest, State state) noexcept {
  if (rest.empty()) return true;
  if (rest.size() < 2) return false;  // no letter
  const std::uint64_t first = letter_bit(rest);
  for (std::size_t i = 0; i < kFirstLetters.size(); ++i) {
    const Arc& arc = kArcs[i];
    if ((kFirstLetters[i] & first) == 0 || !leaves(arc.from, state)) continue;
    for (const std::string_view form : arc.forms)
      if (rest.starts_with(form) && matches(rest.substr(form.size()), arc.to)) return true;
  }
  return false;
}

bool contains(Forms forms, std::string_view word) noexcept {
  return std::find(forms.begin(), forms.end(), word) != forms.end();
}

}  // namespace

bool is_ending(std::string_view ending, EndingHost host) noexcept {
  constexpr std::size_t kOneLetter = 2;  // bytes
  if (ending.empty() || ending.size() > kMaxEndingBytes) return false;
  if (host == EndingHost::kWord && (ending.size() <= kOneLetter || contains(kAlsoWords, ending)))
    return false;
  switch (host) {
    case EndingHost::kNumber:
      return matches(ending, kAfterNumber);
    case EndingHost::kAcronym:
      return matches(ending, kAfterAcronym);
    default:
      return matches(ending, kAfterWord);
  }
}

}  // namespace izde::internal
