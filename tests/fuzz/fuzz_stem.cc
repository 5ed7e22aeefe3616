#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "izde/dictionary.h"
#include "izde/error.h"
#include "izde/stemmer.h"

namespace {

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

/// The dictionary of those lines that are entries, and do not contradict those before them.
izde::UserDictionary dictionary_of(std::string_view text) {
  constexpr int kMostLines = 12;
  izde::UserDictionary dictionary;
  std::string kept;
  for (int i = 0; i < kMostLines && !text.empty(); ++i) {
    const std::string more = kept + std::string(next_line(text)) + "\n";
    try {
      dictionary = izde::UserDictionary::parse(more);
      kept = more;
    } catch (const izde::Error& error) {
      if (error.code() != izde::ErrorCode::kInvalidArgument) std::abort();
    }
  }
  return dictionary;
}

void check(const izde::KazakhStemmer& stemmer, std::string_view word) {
  const std::string stem = stemmer.stem(word);
  if (stem.empty() != word.empty()) std::abort();
  if (stemmer.dictionary().empty() && stem.size() > word.size() + 4) std::abort();
  if (stemmer.stem(stem) != stem) std::abort();
}

}  // namespace

/// Any bytes are a word: the stem is stable, not empty, and without dictionary hardly longer than
/// the word. What stands before a zero byte is a user dictionary, what comes after it are words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t zero = input.find('\0');
  if (zero == std::string_view::npos) {
    check(izde::KazakhStemmer(), input);
    return 0;
  }
  const izde::UserDictionary dictionary = dictionary_of(input.substr(0, zero));
  if (izde::UserDictionary::parse(dictionary.text()) != dictionary) std::abort();
  const izde::KazakhStemmer stemmer(dictionary);
  for (std::string_view words = input.substr(zero + 1); !words.empty();)
    check(stemmer, next_line(words));
  for (std::string_view entries = dictionary.text(); !entries.empty();) {
    std::string_view entry = next_line(entries);
    check(stemmer, entry.substr(entry.rfind(' ') + 1));
    check(stemmer, entry.substr(0, entry.find(' ')));
  }
  return 0;
}
