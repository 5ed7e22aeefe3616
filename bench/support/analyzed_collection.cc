#include "support/analyzed_collection.h"

#include <algorithm>

namespace izde::bench {
namespace {

bool begins_cyrillic(std::string_view form) noexcept {
  return form.size() >= 4 && (static_cast<unsigned char>(form[0]) & 0xFCU) == 0xD0U;
}

bool holds_phrase(const std::vector<AnalyzedCollection::Token>& field,
                  std::span<const TermId> terms) {
  for (const auto& start : field) {
    std::uint32_t matched = 0;
    for (const TermId term : terms) {
      const bool there = std::any_of(field.begin(), field.end(), [&](const auto& token) {
        return token.term == term && token.position == start.position + matched;
      });
      if (!there) break;
      ++matched;
    }
    if (matched == terms.size()) return true;
  }
  return false;
}

}  // namespace

AnalyzedCollection::AnalyzedCollection(const Collection& collection, const Analyzer& analyzer) {
  Analysis analysis;
  for (const GeneratedDocument& source : collection.documents) {
    Document& document = documents_.emplace_back();
    document.title = read(source.title, analyzer, analysis);
    document.body = read(source.body, analyzer, analysis);
    for (const auto* field : {&document.title, &document.body}) {
      for (std::size_t i = 0; i < field->size(); ++i) {
        const bool second = i > 0 && (*field)[i].position == (*field)[i - 1].position;
        positions_ += second ? 0 : 1;  // the second reading of a word
        document.terms.push_back((*field)[i].term);
      }
    }
    std::sort(document.terms.begin(), document.terms.end());
    document.terms.erase(std::unique(document.terms.begin(), document.terms.end()),
                         document.terms.end());
    for (const TermId term : document.terms) ++doc_freqs_[term];
  }
}

std::vector<AnalyzedCollection::Token> AnalyzedCollection::read(std::string_view text,
                                                                const Analyzer& analyzer,
                                                                Analysis& analysis) {
  std::vector<Token> tokens;
  analyzer.analyze(text, analysis);
  for (const izde::Token& token : analysis.tokens()) {
    Token& read = tokens.emplace_back(Token{intern(token.term), token.position, {}});
    const bool word = token.kind == TokenKind::kWord && begins_cyrillic(token.form);
    if (word && means_itself(token.form, read.term, analyzer)) read.form = token.form;
  }
  return tokens;
}

TermId AnalyzedCollection::intern(std::string_view term) {
  const auto [at, added] = ids_.try_emplace(std::string(term), static_cast<TermId>(terms_.size()));
  if (added) {
    terms_.push_back(&at->first);
    doc_freqs_.push_back(0);
  }
  return at->second;
}

bool AnalyzedCollection::means_itself(std::string_view form, TermId term,
                                      const Analyzer& analyzer) {
  const auto [at, added] = forms_.try_emplace(std::string(form), false);
  if (added) {
    analyzer.analyze(form, typed_);
    at->second = typed_.tokens().size() == 1 && typed_.tokens()[0].term == *terms_[term];
  }
  return at->second;
}

std::uint64_t AnalyzedCollection::count_any(std::span<const TermId> terms) const {
  return static_cast<std::uint64_t>(
      std::count_if(documents_.begin(), documents_.end(), [&](const Document& document) {
        return std::any_of(terms.begin(), terms.end(), [&](TermId term) {
          return std::binary_search(document.terms.begin(), document.terms.end(), term);
        });
      }));
}

std::uint64_t AnalyzedCollection::count_all(std::span<const TermId> terms) const {
  return static_cast<std::uint64_t>(
      std::count_if(documents_.begin(), documents_.end(), [&](const Document& document) {
        return std::all_of(terms.begin(), terms.end(), [&](TermId term) {
          return std::binary_search(document.terms.begin(), document.terms.end(), term);
        });
      }));
}

std::uint64_t AnalyzedCollection::count_phrase(std::span<const TermId> terms) const {
  return static_cast<std::uint64_t>(
      std::count_if(documents_.begin(), documents_.end(), [&](const Document& document) {
        const bool all = std::all_of(terms.begin(), terms.end(), [&](TermId term) {
          return std::binary_search(document.terms.begin(), document.terms.end(), term);
        });
        return all && (holds_phrase(document.title, terms) || holds_phrase(document.body, terms));
      }));
}

std::uint64_t AnalyzedCollection::count_prefix(std::string_view prefix) const {
  std::vector<bool> begins(terms_.size());
  for (std::size_t i = 0; i < terms_.size(); ++i) begins[i] = terms_[i]->starts_with(prefix);
  return static_cast<std::uint64_t>(
      std::count_if(documents_.begin(), documents_.end(), [&](const Document& document) {
        return std::any_of(document.terms.begin(), document.terms.end(),
                           [&](TermId term) { return begins[term]; });
      }));
}

}  // namespace izde::bench
