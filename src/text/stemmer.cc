#include "izde/stemmer.h"

#include <bit>
#include <cstring>

#include "text/lexicon.h"
#include "text/stemmer_letters.h"
#include "text/user_dictionary.h"

// The walk: from the end of the word, arc by arc of the grammar (tools/lexicon/grammar.py), to
// every place where a root may end; of all roots so found the cheapest under the model is the stem.

namespace izde {
namespace internal {
namespace {

/// One suffix in one spelling, between two sets of states ("nodes").
struct Arc {
  std::uint64_t tail;    // its letters, the last in the highest byte
  std::uint8_t length;   // letters, 1..8
  std::uint8_t classes;  // bit set of LetterClass that it may be attached to
  std::uint8_t harmony;  // Harmony
  std::uint8_t joint;    // Joint
  std::uint8_t node;     // where the walk goes on
  std::uint8_t cost;
  std::uint8_t makes;  // 0, or that it makes words: 1 nouns, 2 verbs
};

/// One suffix that makes another word of a noun, in one spelling.
struct Derivation {
  std::uint64_t tail;
  std::uint8_t length;
  std::uint8_t classes;
  std::uint8_t harmony;
  std::uint8_t cost;
};

enum Harmony : std::uint8_t { kNeutral = 0, kBack = 1, kFront = 2 };

/// How a suffix changed the end of what it was attached to.
enum Joint : std::uint8_t { kPlain = 0, kVoiced = 1, kDroppedY = 2, kWFromP = 3 };

/// What was done to the letters before the suffix to get the stem.
enum Change : std::uint8_t { kNone, kDropped, kW, kUnvoiced, kKept, kHard, kJoined };

#include "text/stemmer_data.inc"

constexpr std::uint64_t bits_of(std::initializer_list<Letter> letters) {
  std::uint64_t bits = 0;
  for (const Letter letter : letters) bits |= std::uint64_t{1} << letter;
  return bits;
}
constexpr bool in(std::uint64_t set, std::uint8_t letter) { return (set >> letter & 1U) != 0; }

constexpr std::uint64_t kBackVowels = bits_of({kA, kO, kShortU, kY, kYo});
constexpr std::uint64_t kFrontVowels = bits_of({kAe, kYe, kOe, kUe, kShortY, kE});
constexpr std::uint64_t kGlides = bits_of({kI, kU});
constexpr std::uint64_t kVowelSounds = kBackVowels | kFrontVowels | kGlides;
constexpr std::uint64_t kLoanLetters =
    bits_of({kYo, kEf, kVe, kTse, kShcha, kChe, kHardSign, kSoftSign, kE});
constexpr std::uint64_t kSilent = bits_of({kHardSign, kSoftSign});
constexpr std::uint64_t kSonorants = bits_of({kEr, kEl, kEn, kEm, kEng, kShortI});
constexpr std::uint64_t kHisses = bits_of({kEs, kSha, kKha, kEf, kKa});
constexpr std::uint64_t kHissEnds = bits_of({kTe, kKa, kQa, kPe, kEs});
constexpr std::uint64_t kDropsY = bits_of({kEl, kEr, kEn, kEm, kQa, kKa, kGhe, kGe, kTe, kEs, kZe,
                                           kSha, kZhe, kShortI, kPe, kBe, kDe, kEng});

constexpr std::uint8_t kClassV = 1, kClassR = 2, kClassL = 4, kClassN = 8, kClassZ = 16,
                       kClassT = 32;

constexpr std::array<std::uint8_t, kLetterCount> kClassOf = [] {
  std::array<std::uint8_t, kLetterCount> classes{};
  classes.fill(kClassT);
  for (std::uint8_t letter = 1; letter < kLetterCount; ++letter) {
    if (in(kBackVowels | kFrontVowels, letter)) classes[letter] = kClassV;
    if (letter == kShortU || letter == kUe) classes[letter] = 0;  // no root ends so
    if (in(kGlides | bits_of({kEr, kShortI}), letter)) classes[letter] = kClassR;
    if (in(bits_of({kEm, kEn, kEng}), letter)) classes[letter] = kClassN;
    if (in(bits_of({kZe, kGhe, kZhe}), letter)) classes[letter] = kClassZ;
  }
  classes[kEl] = kClassL;
  classes[kNoLetter] = classes[kHardSign] = classes[kSoftSign] = 0;
  return classes;
}();

// What a letter says of the harmony and origin of its word. The first two bits are Harmony's
// values, and so are the two of consonants, shifted.
constexpr unsigned kBothBits = 3, kVowelBit = 4, kGlideBit = 8, kLoanBit = 16, kSilentBit = 32;
constexpr unsigned kConsonantBack = 64, kConsonantBits = 192;

constexpr std::array<std::uint8_t, kLetterCount> kTraits = [] {
  std::array<std::uint8_t, kLetterCount> traits{};
  for (std::uint8_t letter = 1; letter < kLetterCount; ++letter) {
    unsigned bits = 0;
    if (in(kBackVowels, letter)) bits |= kBack;
    if (in(kFrontVowels, letter)) bits |= kFront;
    if (in(kVowelSounds, letter)) bits |= kVowelBit;
    if (in(kGlides, letter)) bits |= kGlideBit;
    if (in(kLoanLetters, letter)) bits |= kLoanBit;
    if (in(kSilent, letter)) bits |= kSilentBit;
    if (letter == kQa || letter == kGhe) bits |= kBack * kConsonantBack;
    if (letter == kKa || letter == kGe) bits |= kFront * kConsonantBack;
    traits[letter] = static_cast<std::uint8_t>(bits);
  }
  return traits;
}();

/// What is known of the first k letters of the word, for each k.
struct Prefix {
  LexiconCell cell;
  Harmony harmony;
  std::uint8_t letter_class;  // of the last letter that sounds
  bool any_harmony;           // loans take endings of either harmony
  bool has_vowel;
};

enum Category { kNoun = 0, kVerb = 1 };

struct Best {
  int cost;
  std::size_t keep;                            // letters of the word kept
  std::uint8_t ending;                         // letter after them, or kNoLetter
  std::uint16_t alias;                         // stem is lexicon_alias, or 0
  bool known;                                  // the stem is a root of the lexicon or the user
  std::uint32_t user_stem = UserRoots::kNone;  // stem is a root of the user with another spelling
};

/// `kWithRoots`: with roots of a user.
template <bool kWithRoots>
class Walk {
 public:
  Walk(const LetterWord& word, const UserRoots* roots) : word_(word), roots_(roots) {}

  Best run() {
    const RootInfo& whole = look_up();
    if constexpr (kWithRoots) {
      if (follow_user_roots()) return {0, word_.size, kNoLetter, 0, true};
    }
    if (whole.is_root()) return {0, word_.size, kNoLetter, 0, true};
    if (whole.alias != 0) return {0, word_.size, kNoLetter, whole.alias, true};
    measure();
    const int as_noun = stop_cost(0, kNoun) + unknown_root_cost(word_.size, kNoLetter, kNoun);
    const int as_verb = stop_cost(0, kVerb) + unknown_root_cost(word_.size, kNoLetter, kVerb);
    best_ = {std::min(as_noun, as_verb), word_.size, kNoLetter, 0, false};
    strip(word_.size, 0, kNeutral, 0, 0);
    return best_;
  }

 private:
  static constexpr int kMaxDepth = 9;
  static constexpr int kNoCost = 1 << 20;
  static constexpr std::size_t kShortRoot = 2;
  // A reading that ends on a root of the user is that much cheaper: it wins over all others.
  static constexpr int kUserBonus = 1 << 20;
  static constexpr int kChangedSpellingCost = 40;

  /// Fills the cells of all prefixes and returns what the lexicon says of the whole word.
  const RootInfo& look_up() {
    LexiconCell cell = lexicon_start();
    prefixes_[0] = {cell, kNeutral, 0, false, false};
    for (std::size_t i = 0; i < word_.size; ++i) {
      cell = lexicon_step(cell, word_.letters()[i]);
      prefixes_[i + 1].cell = cell;
    }
    return lexicon_info(cell);
  }

  /// Whether the first `end` letters are a root of the lexicon; қ and к may be voiced.
  bool is_listed(std::size_t end, Category category) const {
    LexiconCell cell = prefixes_[end].cell;
    const std::uint8_t last = word_.letters()[end - 1];
    if (last == kGhe || last == kGe) {
      cell = lexicon_step(prefixes_[end - 1].cell, last == kGhe ? kQa : kKa);
    }
    const RootInfo& info = lexicon_info(cell);
    const std::uint8_t cost = category == kNoun ? info.noun_cost : info.verb_cost;
    return info.alias == 0 && cost != RootInfo::kNotRoot;
  }

  /// Whether one letter that an ending may have changed or dropped makes a root of the user.
  bool has_changed_root(UserRoots::Node node) const {
    for (const std::uint8_t letter : {kQa, kKa, kPe, kY, kShortY}) {
      const UserRoots::Node next = roots_->step(node, letter);
      if (next != UserRoots::kNone && roots_->at(next).flags != 0) return true;
    }
    return false;
  }

  /// Fills the nodes of the prefixes that begin a root of the user. Whether the whole word is one.
  bool follow_user_roots() {
    UserRoots::Node node = user_nodes_[0] = UserRoots::kStart;
    if (word_.size < 2 || !roots_->may_begin(word_.letters()[0], word_.letters()[1])) return false;
    std::uint8_t flags = 0;
    while (user_depth_ < word_.size) {
      node = roots_->step(node, word_.letters()[user_depth_]);
      if (node == UserRoots::kNone) return false;
      user_nodes_[++user_depth_] = node;
      flags = roots_->at(node).flags;
      if (flags != 0 || has_changed_root(node)) user_bonus_ = kUserBonus;
    }
    return (flags & (UserRoots::kNounRoot | UserRoots::kVerbRoot)) != 0;
  }

  /// Fills the rest of all prefixes.
  void measure() {
    unsigned seen = 0, by_vowel = kNeutral, by_consonant = kNeutral, last_sound = 0;
    std::uint8_t sounding = 0;
    for (std::size_t i = 0; i < word_.size; ++i) {
      const std::uint8_t letter = word_.letters()[i];
      const unsigned traits = kTraits[letter];
      seen |= traits;
      by_vowel = (traits & kBothBits) != 0 ? traits & kBothBits : by_vowel;
      by_consonant = (traits & kConsonantBits) != 0 ? traits / kConsonantBack : by_consonant;
      last_sound = (traits & kVowelBit) != 0 ? traits : last_sound;
      sounding = (traits & kSilentBit) != 0 ? sounding : kClassOf[letter];
      Prefix& prefix = prefixes_[i + 1];
      prefix.harmony = static_cast<Harmony>(by_vowel != kNeutral ? by_vowel : by_consonant);
      prefix.letter_class = sounding;
      // A glide as the last vowel, with a consonant after it, is a loan's (ресурс, командир).
      prefix.any_harmony = (seen & kLoanBit) != 0 || (seen & kBothBits) == kBothBits ||
                           letter == kAe || (last_sound & ~traits & kGlideBit) != 0;
      prefix.has_vowel = (seen & kVowelBit) != 0;
    }
  }

  static int stop_cost(std::size_t node, Category category) { return kStopCost[node][category]; }
  static int unknown_cost(std::size_t length, Category category) {
    return category == kNoun ? kUnknownN[length] : kUnknownV[length];
  }

  /// Strips every suffix that fits before `end`, having come to `node` at `cost`.
  void strip(std::size_t end, std::size_t node, Harmony harmony, int cost, int depth) {
    const std::uint8_t last = word_.letters()[end - 1];
    const std::size_t row = node * kLetterCount + last;
    std::uint64_t tail;
    std::memcpy(&tail, word_.letters() + end - sizeof(tail), sizeof(tail));
    for (std::size_t i = kFirstArc[row]; i < kFirstArc[row + 1]; ++i) {
      const Arc& arc = kArcs[i];
      if (arc.length >= end || ((tail ^ arc.tail) >> (64 - 8 * arc.length)) != 0) continue;
      if (arc.harmony != kNeutral && harmony != kNeutral && arc.harmony != harmony) continue;
      const std::size_t begin = end - arc.length;
      if (arc.joint < kDroppedY && (prefixes_[begin].letter_class & arc.classes) == 0) continue;
      // What the lexicon lists with such a suffix is a word of its own (келіс, жазушы).
      if (arc.makes != 0 && is_listed(end, arc.makes == 2 ? kVerb : kNoun)) continue;
      const Harmony now = arc.harmony != kNeutral ? Harmony{arc.harmony} : harmony;
      const int spent = cost + arc.cost;
      if (spent - (kWithRoots ? user_bonus_ : 0) >= best_.cost) continue;
      for (const Category category : {kNoun, kVerb}) {
        if (kStopCost[arc.node][category] != RootInfo::kNotRoot) {
          accept(begin, Joint{arc.joint}, category, now, spent + stop_cost(arc.node, category));
        }
      }
      if (depth + 1 < kMaxDepth) strip(begin, arc.node, now, spent, depth + 1);
    }
  }

  /// Considers the roots that the first `end` letters may stand for.
  void accept(std::size_t end, Joint joint, Category category, Harmony harmony, int cost) {
    const RootInfo& info = lexicon_info(prefixes_[end].cell);
    if (info.alias != 0 && !info.is_irregular()) {
      const std::uint8_t known = category == kNoun ? info.noun_cost : info.verb_cost;
      if (known != RootInfo::kNotRoot && cost + known < best_.cost) {
        best_ = {cost + known, end, kNoLetter, info.alias, true};
      }
    }
    if constexpr (kWithRoots) {
      if (end <= user_depth_ && category == kNoun) accept_changed_user_root(end, cost);
    }
    switch (joint) {
      case kPlain:
        return propose(end, kNoLetter, category, harmony, cost, kNone);
      case kVoiced:
        return accept_voiced(end, category, harmony, cost);
      case kDroppedY: {
        if (!in(kDropsY, word_.letters()[end - 1])) return;
        const Harmony heard = harmony != kNeutral ? harmony : prefixes_[end].harmony;
        return propose(end, heard != kFront ? kY : kShortY, category, harmony, cost, kDropped);
      }
      case kWFromP: {
        const std::uint8_t last = word_.letters()[end - 1];
        if (last == kA || last == kYe) propose(end, kPe, category, harmony, cost, kW);
        return;
      }
    }
  }

  /// Considers a root of the user whose spelling what follows has changed.
  void accept_changed_user_root(std::size_t end, int cost) {
    const UserRoots::Cell& cell = roots_->at(user_nodes_[end]);
    if (cell.stem == UserRoots::kNone) return;
    const std::uint8_t next = word_.letters()[end];
    const bool fits =
        (cell.flags & UserRoots::kEndingDropped) != 0 || next == kY || next == kShortY;
    cost += kChangedSpellingCost - kUserBonus;
    if (fits && cost < best_.cost) best_ = {cost, end, kNoLetter, 0, true, cell.stem};
  }

  /// Whether the first `keep` letters and then `ending` are a root of the user; it is considered.
  bool propose_user_root(std::size_t keep, std::uint8_t ending, Category category, int cost) {
    UserRoots::Node node = user_nodes_[keep];
    if (ending != kNoLetter) node = roots_->step(node, ending);
    if (node == UserRoots::kNone) return false;
    const UserRoots::Flag wanted = category == kNoun ? UserRoots::kNounRoot : UserRoots::kVerbRoot;
    if ((roots_->at(node).flags & wanted) == 0) return false;
    if (cost - kUserBonus < best_.cost) best_ = {cost - kUserBonus, keep, ending, 0, true};
    return true;
  }

  void accept_voiced(std::size_t end, Category category, Harmony harmony, int cost) {
    const std::uint8_t* const letters = word_.letters();
    const std::uint8_t last = letters[end - 1];
    const bool after_vowel = end > 1 && in(kVowelSounds, letters[end - 2]);
    switch (last) {
      case kGhe:
        if (!after_vowel) break;
        return propose(end - 1, kQa, category, harmony, cost, kUnvoiced);
      case kGe:
      case kBe:
        if (!after_vowel) break;
        propose(end - 1, last == kGe ? kKa : kPe, category, harmony, cost, kUnvoiced);
        if (category == kNoun) propose(end, kNoLetter, category, harmony, cost, kKept);
        return;
      case kQa:
      case kKa:
      case kPe:
        if (!after_vowel) break;
        if (category == kNoun && last != kQa)
          propose(end, kNoLetter, category, harmony, cost, kHard);
        return;
      case kShortI:
        if (category == kVerb && end > 1 && letters[end - 2] == kI) {
          return propose(end - 1, kNoLetter, category, harmony, cost, kJoined);
        }
        break;
      default:
        break;
    }
    propose(end, kNoLetter, category, harmony, cost, kNone);
  }

  /// The stem is the first `keep` letters and then `ending`, if any.
  void propose(std::size_t keep, std::uint8_t ending, Category category, Harmony harmony, int cost,
               Change change) {
    if constexpr (kWithRoots) {
      const int changed = cost + kChangeCost[change];
      if (keep <= user_depth_ && propose_user_root(keep, ending, category, changed)) return;
    }
    const Prefix& prefix = prefixes_[keep];
    const std::size_t length = keep + (ending != kNoLetter ? 1 : 0);
    if (!(prefix.has_vowel || in(kVowelSounds, ending))) return;
    Harmony stem_harmony = prefix.harmony;
    if (in(kBackVowels, ending)) stem_harmony = kBack;
    if (in(kFrontVowels, ending)) stem_harmony = kFront;
    cost += kChangeCost[change];
    const LexiconCell cell = ending != kNoLetter ? lexicon_step(prefix.cell, ending) : prefix.cell;
    const RootInfo& info = lexicon_info(cell);
    if (harmony != kNeutral && stem_harmony != kNeutral && harmony != stem_harmony &&
        !info.free_harmony) {
      if (!prefix.any_harmony) return;
      cost += kClashCost;
    }
    const std::uint8_t known = category == kNoun ? info.noun_cost : info.verb_cost;
    if (info.alias == 0 && known != RootInfo::kNotRoot) {
      cost += known;
    } else if (length <= kShortRoot || change == kJoined) {
      return;  // closed classes, all of them in the lexicon
    } else {
      cost += unknown_root_cost(keep, ending, category);
    }
    if (cost < best_.cost) best_ = {cost, keep, ending, 0, info.is_root()};
  }

  /// The first `keep` letters and then `ending`, if any, as a root that the lexicon lacks.
  int unknown_root_cost(std::size_t keep, std::uint8_t ending, Category category) const {
    const std::uint8_t* const end = word_.letters() + keep;
    const std::uint8_t last = ending != kNoLetter ? ending : end[-1];
    const std::size_t length = keep + (ending != kNoLetter ? 1 : 0);
    const int shape = unknown_cost(length, category) + (ends_badly(keep, ending) ? kBadEndCost : 0);
    return category == kNoun ? std::min(shape, derived_cost(length, ending, last)) : shape;
  }

  /// The cost of the stem as a noun of the lexicon with a suffix that makes another word of it.
  int derived_cost(std::size_t length, std::uint8_t ending, std::uint8_t last) const {
    int cheapest = kNoCost;
    const std::size_t first = kFirstDerivation[last];
    if (first == kFirstDerivation[last + 1]) return cheapest;
    std::uint64_t tail;
    std::memcpy(&tail, word_.letters() + length - sizeof(tail), sizeof(tail));
    if (ending != kNoLetter) tail = (tail & ~std::uint64_t{0} >> 8) | std::uint64_t{ending} << 56;
    for (std::size_t i = first; i < kFirstDerivation[last + 1]; ++i) {
      const Derivation& suffix = kDerivations[i];
      if (suffix.length + 1U >= length) continue;
      if (((tail ^ suffix.tail) >> (64 - 8 * suffix.length)) != 0) continue;
      const Prefix& base = prefixes_[length - suffix.length];
      if ((base.letter_class & suffix.classes) == 0) continue;
      const RootInfo& info = lexicon_info(base.cell);
      if (info.alias != 0 || info.noun_cost == RootInfo::kNotRoot) continue;
      if (suffix.harmony != base.harmony && suffix.harmony != kNeutral &&
          base.harmony != kNeutral && !base.any_harmony && !info.free_harmony) {
        continue;
      }
      cheapest = std::min(cheapest, info.noun_cost + suffix.cost);
    }
    return cheapest;
  }

  /// Whether the stem ends in two consonants that no Kazakh syllable ends in: a sign of a wrong
  /// cut.
  bool ends_badly(std::size_t keep, std::uint8_t ending) const {
    const std::uint8_t* const end = word_.letters() + keep;
    const std::uint8_t last = ending != kNoLetter ? ending : end[-1];
    const std::uint8_t before = ending != kNoLetter ? end[-1] : end[-2];
    const std::uint8_t third = ending != kNoLetter ? end[-2] : end[-3];
    if (in(kVowelSounds, last) || in(kVowelSounds, before)) return false;
    if (in(kSilent, last) || in(kSilent, before) || in(kSilent, third)) return false;
    if (in(kSonorants, last)) return true;
    return !in(kSonorants, before) && !(in(kHisses, before) && in(kHissEnds, last));
  }

  const LetterWord& word_;
  const UserRoots* const roots_;  // null: none
  std::array<Prefix, LetterWord::kMaxLetters + 1> prefixes_;
  Best best_{};
  std::array<UserRoots::Node, LetterWord::kMaxLetters + 1> user_nodes_;  // of the prefixes
  std::size_t user_depth_ = 0;  // the longest prefix that begins a root of the user
  int user_bonus_ = 0;          // kUserBonus when the word may have one
};

/// Brings `word` to its stem in place; returns the stem when it is not made of the word's letters.
std::string_view reduce(LetterWord& word, const UserRoots* roots) {
  for (;;) {
    const Best best =
        roots != nullptr ? Walk<true>(word, roots).run() : Walk<false>(word, nullptr).run();
    if (best.alias != 0) return lexicon_alias(best.alias);
    if (best.user_stem != UserRoots::kNone) return roots->stem(best.user_stem);
    const bool same = best.keep == word.size && best.ending == kNoLetter;
    word.size = best.keep;
    if (best.ending != kNoLetter) word.letters()[word.size++] = best.ending;
    // A root of the lexicon is its own stem; what it does not know is walked again until it stays.
    if (same || best.known) return {};
  }
}

void append_stem(std::string_view word, const UserRoots* roots, std::string& out) {
  LetterWord letters;
  if (!read_letters(word, letters)) {
    out.append(word);
    return;
  }
  const std::size_t before = letters.size;
  if (const std::string_view other = reduce(letters, roots); !other.empty()) {
    out.append(other);
  } else if (letters.size == before) {
    out.append(word);
  } else {
    append_letters(letters, word, out);
  }
}

}  // namespace
}  // namespace internal

void KazakhStemmer::stem(std::string_view word, std::string& out) const {
  const UserDictionary::State* const entries = dictionary_.state();
  if (entries != nullptr) {
    if (const internal::UserEntry* entry = entries->find(word)) {
      out = entry->term;
      return;
    }
  }
  out.clear();
  // Of a hyphenated word the last part alone is inflected (азық-түлікпен).
  const std::size_t hyphen = word.rfind('-');
  const std::size_t head = hyphen == std::string_view::npos ? 0 : hyphen + 1;
  const std::string_view last = word.substr(head);
  out.append(word.substr(0, head));
  if (entries == nullptr) return internal::append_stem(last, nullptr, out);

  const internal::UserEntry* const part = head == 0 ? nullptr : entries->find(last);
  if (part != nullptr && part->term == last) {
    out.append(last);
  } else {
    internal::append_stem(last, entries->has_roots() ? &entries->roots : nullptr, out);
  }
  // An exception of a base form holds for all forms of it.
  if (const internal::UserEntry* entry = entries->find(out)) out = entry->term;
}

std::string KazakhStemmer::stem(std::string_view word) const {
  std::string out;
  stem(word, out);
  return out;
}

}  // namespace izde
