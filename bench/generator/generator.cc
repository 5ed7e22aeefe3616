#include "generator.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <vector>

#include "alias_table.h"
#include "damage.h"
#include "fixed_point.h"
#include "grammar.h"
#include "lexicon.h"
#include "morphology.h"
#include "random.h"
#include "roots.h"

namespace izde::bench {
namespace {

// Lengths in words: log2 of the median, and the spread in powers of two.
constexpr Fixed kBodyMedian = from_thousandths(5350);  // 41 words
constexpr Fixed kBodySigma = from_thousandths(1080);
constexpr std::uint32_t kBodyMost = 2000;
constexpr Fixed kSentenceMedian = from_thousandths(3150);  // 8.9 words
constexpr Fixed kSentenceSigma = from_thousandths(760);
constexpr std::uint32_t kSentenceMost = 60;

constexpr std::uint32_t kTopics = 1024;
// In thousandths: words taken from the document's topics; words taken up again, and of those the
// ones in the same form; nouns called by the noun before; endings that the stem prefers.
constexpr std::uint32_t kTopical = 750;
constexpr std::uint32_t kRepeated = 190;
constexpr std::uint32_t kRepeatedForm = 600;
constexpr std::uint32_t kCollocated = 90;
constexpr std::uint32_t kHabitual = 620;
constexpr std::uint32_t kHabits = 3;  // chains that a stem prefers

constexpr std::array<std::string_view, 12> kSources{"aqparat", "habar", "gylym",  "madeniet",
                                                    "sport",   "zan",   "ekonom", "qogam",
                                                    "aimaq",   "alem",  "tarih",  "oner"};

/// Weights (rank + shift)^-exponent.
std::vector<std::uint64_t> zipf(std::size_t size, std::int64_t exponent, std::uint64_t shift) {
  std::vector<std::uint64_t> weights(size);
  for (std::size_t i = 0; i < size; ++i) {
    weights[i] = exp2(from_thousandths(12'000) - log2(i + shift) / 1000 * exponent) >> 12;
  }
  return weights;
}

std::vector<std::u16string_view> split(std::u16string_view list) {
  std::vector<std::u16string_view> words;
  for (auto word = next_word(list); !word.empty(); word = next_word(list)) words.push_back(word);
  return words;
}

/// A list and the odds of its entries.
template <typename Entry>
struct Choice {
  std::vector<Entry> entries;
  AliasTable odds;

  const Entry& draw(Random& random) const noexcept { return entries[odds.draw(random)]; }
};

Choice<std::u16string_view> zipf_choice(std::u16string_view list, std::int64_t exponent,
                                        std::uint64_t shift) {
  Choice<std::u16string_view> choice{split(list), {}};
  choice.odds = AliasTable(zipf(choice.entries.size(), exponent, shift));
  return choice;
}

Choice<std::u16string_view> chain_choice(std::span<const Chain> chains) {
  Choice<std::u16string_view> choice;
  std::vector<std::uint64_t> weights;
  for (const Chain& chain : chains) {
    choice.entries.push_back(chain.endings);
    weights.push_back(chain.weight);
  }
  choice.odds = AliasTable(weights);
  return choice;
}

/// How the last word of a number is spoken: its endings follow that word.
std::u16string_view last_spoken_word(std::uint32_t number) {
  static constexpr std::array<std::u16string_view, 10> kOnes{
      u"", u"бір", u"екі", u"үш", u"төрт", u"бес", u"алты", u"жеті", u"сегіз", u"тоғыз"};
  static constexpr std::array<std::u16string_view, 10> kTens{
      u"", u"он", u"жиырма", u"отыз", u"қырық", u"елу", u"алпыс", u"жетпіс", u"сексен", u"тоқсан"};
  if (number == 0) return u"нөл";
  if (number % 10 != 0) return kOnes[number % 10];
  if (number % 100 != 0) return kTens[number / 10 % 10];
  return number % 1000 != 0 ? u"жүз" : u"мың";
}

}  // namespace

struct Generator::Tables {
  Lexicon lexicon;
  Choice<std::u16string_view> function_words = zipf_choice(kFunctionWords, 950, 3);
  Choice<std::u16string_view> acronyms = zipf_choice(kAcronyms, 900, 2);
  Choice<std::u16string_view> russian = zipf_choice(kRussianWords, 700, 4);
  Choice<std::u16string_view> latin = zipf_choice(kLatinWords, 700, 4);
  Choice<std::u16string_view> nouns = chain_choice(noun_chains());
  Choice<std::u16string_view> adjectives = chain_choice(adjective_chains());
  Choice<std::u16string_view> names = chain_choice(name_chains());
  Choice<std::u16string_view> inner_verbs = chain_choice(inner_verb_chains());
  Choice<std::u16string_view> final_verbs = chain_choice(final_verb_chains());
  Choice<std::u16string_view> predicates = chain_choice(predicate_chains());
  Choice<std::u16string_view> hyphens = chain_choice(hyphen_chains());
  AliasTable topics{zipf(kTopics, 600, 4)};
  AliasTable sources{zipf(kSources.size(), 800, 2)};
  std::array<AliasTable, kParts> followers;

  Tables() {
    for (std::size_t i = 0; i < kParts; ++i) {
      const auto row = bench::followers(static_cast<Part>(i));
      followers[i] = AliasTable(std::vector<std::uint64_t>(row.begin(), row.end()));
    }
  }

  /// Writes the text of one document.
  class Writer;
};

class Generator::Tables::Writer {
 public:
  Writer(const Tables& tables, Random& random) : tables_(tables), random_(random) {
    for (std::uint32_t& topic : topics_) topic = tables_.topics.draw(random_);
  }

  void write_title(std::string& out) {
    begin(out);
    const std::uint32_t words = random_.between(2, 7);
    for (std::uint32_t i = 0; i + 1 < words; ++i)
      write_part(i + 2 < words ? next_part() : Part::kAdjective);
    write_part(random_.chance(750) ? Part::kNoun : Part::kVerb);
  }

  void write_body(std::string& out) {
    begin(out);
    const std::uint32_t target = std::min(log_normal(kBodyMedian, kBodySigma, random_), kBodyMost);
    do {
      write_sentence();
    } while (words_ < target);
  }

  std::uint32_t main_topic() const noexcept { return topics_[0]; }

 private:
  void begin(std::string& out) {
    out.clear();
    out_ = &out;
    words_ = 0;
    capital_ = true;
    part_ = Part::kName;
  }

  void write_sentence() {
    const std::uint32_t words = std::clamp<std::uint32_t>(
        log_normal(kSentenceMedian, kSentenceSigma, random_), 2, kSentenceMost);
    capital_ = true;
    part_ = Part::kFunction;
    std::uint32_t quoted = 0;
    for (std::uint32_t i = 0; i + 1 < words; ++i) {
      if (quoted == 0 && i + 4 < words && random_.chance(12)) {
        quoted = random_.between(1, 3);
        quote_ = true;
      }
      write_part(next_part());
      if (quoted != 0 && --quoted == 0) *out_ += "»";
      if (quoted == 0 && i + 2 < words) write_pause();
    }
    write_end();
  }

  Part next_part() noexcept {
    return static_cast<Part>(tables_.followers[static_cast<std::size_t>(part_)].draw(random_));
  }

  void write_part(Part part) {
    part_ = part;
    switch (part) {
      case Part::kNoun:
        return write_noun();
      case Part::kAdjective:
        return write_word(WordClass::kAdjective, tables_.adjectives);
      case Part::kVerb:
        return write_word(WordClass::kVerb, tables_.inner_verbs);
      case Part::kFunction:
        return write_function_word();
      case Part::kName:
        return write_name();
      case Part::kNumber:
        return write_number();
      case Part::kForeign:
        return write_foreign();
    }
  }

  void write_noun() {
    if (noun_ != kNoRank && random_.chance(kCollocated)) {
      Random called(mix(noun_) + random_.below(2));
      const std::uint64_t rank = tables_.lexicon.draw(WordClass::kNoun, called);
      write_stem(WordClass::kNoun, {rank, draw_chain(tables_.nouns, rank)});
    } else {
      write_word(WordClass::kNoun, tables_.nouns);
    }
    noun_ = rank_;
  }

  void write_name() {
    capital_ = true;
    write_word(WordClass::kName, tables_.names);
  }

  void write_function_word() {
    std::u16string_view word = tables_.function_words.draw(random_);
    if (word == function_word_) word = tables_.function_words.draw(random_);
    function_word_ = word;
    write(word);
  }

  static constexpr std::uint32_t kRecent = 8;
  static constexpr std::uint64_t kNoRank = ~std::uint64_t{0};

  struct Form {
    std::uint64_t rank = kNoRank;
    std::u16string_view chain;
  };

  /// Every stem has some chains that it comes with more often than others of its class.
  std::u16string_view draw_chain(const Choice<std::u16string_view>& chains, std::uint64_t rank) {
    if (!random_.chance(kHabitual)) return chains.draw(random_);
    Random habit(mix(rank) + random_.below(kHabits));
    return chains.draw(habit);
  }

  /// Draws a stem as the document's topics and its earlier words have it, and writes it with its
  /// endings.
  void write_word(WordClass word_class, const Choice<std::u16string_view>& chains) {
    Form& recent = recent_[static_cast<std::size_t>(word_class)][random_.below(kRecent)];
    Form form = recent;
    if (form.rank == kNoRank || !random_.chance(kRepeated)) {
      form.rank = tables_.lexicon.draw(word_class, random_);
      if (random_.chance(kTopical))
        form.rank = Lexicon::topical(form.rank, topics_[random_.chance(200) ? 1 : 0]);
      form.chain = draw_chain(chains, form.rank);
      recent = form;
    } else if (!random_.chance(kRepeatedForm)) {
      form.chain = draw_chain(chains, form.rank);
    }
    write_stem(word_class, form);
  }

  void write_stem(WordClass word_class, const Form& form) {
    rank_ = form.rank;
    const std::size_t bar = form.chain.find(u'|');
    Stem scratch;
    inflect(tables_.lexicon.stem(word_class, form.rank, scratch), form.chain.substr(0, bar), word_);
    write(word_.view());
    if (bar != form.chain.npos) {
      append_utf8(form.chain.substr(bar + 1), *out_);
      ++words_;
    }
    pausing_ =
        word_class == WordClass::kVerb && (form.chain == u"iп" || form.chain.ends_with(u"сA"));
  }

  void write_number() {
    const std::uint32_t kind = random_.below(100);
    if (kind < 35) {  // a year
      const std::uint32_t year =
          random_.chance(800) ? random_.between(1990, 2024) : random_.between(1700, 1989);
      write_digits(year);
      if (random_.chance(600)) return write(random_.chance(600) ? u"жылы" : u"жылғы");
      write_hyphen_ending(last_spoken_word(year), tables_.hyphens.draw(random_));
    } else if (kind < 50) {  // a percentage
      write_digits(random_.between(1, 99));
      if (random_.chance(700)) *out_ += "," + std::to_string(random_.between(1, 9));
      *out_ += '%';
      write_hyphen_ending(u"пайыз", tables_.hyphens.draw(random_));
    } else if (kind < 62) {  // an ordinal
      const std::uint32_t number = random_.between(1, 60);
      write_digits(number);
      *out_ += is_back(last_spoken_word(number)) ? "-шы" : "-ші";
    } else {
      const std::uint32_t number =
          random_.below(std::array{10U, 100U, 1000U, 100'000U}[random_.below(4)]) + 1;
      write_digits(number);
      if (random_.chance(150))
        write_hyphen_ending(last_spoken_word(number), tables_.hyphens.draw(random_));
    }
  }

  void write_foreign() {
    const std::uint32_t kind = random_.below(100);
    if (kind < 55) {
      const std::u16string_view entry = tables_.acronyms.draw(random_);
      const std::size_t colon = entry.find(u':');
      write(entry.substr(0, colon));
      write_hyphen_ending(entry.substr(colon + 1), tables_.hyphens.draw(random_));
    } else {
      write((kind < 75 ? tables_.russian : tables_.latin).draw(random_));
    }
  }

  /// `-ға`: the endings that `spoken` takes, without it.
  void write_hyphen_ending(std::u16string_view spoken, std::u16string_view chain) {
    if (chain.empty()) return;
    const Stem stem = make_stem(spoken);
    inflect(stem, chain, word_);
    *out_ += '-';
    append_utf8(word_.view().substr(std::min<std::size_t>(stem.size, word_.size())), *out_);
  }

  void write_digits(std::uint32_t number) {
    write_gap();
    capital_ = false;
    *out_ += std::to_string(number);
  }

  void write_gap() {
    if (!out_->empty()) *out_ += ' ';
    if (quote_) *out_ += "«";
    quote_ = false;
    ++words_;
  }

  void write(std::u16string_view word) {
    write_gap();
    if (capital_ && !word.empty()) {
      const char16_t first = to_upper(word.front());
      append_utf8({&first, 1}, *out_);
      word.remove_prefix(1);
    }
    capital_ = false;
    append_utf8(word, *out_);
  }

  void write_pause() {
    if (random_.chance(pausing_ ? 550 : 35)) {
      *out_ += ',';
    } else if (random_.chance(8)) {
      *out_ += " –";
    }
    pausing_ = false;
  }

  /// The predicate and the stop.
  void write_end() {
    const std::uint32_t kind = random_.below(100);
    if (kind < 82) {
      write_word(WordClass::kVerb, tables_.final_verbs);
    } else {
      write_word(kind < 93 ? WordClass::kNoun : WordClass::kAdjective, tables_.predicates);
    }
    pausing_ = false;
    const std::uint32_t stop = random_.below(100);
    *out_ += stop < 93 ? "." : stop < 96 ? "?" : stop < 99 ? "!" : "…";
  }

  const Tables& tables_;
  Random& random_;
  std::string* out_ = nullptr;
  std::array<std::uint32_t, 2> topics_{};
  std::array<std::array<Form, kRecent>, kWordClasses> recent_{};
  std::uint64_t rank_ = kNoRank;  // of the word written last
  std::uint64_t noun_ = kNoRank;  // of the noun written last
  std::u16string_view function_word_;
  Word word_;
  Part part_ = Part::kFunction;
  std::uint32_t words_ = 0;
  bool capital_ = true;
  bool quote_ = false;    // a quotation mark opens before the next word
  bool pausing_ = false;  // the last word likes a comma after it
};

Generator::Generator(GeneratorOptions options)
    : options_(options), tables_(std::make_unique<Tables>()) {}
Generator::~Generator() = default;
Generator::Generator(Generator&&) noexcept = default;
Generator& Generator::operator=(Generator&&) noexcept = default;

void Generator::make(std::uint64_t number, GeneratedDocument& out) const {
  const std::uint64_t key = mix(options_.seed) ^ mix(~number);
  Random random(key);
  Tables::Writer writer(*tables_, random);
  writer.write_title(out.title);
  writer.write_body(out.body);
  out.id = std::to_string(number);
  // Sources have their topics: seven in ten documents of a topic come from one of them.
  const std::uint64_t own = mix(writer.main_topic()) % kSources.size();
  out.source = kSources[random.chance(700) ? own : tables_->sources.draw(random)];
  const std::chrono::sys_days first = std::chrono::year{2015} / 1 / 1;
  const std::chrono::year_month_day day(first + std::chrono::days(random.below(3653)));
  const auto two = [](unsigned n) { return (n < 10 ? "-0" : "-") + std::to_string(n); };
  out.published = std::to_string(static_cast<int>(day.year()));
  out.published += two(static_cast<unsigned>(day.month()));
  out.published += two(static_cast<unsigned>(day.day()));
  // A stream of its own, so that damage to some leaves the others as they were.
  Random damager(key ^ 0xDA3A6EU);
  out.damaged = damager.below(1'000'000) < options_.damaged_per_million;
  if (out.damaged) damage(damager, out.body);
}

void append_json(const GeneratedDocument& document, std::string& out) {
  out.append(R"({"id":")").append(document.id);
  out.append(R"(","title":")").append(document.title);
  out.append(R"(","body":")").append(document.body);
  out.append(R"(","source":")").append(document.source);
  out.append(R"(","published":")").append(document.published);
  out.append("\"}\n");
}

}  // namespace izde::bench
