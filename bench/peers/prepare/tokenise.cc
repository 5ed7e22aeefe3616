// Makes the file of tokens that all engines of bench/peers/run index: a document a line, the terms
// of izde's analyzer (its default settings) parted by one blank, the first reading of each word. A
// document without any term is left out.
//
//   izde-tokenise --docs N [--seed S] >TOKENS   documents of bench/generator, title and body
//   izde-tokenise <LINES >TOKENS                plain text, a document a line
//
// Prints the bytes of text read to standard error.

#include <charconv>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "izde/analyzer.h"

#include "generator/generator.h"

namespace izde::bench {
namespace {

class Tokeniser {
 public:
  void add(std::string_view text) {
    text_bytes_ += text.size();
    analyzer_.analyze(text, analysis_);
    const std::size_t begin = out_.size();
    std::uint32_t next = 0;
    for (const Token& token : analysis_.tokens()) {
      if (token.position < next) continue;  // a second reading of the word
      next = token.position + 1;
      if (out_.size() > begin) out_ += ' ';
      for (const char c : token.term) out_ += c == ' ' ? '_' : c;
    }
    if (out_.size() > begin) out_ += '\n';
    if (out_.size() >= kChunk) flush();
  }

  void flush() {
    if (std::fwrite(out_.data(), 1, out_.size(), stdout) != out_.size())
      throw std::runtime_error("cannot write standard output");
    out_.clear();
  }

  std::uint64_t text_bytes() const noexcept { return text_bytes_; }

 private:
  static constexpr std::size_t kChunk = std::size_t{1} << 20;

  Analyzer analyzer_;
  Analysis analysis_;
  std::string out_;
  std::uint64_t text_bytes_ = 0;
};

void add_generated(std::uint64_t documents, std::uint64_t seed, Tokeniser& tokeniser) {
  const Generator generator(GeneratorOptions{.seed = seed});
  GeneratedDocument document;
  for (std::uint64_t i = 0; i < documents; ++i) {
    generator.make(i, document);
    document.title += '\n';
    document.title += document.body;
    tokeniser.add(document.title);
  }
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::runtime_error(fmt::format("'{}' is no number", text));
  return value;
}

int run(int argc, char** argv) {
  std::uint64_t documents = 0, seed = 1;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view option = argv[i];
    if (i + 1 == argc || (option != "--docs" && option != "--seed"))
      throw std::runtime_error("usage: izde-tokenise [--docs N] [--seed S]");
    (option == "--docs" ? documents : seed) = number(argv[i + 1]);
  }
  Tokeniser tokeniser;
  if (documents > 0) {
    add_generated(documents, seed, tokeniser);
  } else {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) tokeniser.add(line);
  }
  tokeniser.flush();
  fmt::print(stderr, "{}\n", tokeniser.text_bytes());
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  try {
    return izde::bench::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde-tokenise: {}\n", error.what());
    return 1;
  }
}
