// Measured: KazakhStemmer::stem on different words, one thread, no cache before it.
// Corpus: the distinct lower-case words of data/text/clean.txt in the folder that IZDE_SHARED names
// (running Kazakh text, 10 thousand words); without it the forms of 16 roots, which the caches
// hold. Not measured: finding the words in text, normalising them. Checked first: every stem is
// stable. Run: stemmer_bench
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "izde/stemmer.h"

namespace {

bool is_lower_cyrillic(std::string_view word) {
  const izde::KazakhStemmer stemmer;
  return word.size() >= 4 && word.size() % 2 == 0 &&
         std::all_of(word.begin(), word.end(), [](char c) { return (c & 0x80) != 0; }) &&
         stemmer.stem(word).size() <= word.size() + 4 && (word[0] & 0x7C) == 0x50;
}

std::vector<std::string> words_of(std::istream& text) {
  std::vector<std::string> words;
  std::string piece;
  while (text >> piece) {
    while (!piece.empty() && (piece.back() & 0x80) == 0) piece.pop_back();
    if (is_lower_cyrillic(piece)) words.push_back(piece);
  }
  return words;
}

std::vector<std::string> forms() {
  std::vector<std::string> words;
  for (const char* root : {"бала", "қала", "дала", "сала", "баға", "сапа", "тарау", "бау", "тау",
                           "орман", "қазан", "адам", "заман", "маман", "азамат", "қанат"}) {
    for (const char* ending :
         {"", "ның", "да", "лар", "лары", "ларын", "ларында", "дағы", "мен", "ға"}) {
      words.push_back(std::string(root) + ending);
    }
  }
  return words;
}

const std::vector<std::string>& words() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> list;
    if (const char* folder = std::getenv("IZDE_SHARED")) {
      std::ifstream text(std::string(folder) + "/data/text/clean.txt");
      list = words_of(text);
    }
    if (list.empty()) list = forms();
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    std::shuffle(list.begin(), list.end(), std::mt19937(1));
    return list;
  }();
  return kWords;
}

/// A dictionary as a user may write one: names, terms, exceptions; none is a root of the lexicon.
izde::UserDictionary small_dictionary() {
  std::vector<izde::DictionaryEntry> entries;
  for (const char* noun : {"алмас", "блокчейн", "стартап", "гаджет", "хакатон", "краудфандинг",
                           "айтишник", "әлжан", "бөрібек", "күлпаш", "мөлтекті", "өркенбек"})
    entries.push_back({izde::DictionaryEntryKind::kNoun, noun});
  for (const char* verb : {"гуглап", "чаттас", "лайкта"})
    entries.push_back({izde::DictionaryEntryKind::kVerb, verb});
  for (const char* kept : {"самұрық", "қазпошта", "қазмұнайгаз", "windows", "айқын"})
    entries.push_back({izde::DictionaryEntryKind::kKeep, kept});
  entries.push_back({izde::DictionaryEntryKind::kException, "егемендік", "тәуелсіздік"});
  return izde::UserDictionary(entries);
}

/// With 1, a small user dictionary is in force.
void stem_different_words(benchmark::State& state) {
  const izde::KazakhStemmer stemmer(state.range(0) == 0 ? izde::UserDictionary()
                                                        : small_dictionary());
  std::string out, again;
  for (const std::string& word : words()) {
    stemmer.stem(word, out);
    stemmer.stem(out, again);
    if (out != again) return state.SkipWithError("a stem is not stable");
  }
  for (auto _ : state) {
    for (const std::string& word : words()) {
      stemmer.stem(word, out);
      benchmark::DoNotOptimize(out.data());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(words().size()));
  state.counters["words"] = static_cast<double>(words().size());
}
BENCHMARK(stem_different_words)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
