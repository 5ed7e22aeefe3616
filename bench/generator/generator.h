#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace izde::bench {

/// What a collection is made from.
struct GeneratorOptions {
  std::uint64_t seed = 1;
  /// How many documents in a million are damaged in one of the ways of damage.h. The others do not
  /// change with it.
  std::uint32_t damaged_per_million = 0;
};

/// One document. Values are UTF-8 that needs no escape in JSON.
struct GeneratedDocument {
  std::string id;         ///< Its number in decimal.
  std::string title;      ///< Some 5 words.
  std::string body;       ///< Some 60 words on average, log-normal.
  std::string source;     ///< One of 12 lower-case Latin names.
  std::string published;  ///< A day from 2015 to 2024, `2019-05-01`.
  bool damaged = false;
};

/// Makes a large collection that resembles Kazakh: Zipf-Mandelbrot vocabulary without end, words
/// inflected by the rules of the language, topics, words that come again in their document,
/// numbers, abbreviations, names, a few Russian and English words. It has the statistics of text,
/// not its sense.
///
/// The first 550,000 words of 40,000 items of running text (news, laws, encyclopaedia, spoken
/// sentences) beside those of seed 1, both by statistics.py; more in docs/benchmarks.md:
///
///                                   running text    generated
///   words a document                        15.8         59.5   longer by intent
///   words a sentence                        10.2         10.0
///   letters a word, over words              6.56         6.64
///   letters a word, over types              8.50         9.04
///   types after 100,000 words             23,557       23,423
///   types after 500,000 words             59,109       64,229
///   types seen once                       49.7 %       55.4 %
///   share of the top 10 types              6.2 %        5.8 %
///   share of the top 100 types            20.4 %       19.5 %
///   share of the top 1,000 types          49.6 %       51.2 %
///   inflected words, by their ending      53.0 %       54.0 %
///   a word again in its document          10.8 %       11.5 %
///
/// Document n is a function of the options and n: the same bytes on every machine, a smaller
/// collection is the beginning of a larger one, and documents can be made in any order. Immutable;
/// any number of threads may share one.
class Generator {
 public:
  /// Cost: some 50 ms for the tables.
  explicit Generator(GeneratorOptions options = {});
  ~Generator();
  Generator(Generator&&) noexcept;
  Generator& operator=(Generator&&) noexcept;

  /// Makes document `number` into `out`, whose memory is reused.
  void make(std::uint64_t number, GeneratedDocument& out) const;

 private:
  struct Tables;
  GeneratorOptions options_;
  std::unique_ptr<const Tables> tables_;
};

/// Adds `document` to `out` as one line of JSON with its newline.
void append_json(const GeneratedDocument& document, std::string& out);

}  // namespace izde::bench
