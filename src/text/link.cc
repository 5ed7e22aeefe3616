#include "text/link.h"

#include <algorithm>
#include <array>

#include "text/word_class.h"

namespace izde::internal {
namespace {

// Bounds of the look ahead: RFC 5321 (local part 64, domain 255); no registered scheme is longer
// than 30.
constexpr std::size_t kMaxLocal = 64;
constexpr std::size_t kMaxDomain = 255;
constexpr std::size_t kMaxScheme = 32;

// Top-level domains by which a domain without scheme or www is known. Those that are words of a
// language typed after a full stop without a blank (me, is, it, in) are left out.
constexpr std::string_view kTopLevel[] = {
    "ai",  "app", "az",   "biz",  "by", "cn", "co", "com", "de", "dev", "edu", "eu",
    "fr",  "gov", "info", "int",  "io", "jp", "kg", "kr",  "kz", "mil", "net", "online",
    "org", "pl",  "ru",   "site", "su", "tj", "tr", "tv",  "ua", "uk",  "uz"};

bool is_alpha(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alnum(char c) noexcept { return is_alpha(c) || (c >= '0' && c <= '9'); }
char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equals_lower(std::string_view text, std::string_view lower_case) noexcept {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

template <class Predicate>
std::size_t run_end(std::string_view text, std::size_t at, std::size_t limit, Predicate allowed) {
  const std::size_t stop = std::min(text.size(), at + limit);
  while (at < stop && allowed(text[at])) ++at;
  return at;
}

// The domain at `at`, its last label, and how many labels it has.
struct Domain {
  std::size_t end = 0;
  std::string_view top;
  int labels = 0;
};

Domain domain_at(std::string_view text, std::size_t at) noexcept {
  Domain domain;
  const std::size_t stop =
      run_end(text, at, kMaxDomain, [](char c) { return is_alnum(c) || c == '-' || c == '.'; });
  while (at < stop && is_alnum(text[at])) {
    std::size_t end = run_end(text, at, stop - at, [](char c) { return is_alnum(c) || c == '-'; });
    const std::size_t next = end;
    while (text[end - 1] == '-') --end;
    domain = {end, text.substr(at, end - at), domain.labels + 1};
    if (end != next || next >= stop) break;
    at = next + 1;  // over the full stop
  }
  return domain;
}

bool is_top_level(const Domain& domain, bool any) noexcept {
  if (domain.labels < 2 || domain.top.size() < 2) return false;
  if (any) return std::all_of(domain.top.begin(), domain.top.end(), is_alpha);
  return std::any_of(std::begin(kTopLevel), std::end(kTopLevel),
                     [&](std::string_view known) { return equals_lower(domain.top, known); });
}

// Whether the character at `at` may stand in a URL as people write them: visible ASCII that quotes
// nothing, and letters, digits and marks of any script.
std::size_t url_char_length(std::string_view text, std::size_t at) noexcept {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) {
    constexpr std::string_view kStops = "\"<>`{}|\\^\x7F";
    return byte > 0x20 && kStops.find(text[at]) == std::string_view::npos ? 1 : 0;
  }
  const WordChar c = word_char_at(text, at);
  const WordClass type = c.word_class();
  const bool part = (c.entry & (kLetter | kUpper)) != 0 || type == WordClass::kNumeric ||
                    type == WordClass::kExtend || type == WordClass::kALetter;
  return part ? c.length : 0;
}

bool is_unbalanced(std::string_view url, char open, char close) noexcept {
  return std::count(url.begin(), url.end(), close) > std::count(url.begin(), url.end(), open);
}

std::size_t trimmed_end(std::string_view text, std::size_t begin, std::size_t end) noexcept {
  constexpr std::string_view kClosing = ".,;:!?'*";
  bool round = is_unbalanced(text.substr(begin, end - begin), '(', ')');
  bool square = is_unbalanced(text.substr(begin, end - begin), '[', ']');
  for (; end > begin; --end) {
    const char last = text[end - 1];
    if (last == ')' && round) {
      round = false;
    } else if (last == ']' && square) {
      square = false;
    } else if (kClosing.find(last) == std::string_view::npos) {
      break;
    }
  }
  return end;
}

std::size_t url_end(std::string_view text, std::size_t begin, std::size_t at) noexcept {
  while (at < text.size()) {
    const std::size_t length = url_char_length(text, at);
    if (length == 0) break;
    at += length;
  }
  return trimmed_end(text, begin, at);
}

Link email_at(std::string_view text, std::size_t at) noexcept {
  const std::size_t end = run_end(text, at, kMaxLocal + 1, [](char c) {
    return is_alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
  });
  if (end - at > kMaxLocal || end >= text.size() || text[end] != '@') return {};
  const Domain domain = domain_at(text, end + 1);
  if (!is_top_level(domain, true)) return {};
  return {domain.end, TokenKind::kEmail};
}

Link url_at(std::string_view text, std::size_t at) noexcept {
  const std::size_t scheme = run_end(text, at, kMaxScheme, is_alnum);
  if (text.substr(scheme, 3) == "://") {
    const std::size_t end = url_end(text, at, scheme + 3);
    if (end > scheme + 3) return {end, TokenKind::kUrl};
    return {};
  }
  const Domain domain = domain_at(text, at);
  const bool www = equals_lower(text.substr(at, 4), "www.");
  if (!is_top_level(domain, www) || (www && domain.labels < 3)) return {};
  const char next = domain.end < text.size() ? text[domain.end] : ' ';
  if (next == '/' || next == '?' || next == ':' || next == '#')
    return {std::max(url_end(text, at, domain.end), domain.end), TokenKind::kUrl};
  return {domain.end, TokenKind::kUrl};
}

}  // namespace

Link link_at(std::string_view text, std::size_t at) noexcept {
  if (const Link email = email_at(text, at)) return email;
  return url_at(text, at);
}

}  // namespace izde::internal
