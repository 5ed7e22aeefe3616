// Measures: the steps of text analysis, one thread: decode (UTF-8, KZ-1048), repair (clean,
// damaged), the scan that finds letters and damage, tokenise, stem (different words, each once a
// round, nothing cached), whole analysis (document by document; without repair; all documents as
// one text; the Analysis is reused as an index writer does, its cache of stems included).
// References in the same run, same text, ICU's word break iterator with case folding and NFC in the
// three ways that its users go: text made UTF-16 as a whole and each word folded and composed
// (`icu_break_fold_nfc`); breaks found in UTF-8 (`icu_break_fold_nfc_utf8`); the whole text folded
// and composed before it is cut, which loses where the words stood (`icu_fold_nfc_break`).
//
// Corpus: bench/generator, 6,000 documents (about 5 MB of text), seed 1; --docs=N --seed=S
// --jsonl=FILE change it. The damaged text is the same documents, each damaged in one of six ways.
// A file may hold damage of its own: mending it is part of its analysis.
//
// Not measured: reading files, several threads, other languages.
//
// Checked before timing: decoding restores the text; clean text comes back from repair as it was,
// damaged text is changed; the tokens are as many as ICU's words to 8 %, in all three ways;
// stemming a stem changes nothing; the analysis has a position for each of the tokenizer's tokens.
//
// Run: bench/run, or build/release/bench/micro/izde_text_bench [--benchmark_filter=REGEX]

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>
#include <unordered_set>
#include <vector>

#include <benchmark/benchmark.h>

#include "izde/analyzer.h"
#include "izde/decode.h"
#include "izde/repairer.h"
#include "izde/stemmer.h"

#include "generator/random.h"
#include "support/collection.h"
#include "text/letter_scan.h"
#include "text/token_reader.h"

namespace izde::bench {
namespace {

struct Corpus {
  std::vector<std::string> clean;
  std::vector<std::string> damaged;
  std::vector<std::string> kz1048;  ///< The clean documents in that code page.
  std::vector<std::string> words;   ///< Different normalised words, shuffled.
  std::string one;                  ///< The clean documents, a line each.
  std::int64_t clean_bytes = 0;
  std::int64_t damaged_bytes = 0;
  std::int64_t kz1048_bytes = 0;
  std::int64_t word_bytes = 0;
  std::int64_t tokens = 0;  ///< Of the clean documents.
  std::int64_t kz1048_tokens = 0;
};

Corpus corpus;

void check(bool holds, std::string_view what) {
  if (!holds) throw std::runtime_error(fmt::format("check failed before timing: {}", what));
}

/// `text` in KZ-1048, or nothing when a character has no place there. ICU lacks the code page,
/// which is CP1251 with Kazakh letters in place of others; so those are written and encoded as
/// CP1251.
std::string to_kz1048(const std::string& text) {
  static constexpr std::u16string_view kKazakh = u"ӘәҒғҚқҢңӨөҰұҮүҺһ";
  static constexpr std::u16string_view kInCp1251 = u"ЈјЄєЌќЅѕҐґЎўЇїЋћ";
  icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  for (int32_t i = 0; i < wide.length(); ++i) {
    if (kInCp1251.find(wide.charAt(i)) != kInCp1251.npos) return {};  // would come back as Kazakh
    const std::size_t letter = kKazakh.find(wide.charAt(i));
    if (letter != kKazakh.npos) wide.setCharAt(i, kInCp1251[letter]);
  }
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("windows-1251", &error);
  ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  std::string bytes(static_cast<std::size_t>(wide.length()), '\0');
  const int32_t length = ucnv_fromUChars(converter, bytes.data(), wide.length(), wide.getBuffer(),
                                         wide.length(), &error);
  ucnv_close(converter);
  if (U_FAILURE(error)) return {};
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

/// Cuts text by ICU, and folds and composes each word.
class IcuWords {
 public:
  IcuWords() {
    UErrorCode error = U_ZERO_ERROR;
    breaks_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
    nfc_ = icu::Normalizer2::getNFCInstance(error);
    check(U_SUCCESS(error), "ICU has its data");
  }
  ~IcuWords() { utext_close(utf8_); }
  IcuWords(const IcuWords&) = delete;
  IcuWords& operator=(const IcuWords&) = delete;

  /// Text as UTF-16.
  std::size_t count(const std::string& text) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
    breaks_->setText(wide);
    return for_each_word([&](int32_t begin, int32_t end) {
      word_.setTo(wide, begin, end - begin);
      benchmark::DoNotOptimize(nfc_->normalize(word_.foldCase(), form_, error).length());
    });
  }

  /// Breaks found in UTF-8.
  std::size_t count_utf8(const std::string& text) {
    UErrorCode error = U_ZERO_ERROR;
    utf8_ = utext_openUTF8(utf8_, text.data(), static_cast<int64_t>(text.size()), &error);
    breaks_->setText(utf8_, error);
    return for_each_word([&](int32_t begin, int32_t end) {
      word_ = icu::UnicodeString::fromUTF8({text.data() + begin, end - begin});
      benchmark::DoNotOptimize(nfc_->normalize(word_.foldCase(), form_, error).length());
    });
  }

  /// The whole text folded and composed first.
  std::size_t count_whole(const std::string& text) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString folded = icu::UnicodeString::fromUTF8(text).foldCase();
    const icu::UnicodeString composed = nfc_->normalize(folded, error);
    breaks_->setText(composed);
    return for_each_word([](int32_t begin, int32_t) { benchmark::DoNotOptimize(begin); });
  }

 private:
  template <class Use>
  std::size_t for_each_word(const Use& use) {
    std::size_t words = 0;
    int32_t begin = breaks_->first();
    for (int32_t end = breaks_->next(); end != icu::BreakIterator::DONE;
         begin = end, end = breaks_->next()) {
      if (breaks_->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
      use(begin, end);
      ++words;
    }
    return words;
  }

  std::unique_ptr<icu::BreakIterator> breaks_;
  const icu::Normalizer2* nfc_ = nullptr;
  UText* utf8_ = nullptr;
  icu::UnicodeString word_;
  icu::UnicodeString form_;
};

std::int64_t total_bytes(const std::vector<std::string>& texts) {
  std::int64_t bytes = 0;
  for (const std::string& text : texts) bytes += static_cast<std::int64_t>(text.size());
  return bytes;
}

std::size_t count_tokens(std::string_view text) {
  static internal::LetterScan scan;
  scan.scan(text);
  internal::TokenReader reader(text, scan);
  internal::CutToken token;
  std::size_t tokens = 0;
  while (reader.next(token)) ++tokens;
  return tokens;
}

void collect_words(const Analyzer& analyzer, bool all_clean) {
  std::unordered_set<std::string> seen;
  Analysis analysis;
  for (const std::string& text : corpus.clean) {
    analyzer.analyze(text, analysis);
    const std::size_t positions =
        analysis.tokens().empty() ? 0 : analysis.tokens().back().position + 1;
    check(!all_clean || positions == count_tokens(text),
          "the analysis has a position for each of the tokenizer's tokens");
    for (const Token& token : analysis.tokens()) {
      // A surface form that the stemmer would be asked for: Cyrillic words alone.
      const bool cyrillic =
          !token.form.empty() && (static_cast<unsigned char>(token.form[0]) & 0xFCU) == 0xD0U;
      if (token.kind == TokenKind::kWord && cyrillic) seen.emplace(token.form);
    }
  }
  corpus.words.assign(seen.begin(), seen.end());
  std::sort(corpus.words.begin(), corpus.words.end());
  Random random(1);
  for (std::size_t i = corpus.words.size(); i > 1; --i) {
    std::swap(corpus.words[i - 1], corpus.words[random.below(static_cast<std::uint32_t>(i))]);
  }
  // Copied, they stand in memory in the order in which they are read, as words of a text do.
  corpus.words = std::vector<std::string>(corpus.words);
}

void check_steps(bool all_clean) {
  const Repairer repairer;
  std::size_t changed = 0;
  for (const std::string& text : corpus.clean) {
    const Repaired repaired = repairer.repair(text);
    check(!all_clean || (repaired.text == text && repaired.changes.empty()),
          "repair leaves clean text as it is");
    check(decode(text, "UTF-8").text == text, "decoding UTF-8 gives it back");
    if (const std::string bytes = to_kz1048(text); !bytes.empty()) {
      check(!all_clean || decode(bytes, "KZ-1048").text == text, "decoding KZ-1048 gives it back");
    }
  }
  for (const std::string& text : corpus.damaged)
    changed += repairer.repair(text).changes.empty() ? 0 : 1;
  check(changed * 10 >= corpus.damaged.size() * 7, "repair changes damaged text");
  const KazakhStemmer stemmer;
  for (const std::string& word : corpus.words) {
    const std::string stem = stemmer.stem(word);
    check(!stem.empty() && stemmer.stem(stem) == stem, "stemming a stem changes nothing");
  }
}

void load_corpus(const CollectionOptions& options) {
  CollectionOptions damaging = options;
  damaging.damaged_per_million = 1'000'000;
  for (auto& document : load(options).documents) corpus.clean.push_back(std::move(document.body));
  if (options.jsonl.empty()) {
    for (auto& document : load(damaging).documents)
      corpus.damaged.push_back(std::move(document.body));
  }
  IcuWords icu_words;
  std::size_t words = 0;
  std::size_t tokens = 0;
  for (const std::string& text : corpus.clean) {
    tokens += count_tokens(text);
    const std::size_t cut = icu_words.count(text);
    check(cut == icu_words.count_utf8(text), "ICU cuts UTF-8 as UTF-16");
    words += cut;
    corpus.one.append(text).push_back('\n');
    std::string bytes = to_kz1048(text);
    if (bytes.empty()) continue;
    corpus.kz1048.push_back(std::move(bytes));
    corpus.kz1048_tokens += static_cast<std::int64_t>(count_tokens(text));
  }
  // ICU cuts `54,7%-ға` and `сондай-ақ` where this tokenizer does not, and so on.
  check(tokens * 100 > words * 92 && tokens * 100 < words * 103,
        fmt::format("{} tokens, ICU {} words", tokens, words));
  corpus.tokens = static_cast<std::int64_t>(tokens);
  collect_words(Analyzer{}, options.jsonl.empty());
  check_steps(options.jsonl.empty());
  corpus.clean_bytes = total_bytes(corpus.clean);
  corpus.damaged_bytes = total_bytes(corpus.damaged);
  corpus.kz1048_bytes = total_bytes(corpus.kz1048);
  corpus.word_bytes = total_bytes(corpus.words);
}

/// Figures of a benchmark whose every iteration went over `bytes` and `words`.
void report(benchmark::State& state, std::int64_t bytes, std::int64_t words) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * bytes);
  state.counters["words_per_second"] =
      benchmark::Counter(static_cast<double>(rounds * words), benchmark::Counter::kIsRate);
}

void decode_utf8(benchmark::State& state) {
  while (state.KeepRunning()) {
    for (const std::string& text : corpus.clean) benchmark::DoNotOptimize(decode(text).text.data());
  }
  report(state, corpus.clean_bytes, corpus.tokens);
}
BENCHMARK(decode_utf8)->Unit(benchmark::kMillisecond);

void decode_kz1048(benchmark::State& state) {
  if (corpus.kz1048.empty()) return state.SkipWithError("no document can be written in KZ-1048");
  while (state.KeepRunning()) {
    for (const std::string& bytes : corpus.kz1048)
      benchmark::DoNotOptimize(decode(bytes, "KZ-1048").text.data());
  }
  report(state, corpus.kz1048_bytes, corpus.kz1048_tokens);
}
BENCHMARK(decode_kz1048)->Unit(benchmark::kMillisecond);

void repair_texts(benchmark::State& state, const std::vector<std::string>& texts,
                  std::int64_t bytes) {
  const Repairer repairer;
  while (state.KeepRunning()) {
    for (const std::string& text : texts)
      benchmark::DoNotOptimize(repairer.repair(text).text.data());
  }
  report(state, bytes, corpus.tokens);
}

void repair_clean(benchmark::State& state) {
  repair_texts(state, corpus.clean, corpus.clean_bytes);
}
BENCHMARK(repair_clean)->Unit(benchmark::kMillisecond);

void repair_damaged(benchmark::State& state) {
  if (corpus.damaged.empty()) return state.SkipWithError("only generated text is damaged");
  repair_texts(state, corpus.damaged, corpus.damaged_bytes);
}
BENCHMARK(repair_damaged)->Unit(benchmark::kMillisecond);

void scan(benchmark::State& state) {
  internal::LetterScan letters;
  while (state.KeepRunning()) {
    for (const std::string& text : corpus.clean) {
      letters.scan(text);
      benchmark::DoNotOptimize(letters.is_clean());
    }
  }
  report(state, corpus.clean_bytes, corpus.tokens);
}
BENCHMARK(scan)->Unit(benchmark::kMillisecond);

void tokenise(benchmark::State& state) {
  while (state.KeepRunning()) {
    for (const std::string& text : corpus.clean) benchmark::DoNotOptimize(count_tokens(text));
  }
  report(state, corpus.clean_bytes, corpus.tokens);
}
BENCHMARK(tokenise)->Unit(benchmark::kMillisecond);

void stem(benchmark::State& state) {
  const KazakhStemmer stemmer;
  std::string out;
  while (state.KeepRunning()) {
    for (const std::string& word : corpus.words) {
      stemmer.stem(word, out);
      benchmark::DoNotOptimize(out.data());
    }
  }
  report(state, corpus.word_bytes, static_cast<std::int64_t>(corpus.words.size()));
}
BENCHMARK(stem)->Unit(benchmark::kMillisecond);

void analyze_texts(benchmark::State& state, const std::vector<std::string>& texts,
                   std::int64_t bytes, const AnalyzerOptions& options = {}) {
  const Analyzer analyzer(options);
  Analysis analysis;
  while (state.KeepRunning()) {
    for (const std::string& text : texts) {
      analyzer.analyze(text, analysis);
      benchmark::DoNotOptimize(analysis.tokens().data());
    }
  }
  report(state, bytes, corpus.tokens);
}

void analyze_clean(benchmark::State& state) {
  analyze_texts(state, corpus.clean, corpus.clean_bytes);
}
BENCHMARK(analyze_clean)->Unit(benchmark::kMillisecond);

void analyze_without_repair(benchmark::State& state) {
  analyze_texts(state, corpus.clean, corpus.clean_bytes, {.repair = RepairLevel::kOff});
}
BENCHMARK(analyze_without_repair)->Unit(benchmark::kMillisecond);

void analyze_as_one_text(benchmark::State& state) {
  analyze_texts(state, {corpus.one}, static_cast<std::int64_t>(corpus.one.size()));
}
BENCHMARK(analyze_as_one_text)->Unit(benchmark::kMillisecond);

void analyze_damaged(benchmark::State& state) {
  if (corpus.damaged.empty()) return state.SkipWithError("only generated text is damaged");
  analyze_texts(state, corpus.damaged, corpus.damaged_bytes);
}
BENCHMARK(analyze_damaged)->Unit(benchmark::kMillisecond);

void icu(benchmark::State& state, std::size_t (IcuWords::*count)(const std::string&)) {
  IcuWords words;
  while (state.KeepRunning()) {
    for (const std::string& text : corpus.clean) benchmark::DoNotOptimize((words.*count)(text));
  }
  report(state, corpus.clean_bytes, corpus.tokens);
}

void icu_break_fold_nfc(benchmark::State& state) { icu(state, &IcuWords::count); }
BENCHMARK(icu_break_fold_nfc)->Unit(benchmark::kMillisecond);

void icu_break_fold_nfc_utf8(benchmark::State& state) { icu(state, &IcuWords::count_utf8); }
BENCHMARK(icu_break_fold_nfc_utf8)->Unit(benchmark::kMillisecond);

void icu_fold_nfc_break(benchmark::State& state) { icu(state, &IcuWords::count_whole); }
BENCHMARK(icu_fold_nfc_break)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  const auto options = izde::bench::take_flags(argc, argv, 6000);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  try {
    izde::bench::load_corpus(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde_text_bench: {}\n", error.what());
    return 1;
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
