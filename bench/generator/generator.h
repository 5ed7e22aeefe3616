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
/// numbers, abbreviations, names, a few Russian and English words. It resembles the statistics of
/// text, not its sense; how closely, docs/benchmarks.md says.
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
