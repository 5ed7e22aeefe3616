#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/generator.h"

namespace izde::bench {

/// What a benchmark runs over, from its command line.
struct CollectionOptions {
  std::uint64_t documents =
      0;                   ///< `--docs=N`: generated documents, or lines read of the file (0: all).
  std::uint64_t seed = 1;  ///< `--seed=S`
  std::string jsonl;       ///< `--jsonl=FILE`: read this instead (id, title, body or text).
  std::uint32_t damaged_per_million = 0;
};

/// Takes the flags above out of `argv`, so that Google Benchmark sees its own alone. A flag that
/// cannot be read ends the program with a message.
CollectionOptions take_flags(int& argc, char** argv, std::uint64_t default_documents);

struct Collection {
  std::string name;  ///< For reports: "generated, 20,000 documents, seed 1".
  std::vector<GeneratedDocument> documents;
  std::uint64_t text_bytes = 0;  ///< Of titles and bodies.
};

/// Throws std::runtime_error when the file cannot be read.
Collection load(const CollectionOptions& options);

}  // namespace izde::bench
