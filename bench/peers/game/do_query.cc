// search-benchmark-game's do_query: lines `COMMAND <tab> QUERY` on standard input, an answer a line
// on standard output, at once.
//
//   izde-game-do-query FOLDER

#include <fmt/format.h>
#include <iostream>
#include <string>

#include "peers/game/game.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: izde-game-do-query FOLDER\n");
    return 2;
  }
  try {
    const izde::Searcher searcher = izde::Index::open(argv[1]).searcher();
    for (std::string line; std::getline(std::cin, line);)
      std::cout << izde::bench::answer(searcher, line) << std::endl;
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde-game-do-query: {}\n", error.what());
    return 1;
  }
}
