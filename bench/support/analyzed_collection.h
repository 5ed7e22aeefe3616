#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "izde/analyzer.h"

#include "support/collection.h"

namespace izde::bench {

using TermId = std::uint32_t;

/// A collection as an index sees it, in the plainest form: every document's terms with their
/// positions. What searches are checked against, by looking at every document.
class AnalyzedCollection {
 public:
  struct Token {
    TermId term = 0;
    std::uint32_t position = 0;
    std::string
        form;  ///< Empty unless it is a Cyrillic word that, typed alone, means its term again.
  };
  struct Document {
    std::vector<Token> title;
    std::vector<Token> body;
    std::vector<TermId> terms;  ///< Of both fields, sorted, unique.
  };

  AnalyzedCollection(const Collection& collection, const Analyzer& analyzer);

  const std::vector<Document>& documents() const noexcept { return documents_; }
  /// Documents with the term.
  std::uint32_t doc_freq(TermId term) const noexcept { return doc_freqs_[term]; }
  const std::string& term(TermId id) const noexcept { return *terms_[id]; }
  std::size_t term_count() const noexcept { return terms_.size(); }
  /// Positions that have a token, of all documents.
  std::uint64_t positions() const noexcept { return positions_; }

  // Each counts documents, looking at all of them.
  std::uint64_t count_any(std::span<const TermId> terms) const;
  std::uint64_t count_all(std::span<const TermId> terms) const;
  std::uint64_t count_phrase(std::span<const TermId> terms) const;
  std::uint64_t count_prefix(std::string_view prefix) const;

 private:
  std::vector<Token> read(std::string_view text, const Analyzer& analyzer, Analysis& analysis);
  TermId intern(std::string_view term);
  bool means_itself(std::string_view form, TermId term, const Analyzer& analyzer);

  std::unordered_map<std::string, TermId> ids_;
  std::vector<const std::string*> terms_;
  std::vector<std::uint32_t> doc_freqs_;
  std::unordered_map<std::string, bool> forms_;
  Analysis typed_;
  std::vector<Document> documents_;
  std::uint64_t positions_ = 0;
};

}  // namespace izde::bench
