// search-benchmark-game's build_index: JSON lines with `id` and `text` on standard input, an index
// in the folder that is named, merged to one segment. The game's texts are pre-processed; tokens
// are what stands between blanks.
//
//   izde-game-build-index FOLDER <CORPUS.jsonl

#include <fmt/format.h>
#include <iostream>
#include <stdexcept>
#include <string>

#include "cli/json_lines.h"
#include "peers/game/game.h"

namespace izde::bench {
namespace {

int run(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: izde-game-build-index FOLDER <CORPUS.jsonl\n");
    return 2;
  }
  Index index = Index::open(argv[1], game_schema(), game_options());
  IndexWriter writer = index.writer({.buffer_bytes = std::size_t{256} << 20});
  std::ios::sync_with_stdio(false);
  cli::JsonLineReader reader;
  cli::JsonError error;
  Document document, taken;
  std::uint64_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    if (!reader.read(line, document, error))
      throw std::runtime_error(
          fmt::format("line {}, byte {}: {}", number, error.column, error.message));
    writer.add(taken.set("text", document.get("text")));
  }
  writer.commit();
  writer.optimize();
  return 0;
}

}  // namespace
}  // namespace izde::bench

int main(int argc, char** argv) {
  try {
    return izde::bench::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "izde-game-build-index: {}\n", error.what());
    return 1;
  }
}
