#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "izde/stemmer.h"

/// Any bytes are a word: the stem is stable, not empty, and hardly longer than the word.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view word(reinterpret_cast<const char*>(data), size);
  const izde::KazakhStemmer stemmer;
  const std::string stem = stemmer.stem(word);
  if (stem.empty() != word.empty() || stem.size() > word.size() + 4) std::abort();
  if (stemmer.stem(stem) != stem) std::abort();
  return 0;
}
