// izde stem: words in, word<TAB>stem out.
#include <fmt/format.h>
#include <izde/izde.h>
#include <utility>

#include "command.h"
#include "command_line.h"
#include "line_reader.h"
#include "output.h"
#include "shared_options.h"

namespace izde::cli {
namespace {

constexpr CommandHelp kHelp{
    "stem", "[OPTIONS] [FILE...]",
    "Reads words, one a line, and prints `word<TAB>stem` for each, in the same order. Capitals "
    "and\n"
    "composed letters are normalised first. Without FILE, or for '-', standard input is read.\n",
    "  echo мектептерімізден | izde stem\n"
    "  izde stem --dictionary words.txt list.txt\n"};

// а-я, ё apart: D0 B0..BF, D1 80..8F; і D1 96; ғ қ ң ү ұ һ D2 93 9B A3 AF B1 BB; ә ө D3 99 A9.
bool is_lower_kazakh(unsigned char lead, unsigned char trail) {
  switch (lead) {
    case 0xD0:
      return trail >= 0xB0 && trail <= 0xBF;
    case 0xD1:
      return (trail >= 0x80 && trail <= 0x8F) || trail == 0x96;
    case 0xD2:
      return trail == 0x93 || trail == 0x9B || trail == 0xA3 || trail == 0xAF || trail == 0xB1 ||
             trail == 0xBB;
    case 0xD3:
      return trail == 0x99 || trail == 0xA9;
    default:
      return false;
  }
}

// Whether the stemmer can have the word as it is.
bool is_normal(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    if (byte == '-') continue;
    if (i + 1 == word.size()) return false;
    if (!is_lower_kazakh(byte, static_cast<unsigned char>(word[i + 1]))) return false;
    ++i;
  }
  return true;
}

/// Stems words in any letter case.
class WordStemmer {
 public:
  explicit WordStemmer(UserDictionary dictionary) : stemmer_(std::move(dictionary)) {}

  const std::string& stem(std::string_view word) {
    if (is_normal(word)) {
      stemmer_.stem(word, stem_);
    } else {
      stem_other(word);
    }
    return stem_;
  }

 private:
  // The analyzer normalises; what it does not take for one word comes back as it is.
  void stem_other(std::string_view word) {
    normaliser_.analyze(word, analysis_);
    const auto tokens = analysis_.tokens();
    const bool whole = tokens.size() == 1 && tokens[0].begin == 0 && tokens[0].end == word.size();
    const bool word_kind =
        whole && (tokens[0].kind == TokenKind::kWord || tokens[0].kind == TokenKind::kAcronym);
    if (word_kind) {
      stemmer_.stem(tokens[0].form, stem_);
    } else {
      stem_ = word;
    }
  }

  KazakhStemmer stemmer_;
  Analyzer normaliser_{AnalyzerOptions{.repair = RepairLevel::kOff, .stem = false}};
  Analysis analysis_;
  std::string stem_;
};

void stem_lines(const std::string& path, WordStemmer& stemmer, Output& out) {
  LineReader reader(path);
  reader.before_read([&] { out.flush(); });
  std::string_view word;
  while (reader.next(word)) {
    if (word.ends_with('\r')) word.remove_suffix(1);
    out.write(word);
    out.write("\t");
    out.write(stemmer.stem(word));
    out.write("\n");
  }
}

}  // namespace

int run_stem(const Arguments& arguments) {
  CommandLine line(kHelp);
  add_dictionary(line, "words to keep, more roots, exceptions (docs/dictionary.md)");
  if (!line.parse(arguments)) return kDone;
  WordStemmer stemmer(user_dictionary(line));
  Output out = Output::standard();
  if (line.operands().empty()) stem_lines("-", stemmer, out);
  for (const std::string& path : line.operands()) stem_lines(path, stemmer, out);
  out.flush();
  return kDone;
}

}  // namespace izde::cli
