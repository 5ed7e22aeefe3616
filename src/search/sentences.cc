#include "search/sentences.h"

#include <algorithm>
#include <cstddef>

namespace izde::internal {

namespace {

constexpr std::uint32_t kShortWordBytes = 4;  // two Cyrillic letters

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Where the next sentence begins in what stands between two words, npos when none does.
std::size_t bound_in_gap(std::string_view gap, bool after_short_word) {
  constexpr std::string_view kEllipsis = "…";
  bool ended = false;
  for (std::size_t i = 0; i < gap.size(); ++i) {
    const char c = gap[i];
    if (c == '\n' || (ended && is_blank(c))) {
      const std::size_t next = gap.find_first_not_of(" \t\r\n", i);
      return next == std::string_view::npos ? gap.size() : next;
    }
    if (c == '!' || c == '?' || (c == '.' && !after_short_word)) ended = true;
    if (gap.substr(i).starts_with(kEllipsis)) ended = true;
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<std::uint32_t> sentence_bounds(std::string_view text, std::span<const Token> tokens) {
  std::vector<std::uint32_t> bounds{0};
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::uint32_t end = tokens[i].end, next = tokens[i + 1].begin;
    if (next <= end) continue;
    const bool short_word =
        tokens[i].kind == TokenKind::kWord && end - tokens[i].begin <= kShortWordBytes;
    const std::size_t at = bound_in_gap(text.substr(end, next - end), short_word);
    if (at != std::string_view::npos) bounds.push_back(end + static_cast<std::uint32_t>(at));
  }
  const auto size = static_cast<std::uint32_t>(text.size());
  if (bounds.back() != size) bounds.push_back(size);
  return bounds;
}

}  // namespace izde::internal
