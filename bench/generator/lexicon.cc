#include "lexicon.h"

#include <algorithm>
#include <bit>
#include <string_view>
#include <unordered_set>

#include "fixed_point.h"
#include "inventor.h"
#include "roots.h"

namespace izde::bench {
namespace {

/// Shape of a class: the frequency of rank r falls as (r + shift)^-exponent.
struct Shape {
  std::int64_t exponent;  ///< In thousandths.
  std::uint64_t shift;
  std::size_t head;  ///< Ranks kept in memory, a power of two.
};

// Tuned together with the sentences of generator.cc, see docs/benchmarks.md.
constexpr std::array<Shape, kWordClasses> kShapes{{
    {1850, 180, std::size_t{1} << 14},
    {2000, 45, std::size_t{1} << 14},
    {1850, 35, std::size_t{1} << 14},
    {1700, 30, std::size_t{1} << 14},
}};

// The tail doubles kTailDoublings times, and each doubling is cut into kTailCells stretches of one
// weight a rank.
constexpr std::uint64_t kTailDoublings = 22;
constexpr std::uint64_t kTailCells = 16;

constexpr std::uint64_t kSharedRanks = 32;   // used alike by every topic
constexpr std::uint64_t kTopicBlock = 1024;  // at most: of so many neighbours a topic prefers one

std::uint64_t weight(const Shape& shape, std::uint64_t rank) {
  const Fixed log = log2(rank + shape.shift);
  return exp2(from_thousandths(20'000) - log / 1000 * shape.exponent);
}

AliasTable make_ranks(const Shape& shape) {
  std::vector<std::uint64_t> weights;
  for (std::uint64_t rank = 0; rank < shape.head; ++rank)
    weights.push_back(weight(shape, rank + 1) >> 20);
  for (std::uint64_t i = 0; i < kTailDoublings * kTailCells; ++i) {
    const std::uint64_t doubling = shape.head << (i / kTailCells);
    const std::uint64_t size = doubling / kTailCells;
    weights.push_back((weight(shape, doubling + size * (i % kTailCells) + size / 2) * size) >> 20);
  }
  return AliasTable(weights);
}

/// A word of roots.h with its marks.
Stem read_stem(std::u16string_view word) {
  const std::size_t end = word.find_first_of(u"~!<>");
  Stem stem = make_stem(word.substr(0, end));
  if (end == word.npos) return stem;
  switch (word[end]) {
    case u'~':
      stem.elides = true;
      break;
    case u'!':
      stem.keeps_final = true;
      break;
    case u'<':
      stem.back = false;
      break;
    default:
      stem.back = true;
      break;
  }
  return stem;
}

std::vector<Stem> read_stems(std::u16string_view words) {
  std::vector<Stem> stems;
  std::unordered_set<std::u16string_view> seen;
  for (auto word = next_word(words); !word.empty(); word = next_word(words)) {
    if (seen.insert(word).second) stems.push_back(read_stem(word));
  }
  return stems;
}

/// Longer words at rarer ranks, as in every language.
std::uint32_t syllables(std::uint64_t rank, Random& random) {
  if (rank < 1500) return random.chance(400) ? 1 : 2;
  return random.chance(rank < 20'000 ? 850 : 650) ? 2 : 3;
}

Stem finish(const Word& word, bool back) noexcept {
  Stem stem = make_stem(word.view());
  stem.back = back;
  return stem;
}

}  // namespace

Lexicon::Lexicon() {
  const std::array words{kNouns, kVerbs, kAdjectives, kGivenNames};
  for (std::size_t i = 0; i < kWordClasses; ++i) {
    lists_[i].head = read_stems(words[i]);
    if (i == static_cast<std::size_t>(WordClass::kName)) {
      const std::vector<Stem> places = read_stems(kPlaceNames);
      lists_[i].head.insert(lists_[i].head.begin(), places.begin(), places.end());
    }
    lists_[i].real = lists_[i].head.size();
    lists_[i].ranks = make_ranks(kShapes[i]);
  }
  // Invented stems are derived from real ones of other classes, so those stand first.
  for (std::size_t i = 0; i < kWordClasses; ++i) {
    std::vector<Stem>& head = lists_[i].head;
    while (head.size() < kShapes[i].head)
      head.push_back(invent(static_cast<WordClass>(i), head.size()));
  }
}

std::uint64_t Lexicon::draw(WordClass word_class, Random& random) const noexcept {
  const std::uint64_t head = kShapes[static_cast<std::size_t>(word_class)].head;
  const std::uint64_t cell = list(word_class).ranks.draw(random);
  if (cell < head) return cell;
  const std::uint64_t doubling = head << ((cell - head) / kTailCells);
  const std::uint64_t size = doubling / kTailCells;
  return doubling + size * ((cell - head) % kTailCells) + random.next() % size;
}

std::uint64_t Lexicon::topical(std::uint64_t rank, std::uint32_t topic) noexcept {
  if (rank < kSharedRanks) return rank;
  // Blocks grow with the rank, so that the frequencies inside one hardly differ.
  const std::uint64_t size = std::min(std::bit_floor(rank) / 2, kTopicBlock);
  const std::uint64_t first = rank & ~(size - 1);
  return first + mix(first ^ (std::uint64_t{topic} << 44)) % size;
}

const Stem& Lexicon::stem(WordClass word_class, std::uint64_t rank, Stem& scratch) const noexcept {
  const List& words = list(word_class);
  if (rank < words.head.size()) return words.head[rank];
  scratch = invent(word_class, rank);
  return scratch;
}

Stem Lexicon::invent(WordClass word_class, std::uint64_t rank) const noexcept {
  Random random(rank * kWordClasses + static_cast<std::uint64_t>(word_class));
  const bool back = random.chance(550);
  const std::uint32_t kind = random.below(100);
  Word word;
  // A base to derive from: a real noun or verb, or an invented root.
  const auto base = [&](WordClass of, std::uint32_t real_per_mille) {
    if (random.chance(real_per_mille)) {
      const List& words = list(of);
      return words.head[random.below(static_cast<std::uint32_t>(words.real))];
    }
    Word root;
    invent_root(random, back, syllables(rank, random), of == WordClass::kVerb, root);
    return finish(root, back);
  };
  const auto derive = [&](const Stem& stem, std::initializer_list<std::u16string_view> chains) {
    inflect(stem, chains.begin()[random.below(static_cast<std::uint32_t>(chains.size()))], word);
    return finish(word, stem.back);
  };
  const auto root = [&](bool closed) {
    invent_root(random, back, syllables(rank, random), closed, word);
    return finish(word, back);
  };
  const auto loan = [&] {
    const bool loan_back = invent_loan(random, word);
    return finish(word, loan_back);
  };
  switch (word_class) {
    case WordClass::kNoun:
      if (kind < 45) return root(false);
      if (kind < 60)
        return derive(base(WordClass::kNoun, 400),
                      {u"LYK", u"шY", u"шY+LYK", u"сYз+LYK", u"LYK+шY"});
      if (kind < 75)
        return derive(base(WordClass::kVerb, 500), {u"WA", u"iм", u"iс", u"UшY", u"GYш", u"iн+DY"});
      if (kind < 80) {
        const Stem first = base(WordClass::kNoun, 900);
        const Stem second = base(WordClass::kNoun, 900);
        word.push(first.view());
        word.push(second.view());
        return finish(word, second.back);
      }
      return loan();
    case WordClass::kVerb:
      if (kind < 45) return root(true);
      return derive(base(WordClass::kNoun, 400),
                    {u"LA", u"LA", u"LAн", u"LAс", u"LAт", u"LAн+DYр"});
    case WordClass::kAdjective:
      if (kind < 20) return root(true);
      if (kind < 30) {
        const Stem stem = loan();
        return derive(stem, {u"LYK"});
      }
      return derive(base(WordClass::kNoun, 500), {u"LY", u"LY", u"сYз", u"LYK", u"шYл", u"GY"});
    case WordClass::kName:
      break;
  }
  if (kind < 25) return root(false);
  const Stem stem = base(WordClass::kName, 300);
  word.push(stem.view());
  if (kind < 70) {
    const bool vowel = is_vowel(word.from_end(1));
    if (vowel) word.pop();
    word.push(random.chance(600) ? u"ов" : u"ев");
    if (random.chance(350)) word.push(u'а');
    return finish(word, is_back(word.view()));
  }
  static constexpr std::array<std::u16string_view, 14> kEndings{
      u"ұлы",  u"қызы", u"бай", u"бек", u"хан",   u"гүл",  u"жан",
      u"төбе", u"тау",  u"көл", u"су",  u"бұлақ", u"арал", u"кент"};
  word.push(kEndings[random.below(kEndings.size())]);
  return finish(word, is_back(word.view()));
}

}  // namespace izde::bench
