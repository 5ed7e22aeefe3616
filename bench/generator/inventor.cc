#include "inventor.h"

#include <string_view>
#include <vector>

#include "roots.h"

namespace izde::bench {
namespace {

// A letter's weight is how often it stands there; K is қ or к and G is ғ or г by harmony.
constexpr std::u16string_view kFirstOnsets = u"ббббббжжжжжжжKKKKKKKKссссссттттттттммммшшшддддн";
constexpr std::u16string_view kOnsetsAfterVowel =
    u"рррррлллллммммннндддддссссбббтттттшшGGGзззқжжйпң";
constexpr std::u16string_view kOnsetsAfterVoiced = u"ддддбббммммGGGзлжж";
constexpr std::u16string_view kOnsetsAfterVoiceless = u"ттттттссссппKKKKшш";
constexpr std::u16string_view kCodas = u"рррррррлллллллнннннннмммззззсссттттKKKKKппшшйййңң";

char16_t pick(std::u16string_view letters, Random& random) noexcept {
  return letters[random.below(static_cast<std::uint32_t>(letters.size()))];
}

char16_t in_harmony(char16_t letter, bool back) noexcept {
  switch (letter) {
    case u'K':
    case u'қ':
      return back ? u'қ' : u'к';
    case u'G':
      return back ? u'ғ' : u'г';
    default:
      return letter;
  }
}

void push_onset(Random& random, bool back, Word& out) noexcept {
  const char16_t last = out.from_end(1);
  std::u16string_view onsets = kOnsetsAfterVowel;
  if (last == u'\0') {
    if (random.chance(250)) return;
    onsets = kFirstOnsets;
  } else if (!is_vowel(last)) {
    onsets = is_voiceless(last) ? kOnsetsAfterVoiceless : kOnsetsAfterVoiced;
  }
  out.push(in_harmony(pick(onsets, random), back));
}

std::vector<std::u16string_view> split(std::u16string_view list) {
  std::vector<std::u16string_view> words;
  for (auto word = next_word(list); !word.empty(); word = next_word(list)) words.push_back(word);
  return words;
}

std::u16string_view pick(const std::vector<std::u16string_view>& words, Random& random) noexcept {
  return words[random.below(static_cast<std::uint32_t>(words.size()))];
}

}  // namespace

void invent_root(Random& random, bool back, std::uint32_t syllables, bool closed,
                 Word& out) noexcept {
  const std::u16string_view first = back ? u"ааааааоооұұыы" : u"ееееәәөөүүіі";
  const std::u16string_view later = back ? u"аааааыыыы" : u"еееееіііі";
  for (std::uint32_t i = 0; i < syllables; ++i) {
    push_onset(random, back, out);
    out.push(pick(i == 0 ? first : later, random));
    const bool last = i + 1 == syllables;
    if (last ? closed || syllables == 1 || random.chance(700) : random.chance(330)) {
      out.push(in_harmony(pick(kCodas, random), back));
    }
  }
}

bool invent_loan(Random& random, Word& out) noexcept {
  static const auto beginnings = split(kLoanBeginnings);
  static const auto endings = split(kLoanEndings);
  const std::uint32_t parts = random.chance(350) ? 2 : 1;
  for (std::uint32_t i = 0; i < parts; ++i) out.push(pick(beginnings, random));
  std::u16string_view ending = pick(endings, random);
  const bool front = ending.back() == u'<';
  if (front || ending.back() == u'!') ending.remove_suffix(1);
  out.push(ending);
  return !front && is_back(out.view());
}

}  // namespace izde::bench
