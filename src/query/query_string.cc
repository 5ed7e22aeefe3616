#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "izde/query.h"

#include "query/query_node.h"
#include "query/query_syntax.h"

namespace izde {

namespace {

using Node = Query::Node;

std::string boost_suffix(float boost) {
  if (boost == 1.0F) return {};
  std::array<char, 128> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), boost, std::chars_format::fixed);
  return "^" + std::string(buffer.data(), end);
}

std::string field_prefix(const Node& node) { return node.field.empty() ? "" : node.field + ":"; }

std::string escape_word(std::string_view word, bool with_questions) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool first = std::string_view("+-!&|/[{<>").find(c) != std::string_view::npos;
    const bool anywhere = std::string_view("():\"^*\\~").find(c) != std::string_view::npos;
    if (anywhere || (first && i == 0) || (with_questions && c == '?')) out.push_back('\\');
    if (internal::any_quote_at(word, i) > 1) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

/// Appends `word` so that it is read back as one plain word.
void append_word(std::string_view word, std::string& out) {
  if (internal::operator_of(word, true) != internal::QueryOperator::kNone) {
    out.append("\\").append(word);
    return;
  }
  std::string escaped = escape_word(word, false);
  if (internal::pattern_of(escaped, false) == internal::WordPattern::kWildcard)
    escaped = escape_word(word, true);
  out.append(escaped);
}

/// The words of `text`, each preceded by `sign`.
std::string words(std::string_view text, std::string_view sign) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t n = internal::blank_at(text, at); n != 0) {
      at += n;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && internal::blank_at(text, end) == 0) ++end;
    out.append(out.empty() ? "" : " ").append(sign);
    append_word(text.substr(at, end - at), out);

    at = end;
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' || text[i] == '\\' || internal::any_quote_at(text, i) > 1)
      out.push_back('\\');
    out.push_back(text[i]);
  }
  return out + "\"";
}

bool is_one_word(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (internal::blank_at(text, at) != 0) return false;
  return !text.empty();
}

std::string number(double value) {
  std::array<char, 400> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                          static_cast<float>(value), std::chars_format::fixed);
  return {buffer.data(), end};
}

std::string near_suffix(std::uint32_t near) { return near == 0 ? "" : "~" + std::to_string(near); }

std::string match_string(const Node& node) {
  if (is_one_word(node.text) && !node.all_words) return field_prefix(node) + words(node.text, "");
  if (node.all_words) return "(" + words(node.text, "+" + field_prefix(node)) + ")";
  return field_prefix(node) + "(" + words(node.text, "") + ")" + near_suffix(node.least);
}

std::string fuzzy_string(const Node& node) {
  const std::string edits = node.max_edits > 2 ? "~" : "~" + std::to_string(node.max_edits);
  if (is_one_word(node.text)) return field_prefix(node) + words(node.text, "") + edits;
  return field_prefix(node) + quoted(node.text) + edits;
}

/// Backslashes before what the language, but no pattern, has a use for.
std::string wildcard_string(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      out.push_back(c);
      out.push_back(pattern[++i]);
      continue;
    }
    const bool sign = internal::is_escapable(c) && c != '*' && c != '?';
    const bool inside = i > 0 && c == '-';
    if ((sign && !inside) || internal::any_quote_at(pattern, i) > 1) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string regexp_string(std::string_view pattern) {
  std::string out = "/";
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size())
      out.push_back(pattern[i++]);
    else if (pattern[i] == '/')
      out.push_back('\\');
    out.push_back(pattern[i]);
  }
  return out + "/";
}

std::string bound_string(const std::optional<std::string>& bound) {
  if (!bound) return "*";
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80U || (c >= '0' && c <= '9') ||
           (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("+-.:_").find(c) != std::string_view::npos;
  };
  bool is_plain = !bound->empty() && is_one_word(*bound);
  for (std::size_t i = 0; i < bound->size(); ++i)
    is_plain = is_plain && plain((*bound)[i]) && internal::any_quote_at(*bound, i) == 0;
  return is_plain ? *bound : quoted(*bound);
}

std::string range_string(const Node& node) {
  return field_prefix(node) + (node.includes_from ? "[" : "{") + bound_string(node.from) + " TO " +
         bound_string(node.to) + (node.includes_to ? "]" : "}");
}

std::string to_string_without_boost(const Node& node);

/// The query with its boost; `signed_clause`: behind + or -.
std::string clause_string(const Query& clause, bool signed_clause) {
  const Node& node = *clause.node();
  const bool constant = node.kind == Node::Kind::kConstant;
  const std::string boost = constant ? "^=" + number(node.boost) : boost_suffix(node.boost);
  const Node& inner = constant ? *node.should.front().node() : node;
  if (signed_clause && inner.kind == Node::Kind::kMatch && is_one_word(inner.text)) {
    // After a sign a word means all its parts, so the inner "+" would only be noise.
    const std::string word = field_prefix(inner) + words(inner.text, "");
    return (inner.all_words ? word : "(" + word + ")") + boost;
  }
  return to_string_without_boost(node) + boost;
}

void append_clauses(const std::vector<Query>& clauses, std::string_view sign,
                    std::string_view suffix, std::string& out) {
  for (const Query& clause : clauses) {
    if (out.size() > 1) out.push_back(' ');
    out.append(sign);
    if (suffix.empty()) {
      out.append(clause_string(clause, !sign.empty()));
      continue;
    }
    // What does not score has no boost.
    const Node& inner = clause.node()->kind == Node::Kind::kConstant
                            ? *clause.node()->should.front().node()
                            : *clause.node();
    Node plain = inner;
    plain.boost = 1.0F;
    out.append(clause_string(Node::make(std::move(plain)), true)).append(suffix);
  }
}

std::string list_string(const Node& node) {
  // A group behind a field name: only its clauses were written, each with the name.
  if (!node.untyped.empty()) return node.should.front().to_string();
  std::string out = "(";
  append_clauses(node.must, "+", "", out);
  append_clauses(node.filter, "+", "^0", out);
  append_clauses(node.should, "", "", out);
  append_clauses(node.must_not, "-", "", out);
  return out + ")" + near_suffix(node.least);
}

std::string best_string(const Node& node) {
  std::string out = "(";
  for (const Query& clause : node.should)
    out.append(out.size() > 1 ? " | " : "").append(clause_string(clause, false));
  return out + ")" + (node.tie_breaker == 0.0F ? "" : "~" + number(node.tie_breaker));
}

std::string to_string_without_boost(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kNone:
      return "()";
    case Node::Kind::kAll:
      return "*";
    case Node::Kind::kMatch:
      return match_string(node);
    case Node::Kind::kPhrase:
    case Node::Kind::kTerm:
      return field_prefix(node) + quoted(node.text) + near_suffix(node.slop);
    case Node::Kind::kPrefix: {
      const bool word = is_one_word(node.text) && node.slop == 0;
      return field_prefix(node) + (word ? escape_word(node.text, true) : quoted(node.text)) + "*" +
             near_suffix(node.slop);
    }
    case Node::Kind::kWildcard:
      return field_prefix(node) + wildcard_string(node.text);
    case Node::Kind::kFuzzy:
      return fuzzy_string(node);
    case Node::Kind::kRegexp:
      return field_prefix(node) + regexp_string(node.text);
    case Node::Kind::kRange:
      return range_string(node);
    case Node::Kind::kBoolean:
      return list_string(node);
    case Node::Kind::kBest:
      return best_string(node);
    case Node::Kind::kConstant: {
      Node plain = *node.should.front().node();
      plain.boost = 1.0F;
      return clause_string(Node::make(std::move(plain)), false);
    }
  }
  return {};
}

}  // namespace

std::string Query::to_string() const { return clause_string(*this, false); }

}  // namespace izde
