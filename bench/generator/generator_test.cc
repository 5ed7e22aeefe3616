#include "generator/generator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generator/alias_table.h"
#include "generator/damage.h"
#include "generator/fixed_point.h"
#include "generator/grammar.h"
#include "generator/lexicon.h"
#include "generator/morphology.h"
#include "generator/roots.h"

namespace izde::bench {
namespace {

std::string to_utf8(std::u16string_view letters) {
  std::string out;
  append_utf8(letters, out);
  return out;
}

std::string inflected(std::u16string_view stem, std::u16string_view chain) {
  Word word;
  inflect(make_stem(stem), chain, word);
  return to_utf8(word.view());
}

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = 0xCBF29CE484222325U) {
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

std::string collection(std::uint64_t documents, GeneratorOptions options = {}) {
  const Generator generator(options);
  GeneratedDocument document;
  std::string lines;
  for (std::uint64_t i = 0; i < documents; ++i) {
    generator.make(i, document);
    append_json(document, lines);
  }
  return lines;
}

TEST(FixedPoint, LogarithmAndPowerAreThoseOfTheCLibrary) {
  EXPECT_EQ(log2(8), Fixed{3} << 32);
  EXPECT_EQ(exp2(Fixed{5} << 32), std::uint64_t{32} << 32);
  for (std::uint64_t n = 1; n < 1'000'000'000'000; n = n * 5 / 3 + 1) {
    const auto expected = std::log2(static_cast<double>(n));
    EXPECT_NEAR(static_cast<double>(log2(n)) / 4294967296.0, expected, 1e-7) << n;
  }
  for (std::int64_t x = -20'000; x < 29'000; x += 17) {
    const double expected = std::exp2(static_cast<double>(x) / 1000);
    EXPECT_NEAR(static_cast<double>(exp2(from_thousandths(x))) / 4294967296.0, expected,
                1e-6 * expected + 1e-9)
        << x;
  }
}

TEST(FixedPoint, LogNormalHasItsMedianAndSpread) {
  Random random(7);
  std::vector<std::uint32_t> draws(20'001);
  for (auto& draw : draws)
    draw = log_normal(from_thousandths(8000), from_thousandths(1000), random);
  std::sort(draws.begin(), draws.end());
  EXPECT_NEAR(draws[10'000], 256, 8);
  EXPECT_NEAR(draws[16'826], 512, 24);  // one sigma above: 84.13 % lie below
  EXPECT_NEAR(draws[3'174], 128, 6);
}

TEST(AliasTable, DrawsInProportionToWeights) {
  const std::vector<std::uint64_t> weights{1, 0, 50, 9, 400, 40, 500};
  const AliasTable table(weights);
  Random random(3);
  std::vector<int> counts(weights.size());
  for (int i = 0; i < 1'000'000; ++i) ++counts[table.draw(random)];
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double expected = static_cast<double>(weights[i]) * 1000;
    EXPECT_NEAR(counts[i], expected, 5 * std::sqrt(expected) + 1e-9) << i;
  }
}

TEST(Morphology, NominalFormsAreThoseOfTheLanguage) {
  EXPECT_EQ(inflected(u"қала", u"NYң"), "қаланың");
  EXPECT_EQ(inflected(u"қала", u"LAр+DA+GY"), "қалалардағы");
  EXPECT_EQ(inflected(u"қала", u"sY+нA"), "қаласына");
  EXPECT_EQ(inflected(u"мектеп", u"LAр+iмYз"), "мектептеріміз");
  EXPECT_EQ(inflected(u"мектеп", u"sY+н"), "мектебін");
  EXPECT_EQ(inflected(u"еңбек", u"sY+нDA"), "еңбегінде");
  EXPECT_EQ(inflected(u"адам", u"BAн"), "адамнан");
  EXPECT_EQ(inflected(u"адам", u"CY"), "адамды");
  EXPECT_EQ(inflected(u"қыз", u"Mен"), "қызбен");
  EXPECT_EQ(inflected(u"жол", u"LAр"), "жолдар");
  EXPECT_EQ(inflected(u"кітап", u"GA"), "кітапқа");
  EXPECT_EQ(inflected(u"тау", u"sY"), "тауы");
  EXPECT_EQ(inflected(u"үй", u"GA"), "үйге");
  EXPECT_EQ(inflected(u"ел", u"LY"), "елді");
  EXPECT_EQ(inflected(u"журналист", u"LAр"),
            "журналистар");  // by its letters; roots.h marks such loans
  EXPECT_EQ(inflected(u"завод", u"GA"), "заводқа");
  EXPECT_EQ(inflected(u"мен", u"Cікі"), "мендікі");
}

TEST(Morphology, MarkedStemsElideAndKeep) {
  Stem people = make_stem(u"халық");
  people.elides = true;
  Word word;
  inflect(people, u"sY+нYң", word);
  EXPECT_EQ(to_utf8(word.view()), "халқының");
  inflect(people, u"NYң", word);
  EXPECT_EQ(to_utf8(word.view()), "халықтың");
  Stem loan = make_stem(u"микроскоп");
  loan.keeps_final = true;
  inflect(loan, u"sY", word);
  EXPECT_EQ(to_utf8(word.view()), "микроскопы");
}

TEST(Morphology, VerbalFormsAreThoseOfTheLanguage) {
  EXPECT_EQ(inflected(u"бар", u"J+DY"), "барады");
  EXPECT_EQ(inflected(u"сөйле", u"J+DY"), "сөйлейді");
  EXPECT_EQ(inflected(u"оқы", u"J+DY"), "оқиды");
  EXPECT_EQ(inflected(u"оқы", u"U+GA"), "оқуға");
  EXPECT_EQ(inflected(u"оқы", u"P+GAн"), "оқылған");
  EXPECT_EQ(inflected(u"ал", u"P+GAн"), "алынған");
  EXPECT_EQ(inflected(u"қой", u"J+DY"), "қояды");
  EXPECT_EQ(inflected(u"қой", u"U"), "қою");
  EXPECT_EQ(inflected(u"тап", u"iп"), "тауып");
  EXPECT_EQ(inflected(u"тап", u"JтYн"), "табатын");
  EXPECT_EQ(inflected(u"тік", u"U"), "тігу");
  EXPECT_EQ(inflected(u"шық", u"J+DY"), "шығады");
  EXPECT_EQ(inflected(u"кет", u"GAн+DYK+Y+н"), "кеткендігін");
  EXPECT_EQ(inflected(u"жаз", u"WA+DY"), "жазбады");
  EXPECT_EQ(inflected(u"жаз", u"WAK"), "жазбақ");
  EXPECT_EQ(inflected(u"кел", u"сA"), "келсе");
  EXPECT_EQ(inflected(u"көн", u"WA+й+DY"), "көнбейді");
  EXPECT_EQ(inflected(u"ойла", u"aр"), "ойлар");
}

std::vector<std::u16string_view> endings_of(std::span<const Chain> chains) {
  std::vector<std::u16string_view> endings;
  for (const Chain& chain : chains)
    endings.push_back(chain.endings.substr(0, chain.endings.find(u'|')));
  return endings;
}

/// What `chain` added to `stem`.
std::u16string added(const Stem& stem, std::u16string_view chain) {
  Word word;
  inflect(stem, chain, word);
  const auto letters = stem.view();
  const auto [at, unused] =
      std::mismatch(letters.begin(), letters.end(), word.view().begin(), word.view().end());
  return std::u16string(word.view().substr(static_cast<std::size_t>(at - letters.begin())));
}

void expect_harmony(const Stem& stem, std::u16string_view chain) {
  std::u16string ending = added(stem, chain);
  // мен and -нікі have one form for all.
  if (chain.find(u"ен") != chain.npos || chain.find(u'і') != chain.npos) return;
  const std::u16string_view wrong = stem.back ? u"еәөүікг" : u"аоұықғ";
  ASSERT_EQ(ending.find_first_of(wrong), ending.npos)
      << to_utf8(stem.view()) << " + " << to_utf8(chain) << " -> " << to_utf8(ending);
}

/// After a voiceless final an ending begins voiceless, after others it does not.
void expect_assimilation(const Stem& stem, std::u16string_view chain) {
  if (chain.empty() || std::u16string_view(u"DLNCBMWG").find(chain.front()) == chain.npos) return;
  if (stem.view().ends_with(u"ст")) return;  // loses its т
  const std::u16string ending = added(stem, chain);
  const bool voiceless =
      std::u16string_view(u"тқкп").find(ending.front()) != std::u16string_view::npos;
  ASSERT_EQ(voiceless, is_voiceless(stem.letters[stem.size - 1U]))
      << to_utf8(stem.view()) << " + " << to_utf8(chain) << " -> " << to_utf8(ending);
}

TEST(Lexicon, EveryFormObeysHarmonyAndAssimilation) {
  const Lexicon lexicon;
  const std::array chains{endings_of(noun_chains()), endings_of(final_verb_chains()),
                          endings_of(adjective_chains()), endings_of(name_chains())};
  Random random(11);
  for (std::size_t c = 0; c < kWordClasses; ++c) {
    for (std::uint64_t i = 0; i < 6000; ++i) {
      const std::uint64_t rank = i < 3000 ? i : random.next() >> random.between(24, 50);
      Stem scratch;
      const Stem& stem = lexicon.stem(static_cast<WordClass>(c), rank, scratch);
      ASSERT_GT(stem.size, 0);
      for (const auto chain : chains[c]) {
        expect_harmony(stem, chain);
        expect_assimilation(stem, chain);
        if (::testing::Test::HasFatalFailure()) return;
      }
    }
  }
}

TEST(Lexicon, BeginsWithRealWordsAndNeverEnds) {
  const Lexicon lexicon;
  Stem scratch;
  EXPECT_EQ(to_utf8(lexicon.stem(WordClass::kNoun, 0, scratch).view()), "жыл");
  EXPECT_GT(lexicon.real_words(WordClass::kNoun), 300U);
  EXPECT_GT(lexicon.real_words(WordClass::kVerb), 200U);
  const Stem far = lexicon.stem(WordClass::kNoun, std::uint64_t{1} << 37, scratch);
  EXPECT_EQ(to_utf8(far.view()),
            to_utf8(Lexicon().stem(WordClass::kNoun, std::uint64_t{1} << 37, scratch).view()));
  std::set<std::u16string> distinct;
  for (std::uint64_t rank = 0; rank < 20'000; ++rank) {
    distinct.emplace(lexicon.stem(WordClass::kNoun, 1'000'000 + rank, scratch).view());
  }
  EXPECT_GT(distinct.size(), 17'000U);
}

TEST(Lexicon, TopicsShareFrequentRanksAndSplitTheOthers) {
  std::map<std::uint64_t, int> used;
  for (std::uint32_t topic = 0; topic < 4096; ++topic) {
    EXPECT_EQ(Lexicon::topical(5, topic), 5U);
    ++used[Lexicon::topical(1000, topic)];
  }
  EXPECT_EQ(used.size(), 256U);
  for (const auto& [rank, count] : used) {
    EXPECT_EQ(rank / 256, 1000U / 256);
    EXPECT_LT(count, 45);
  }
}

TEST(Generator, SameSeedSameBytesOnEveryMachine) {
  const std::string lines = collection(1000);
  EXPECT_EQ(fnv1a(lines), 0x472CBC57DA4BFEU) << std::hex << fnv1a(lines);
  const std::string damaged = collection(300, {.seed = 42, .damaged_per_million = 500'000});
  EXPECT_EQ(fnv1a(damaged), 0xB4CD24E95F87AEDBU) << std::hex << fnv1a(damaged);
}

TEST(Generator, SmallerCollectionIsTheBeginningOfALargerOne) {
  const std::string large = collection(200);
  EXPECT_TRUE(large.starts_with(collection(50)));
  GeneratedDocument late;
  Generator{}.make(199, late);
  std::string line;
  append_json(late, line);
  EXPECT_TRUE(large.ends_with(line));
}

TEST(Generator, AnotherSeedIsAnotherCollection) {
  const Generator one({.seed = 1});
  const Generator two({.seed = 2});
  GeneratedDocument a;
  GeneratedDocument b;
  for (std::uint64_t i = 0; i < 100; ++i) {
    one.make(i, a);
    two.make(i, b);
    EXPECT_NE(a.body, b.body) << i;
  }
}

TEST(Generator, DamageLeavesTheOtherDocumentsAlone) {
  const Generator clean;
  const Generator damaging({.damaged_per_million = 100'000});
  GeneratedDocument a;
  GeneratedDocument b;
  int damaged = 0;
  int changed = 0;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    clean.make(i, a);
    damaging.make(i, b);
    damaged += b.damaged ? 1 : 0;
    changed += a.body != b.body ? 1 : 0;
    EXPECT_TRUE(b.damaged || a.body == b.body) << i;
    EXPECT_FALSE(a.damaged);
  }
  EXPECT_NEAR(damaged, 300, 60);
  EXPECT_GT(changed, damaged * 9 / 10);  // a short text may hold nothing that could be damaged
}

TEST(Damage, KeepsCapitalsAndWordBeginnings) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed);
    std::string text = "Ғалым жаңа құқық пен өмір ағысы";
    damage(random, text);
    seen.insert(text);
  }
  EXPECT_THAT(seen, testing::Contains("Ғалым жаӊа құқық пен өмір ағысы"));
  EXPECT_THAT(seen, testing::Contains("Ғалым жаңа қИқық пен өмір аИысы"));
  EXPECT_THAT(seen, testing::Contains("Ғалым жаңа құқық пен өмiр ағысы"));
}

TEST(Generator, ValuesNeedNoEscapes) {
  const Generator generator({.seed = 9, .damaged_per_million = 300'000});
  GeneratedDocument document;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    generator.make(i, document);
    for (const std::string* value :
         {&document.title, &document.body, &document.source, &document.published}) {
      EXPECT_FALSE(value->empty());
      for (const char c : *value) {
        ASSERT_TRUE(c != '"' && c != '\\' && !(c >= 0 && c < 0x20)) << i;
      }
    }
    ASSERT_EQ(document.published.size(), 10U);
    EXPECT_GE(document.published, "2015-01-01");
    EXPECT_LE(document.published, "2024-12-31");
  }
}

/// The Cyrillic words of a text, as written.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool letter = i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) != 0 &&
                        static_cast<unsigned char>(text[i]) >= 0x80 &&
                        static_cast<unsigned char>(text[i]) < 0xE0 && text.substr(i, 2) != "«" &&
                        text.substr(i, 2) != "»";
    if (letter) continue;
    if (i > begin) words.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

TEST(Generator, StatisticsAreNearThoseOfRunningText) {
  const Generator generator;
  GeneratedDocument document;
  std::unordered_map<std::string, int> counts;
  double words = 0;
  double types_at_100k = 0;
  constexpr int kDocuments = 5000;
  for (std::uint64_t i = 0; i < kDocuments; ++i) {
    generator.make(i, document);
    for (const std::string_view word : words_of(document.body)) {
      ++counts[std::string(word)];
      if (++words == 100'000) types_at_100k = static_cast<double>(counts.size());
    }
  }
  std::vector<int> ranked;
  ranked.reserve(counts.size());
  for (const auto& [word, count] : counts) ranked.push_back(count);
  std::sort(ranked.rbegin(), ranked.rend());
  const auto share = [&](std::ptrdiff_t n) {
    double sum = 0;
    std::for_each(ranked.begin(), ranked.begin() + n, [&](int count) { sum += count; });
    return sum / words;
  };
  EXPECT_NEAR(words / kDocuments, 58, 6);
  EXPECT_NEAR(types_at_100k, 25'000, 3000);  // a capital makes another type here
  EXPECT_NEAR(share(10), 0.058, 0.01);
  EXPECT_NEAR(share(100), 0.19, 0.03);
  EXPECT_NEAR(share(1000), 0.49, 0.05);
  const auto once = static_cast<double>(std::count(ranked.begin(), ranked.end(), 1));
  EXPECT_NEAR(once / static_cast<double>(ranked.size()), 0.56, 0.06);
}

TEST(Generator, TopicsMakeWordsCluster) {
  // Documents of one length that share one rare root share more of the other roots than any two do.
  // A root is the first six letters here, so that rare forms of frequent words do not count as
  // rare.
  const Generator generator;
  std::vector<std::set<std::string>> documents;
  std::map<std::string, std::vector<std::size_t>> containing;
  GeneratedDocument document;
  for (std::uint64_t i = 0; documents.size() < 3000; ++i) {
    generator.make(i, document);
    const auto words = words_of(document.body);
    if (words.size() < 60 || words.size() > 90) continue;
    std::set<std::string>& roots = documents.emplace_back();
    for (const std::string_view word : words) roots.emplace(word.substr(0, 12));
    for (const std::string& root : roots) containing[root].push_back(documents.size() - 1);
  }
  const auto shared = [&](std::size_t a, std::size_t b) {
    return static_cast<double>(
        std::count_if(documents[a].begin(), documents[a].end(), [&](const std::string& word) {
          return containing[word].size() < 100 && documents[b].contains(word);
        }));
  };
  double related = 0;
  double any = 0;
  double pairs = 0;
  for (const auto& [word, in] : containing) {
    if (in.size() < 2 || in.size() > 5) continue;
    related += shared(in[0], in[1]) - 1;
    any += shared(in[0], (in[1] + 1500) % documents.size());
    ++pairs;
  }
  EXPECT_GT(pairs, 1000);
  EXPECT_GT(related, 1.5 * any);
}

}  // namespace
}  // namespace izde::bench
