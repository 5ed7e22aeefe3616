#include "query/index_words.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "query/restoring.h"
#include "text/folding.h"

namespace izde::internal {

namespace {

constexpr std::size_t kLeastRestored = 4;  // letters; shorter words have too many spellings
constexpr std::size_t kSpellingsTried = 2;

/// One place in a text, of which there may be several readings.
bool is_one_word(const Analysis& analysis) {
  const auto tokens = analysis.tokens();
  return !tokens.empty() && tokens.front().position == tokens.back().position;
}

}  // namespace

std::size_t count_letters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code = code_point_at(text, at);
    at += code.length;
    const char32_t c = code.value;
    const bool latin = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    count += latin || (c >= 0x400 && c < 0x530) ? 1U : 0U;
  }
  return count;
}

IndexWords::IndexWords(const Schema& schema, const Analyzer& analyzer, const Vocabulary& vocabulary)
    : analyzer_(analyzer), vocabulary_(vocabulary) {
  for (std::size_t i = 0; i < schema.fields().size(); ++i)
    if (schema.fields()[i].type == FieldType::kText)
      fields_.push_back(static_cast<std::uint32_t>(i));
}

bool IndexWords::has_any(std::string_view text) {
  analyzer_.analyze(text, analysis_);
  for (const Token& token : analysis_.tokens()) {
    if (token.kind == TokenKind::kNumber) {
      if (token.begin == 0 && token.end == text.size()) return true;
    } else if (count_letters(token.form) >= 2 && (has_term(token.term) || is_spelled(token.form))) {
      return true;
    }
  }
  return false;
}

bool IndexWords::has_whole(std::string_view text) {
  analyzer_.analyze(text, analysis_);
  for (const Token& token : analysis_.tokens()) {
    if (token.begin != 0 || token.end != text.size()) return false;
    if (token.kind == TokenKind::kNumber || has_term(token.term) || is_spelled(token.form))
      return true;
  }
  return false;
}

Presence IndexWords::has_all(std::string_view text) {
  analyzer_.analyze(text, analysis_);
  bool any = false, found = true;
  std::optional<std::uint32_t> position;
  for (const Token& token : analysis_.tokens()) {
    if (token.kind == TokenKind::kNumber) continue;
    if (position != token.position) {
      if (!found) return Presence::kNone;
      found = false;
    }
    position = token.position;
    any = true;
    found = found || has_term(token.term);
  }
  if (any && found) return Presence::kWord;
  if (!is_one_word(analysis_) || count_letters(text) < kLeastRestored) return Presence::kNone;
  return restored(text) ? Presence::kRestored : Presence::kNone;
}

std::string IndexWords::spelled(std::string_view reading) const {
  return restore_spellings(reading, vocabulary_, 1).front().form;
}

std::optional<std::string> IndexWords::restored(std::string_view text) {
  analyzer_.analyze(text, analysis_);
  if (!is_one_word(analysis_)) return std::nullopt;
  const std::string form(analysis_.tokens().front().form);
  for (RestoredSpelling& spelling : restore_spellings(form, vocabulary_, kSpellingsTried)) {
    if (spelling.form == form) continue;
    analyzer_.analyze(spelling.form, analysis_);
    for (const Token& token : analysis_.tokens())
      if (has_term(token.term)) return std::move(spelling.form);
  }
  return std::nullopt;
}

bool IndexWords::has_term(std::string_view term) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](std::uint32_t field) { return vocabulary_.doc_freq(field, term) > 0; });
}

bool IndexWords::is_spelled(std::string_view form) {
  fold_kazakh_letters(form, folded_);
  return vocabulary_.spellings(folded_, true, 1, entries_) > 0;
}

}  // namespace izde::internal
