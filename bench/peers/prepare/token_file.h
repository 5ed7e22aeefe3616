#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace izde::bench {

/// A file of tokens in memory, with the document frequency of each term.
class TokenFile {
 public:
  /// Throws std::runtime_error when the file cannot be read or has no document.
  explicit TokenFile(const std::string& path);
  TokenFile(const TokenFile&) = delete;
  TokenFile& operator=(const TokenFile&) = delete;

  std::uint32_t documents() const noexcept { return static_cast<std::uint32_t>(lines_.size()); }
  std::uint64_t tokens() const noexcept { return tokens_; }
  std::uint64_t bytes() const noexcept { return text_.size(); }
  std::size_t terms() const noexcept { return doc_freqs_.size(); }
  std::uint32_t doc_freq(std::string_view term) const { return doc_freqs_.at(term).documents; }

  std::vector<std::string_view> document(std::uint32_t number) const;
  /// All terms, the most frequent first; equal ones by their bytes.
  std::vector<std::string_view> by_frequency() const;

 private:
  struct Counter {
    std::uint32_t documents = 0;
    std::uint32_t last = 0;  // document counted last, plus one
  };

  std::string text_;
  std::vector<std::string_view> lines_;
  std::unordered_map<std::string_view, Counter> doc_freqs_;
  std::uint64_t tokens_ = 0;
};

}  // namespace izde::bench
