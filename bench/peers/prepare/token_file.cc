#include "peers/prepare/token_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace izde::bench {
namespace {

template <typename Use>
void for_each_part(std::string_view text, char separator, const Use& use) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    use(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

TokenFile::TokenFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot open " + path);
  text_.resize(std::filesystem::file_size(path));
  file.read(text_.data(), static_cast<std::streamsize>(text_.size()));
  if (!file) throw std::runtime_error("cannot read " + path);
  for_each_part(text_, '\n', [&](std::string_view line) {
    lines_.push_back(line);
    for_each_part(line, ' ', [&](std::string_view term) {
      ++tokens_;
      Counter& counter = doc_freqs_[term];
      if (counter.last != documents()) ++counter.documents;
      counter.last = documents();
    });
  });
  if (lines_.empty()) throw std::runtime_error("no documents in " + path);
}

std::vector<std::string_view> TokenFile::document(std::uint32_t number) const {
  std::vector<std::string_view> terms;
  for_each_part(lines_[number], ' ', [&](std::string_view term) { terms.push_back(term); });
  return terms;
}

std::vector<std::string_view> TokenFile::by_frequency() const {
  std::vector<std::string_view> terms;
  for (const auto& [term, counter] : doc_freqs_) terms.push_back(term);
  std::sort(terms.begin(), terms.end(), [&](std::string_view a, std::string_view b) {
    const std::uint32_t first = doc_freq(a), second = doc_freq(b);
    return first != second ? first > second : a < b;
  });
  return terms;
}

}  // namespace izde::bench
