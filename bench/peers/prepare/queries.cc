// Makes the queries of bench/peers/run from a file of tokens, with a seed: the same file and seed,
// the same queries.
//
//   izde-peer-queries TOKENS SEED PER_CLASS >QUERIES
//
// Lines `class, operator, terms, document frequencies`, parted by tabs, the last two by blanks.
// Every query has a match: its words are of one document, as those of a person who looks for
// something that is there. Figures of the collection go to standard error, as JSON.
//
//   frequent term   the PER_CLASS / 2 terms of most documents
//   term            drawn evenly from three bands: over 1 %, 0.1 to 1 %, under 0.1 % of the
//   documents AND, OR         2, 3 and 4 to 8 different words, half of the queries from the first
//   ten words of a
//                   document (its title, mostly), half from anywhere in it; a word is drawn as
//                   often as it stands there, so that frequent words come often
//   phrase          2 or 3 different words that stand together, as often as they do (Xapian counts
//   a
//                   phrase of one word twice otherwise than the others do); a fourth of the queries
//                   of two words that are among the 500 most frequent

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "generator/random.h"
#include "peers/prepare/token_file.h"

namespace izde::bench {
namespace {

using Words = std::vector<std::string_view>;

class QueryMaker {
 public:
  QueryMaker(const TokenFile& file, std::uint64_t seed, std::size_t per_class)
      : file_(file), random_(seed), per_class_(per_class), ranked_(file.by_frequency()) {
    const std::size_t frequent = std::min<std::size_t>(500, ranked_.size());
    frequent_.insert(ranked_.begin(), ranked_.begin() + static_cast<std::ptrdiff_t>(frequent));
  }

  void make() {
    frequent_terms();
    banded_terms();
    for (const std::string_view op : {"AND", "OR"}) {
      together(op, 2, 2);
      together(op, 3, 3);
      together(op, 4, 8);
    }
    phrases();
  }

 private:
  // A collection may have fewer queries of a class than asked for.
  static constexpr std::size_t kTriesPerQuery = 2000;

  template <typename Draw>
  void repeat(std::string_view name, std::string_view op, std::size_t number, const Draw& draw) {
    std::unordered_set<std::string> seen;
    for (std::size_t tries = 0; seen.size() < number && tries < number * kTriesPerQuery; ++tries) {
      const Words words = draw();
      if (words.empty() || !seen.insert(fmt::format("{}", fmt::join(words, " "))).second) continue;
      print(name, op, words);
    }
  }

  void print(std::string_view name, std::string_view op, const Words& words) const {
    std::vector<std::uint32_t> freqs;
    for (const std::string_view word : words) freqs.push_back(file_.doc_freq(word));
    fmt::print("{}\t{}\t{}\t{}\n", name, op, fmt::join(words, " "), fmt::join(freqs, " "));
  }

  void frequent_terms() const {
    for (std::size_t i = 0; i < std::min(per_class_ / 2, ranked_.size()); ++i)
      print("frequent term", "TERM", {ranked_[i]});
  }

  void banded_terms() {
    const auto first_under = [&](double share) {
      const auto at = std::partition_point(ranked_.begin(), ranked_.end(), [&](auto term) {
        return file_.doc_freq(term) >= share * file_.documents();
      });
      return static_cast<std::uint32_t>(at - ranked_.begin());
    };
    const std::uint32_t high = first_under(0.01), middle = first_under(0.001);
    const auto band = [&](std::uint32_t begin, std::uint32_t end) {
      if (begin == end) return;
      repeat("term", "TERM", (per_class_ + 2) / 3,
             [&] { return Words{ranked_[random_.between(begin, end - 1)]}; });
    };
    band(0, high);
    band(high, middle);
    band(middle, static_cast<std::uint32_t>(ranked_.size()));
  }

  void together(std::string_view op, std::uint32_t least, std::uint32_t most) {
    const std::string name =
        least == most ? fmt::format("{} {}", op, least) : fmt::format("{} {}-{}", op, least, most);
    repeat(name, op, per_class_, [&] {
      Words document = any_document();
      if (random_.chance(500)) document.resize(std::min<std::size_t>(document.size(), 10));
      const std::uint32_t wanted = random_.between(least, most);
      Words words;
      for (std::uint32_t i = 0; i < 3 * wanted && words.size() < wanted; ++i) {
        const std::string_view word = document[below(document.size())];
        if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
      }
      return words.size() == wanted ? words : Words{};
    });
  }

  void phrases() {
    const std::size_t frequent = per_class_ / 4;
    repeat("phrase", "PHRASE", per_class_ - frequent,
           [&] { return neighbours(random_.between(2, 3)); });
    repeat("phrase", "PHRASE", frequent, [&] {
      const Words words = neighbours(2);
      const bool all = std::all_of(words.begin(), words.end(),
                                   [&](auto word) { return frequent_.contains(word); });
      return all ? words : Words{};
    });
  }

  Words neighbours(std::size_t number) {
    const Words document = any_document();
    if (document.size() < number) return {};
    const auto at = document.begin() + below(document.size() - number + 1);
    const Words words(at, at + static_cast<std::ptrdiff_t>(number));
    const std::unordered_set<std::string_view> different(words.begin(), words.end());
    return different.size() == number ? words : Words{};
  }

  Words any_document() { return file_.document(random_.below(file_.documents())); }
  std::uint32_t below(std::size_t n) { return random_.below(static_cast<std::uint32_t>(n)); }

  const TokenFile& file_;
  Random random_;
  std::size_t per_class_;
  Words ranked_;
  std::unordered_set<std::string_view> frequent_;
};

int run(int argc, char** argv) {
  if (argc != 4) throw std::runtime_error("usage: izde-peer-queries TOKENS SEED PER_CLASS");
  const TokenFile file(argv[1]);
  QueryMaker(file, std::stoull(argv[2]), std::stoul(argv[3])).make();
  fmt::print(stderr, "{{\"documents\": {}, \"tokens\": {}, \"terms\": {}, \"bytes\": {}}}\n",
             file.documents(), file.tokens(), file.terms(), file.bytes());
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  try {
    return izde::bench::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde-peer-queries: {}\n", error.what());
    return 1;
  }
}
