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

/// Appends `word` so that it is read back as one plain word.
void append_word(std::string_view word, std::string& out) {
  if (internal::operator_of(word, true) != internal::QueryOperator::kNone) {
    out.append("\\").append(word);
    return;
  }
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool sign_inside = i > 0 && (c == '+' || c == '-' || c == '!' || c == '&' || c == '|');
    if (internal::is_escapable(c) && !sign_inside) out.push_back('\\');
    if (internal::any_quote_at(word, i) > 1) out.push_back('\\');
    out.push_back(c);
  }
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

std::string match_string(const Node& node) {
  const std::string boost = boost_suffix(node.boost);
  if (is_one_word(node.text) && !node.all_words)
    return field_prefix(node) + words(node.text, "") + boost;
  return field_prefix(node) + "(" + words(node.text, node.all_words ? "+" : "") + ")" + boost;
}

void append_clauses(const std::vector<Query>& clauses, std::string_view sign, std::string& out) {
  for (const Query& clause : clauses) {
    if (out.size() > 1) out.push_back(' ');
    out.append(sign);
    const Node& node = *clause.node();
    // After a sign a word means all its parts, so the inner "+" would only be noise.
    if (!sign.empty() && node.kind == Node::Kind::kMatch && node.all_words &&
        is_one_word(node.text)) {
      out.append(field_prefix(node)).append(words(node.text, "")).append(boost_suffix(node.boost));
    } else if (!sign.empty() && node.kind == Node::Kind::kMatch && !node.all_words &&
               is_one_word(node.text)) {
      out.append("(").append(clause.to_string()).append(")");
    } else {
      out.append(clause.to_string());
    }
  }
}

}  // namespace

std::string Query::to_string() const {
  const Node& node = *node_;
  switch (node.kind) {
    case Node::Kind::kNone:
      return "()";
    case Node::Kind::kAll:
      return "*" + boost_suffix(node.boost);
    case Node::Kind::kMatch:
      return match_string(node);
    case Node::Kind::kPhrase:
    case Node::Kind::kTerm:
      return field_prefix(node) + quoted(node.text) + boost_suffix(node.boost);
    case Node::Kind::kPrefix: {
      const bool word = is_one_word(node.text);
      return field_prefix(node) + (word ? words(node.text, "") : quoted(node.text)) + "*" +
             boost_suffix(node.boost);
    }
    case Node::Kind::kBoolean:
      break;
  }
  // A group behind a field name: only its clauses were written, each with the name.
  if (!node.untyped.empty()) return node.should.front().boosted(node.boost).to_string();
  std::string out = "(";
  append_clauses(node.must, "+", out);
  append_clauses(node.should, "", out);
  append_clauses(node.must_not, "-", out);
  return out + ")" + boost_suffix(node.boost);
}

}  // namespace izde
