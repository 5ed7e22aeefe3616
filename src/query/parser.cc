#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "izde/query.h"

#include "query/lexer.h"
#include "query/query_node.h"
#include "query/query_syntax.h"

// Grammar (docs/query-language.md):
//   list    := chain { [OR] chain }
//   chain   := operand { AND operand }
//   operand := { NOT | "+" | "-" } primary
//   primary := [ field ":" ] ( word | pattern | regexp | phrase [ "~" n ] | "(" list ")" [ "~" n ]
//   )
//            | field ":" range
// and any primary may end in "^" boost or "^=" score.

namespace izde {

namespace internal {

namespace {

using Node = Query::Node;

constexpr std::size_t kMaxNesting = 64;

enum class Role { kShould, kMust, kMustNot };

/// An operand that was read. A plain word, or several (no sign, field, boost or star), stays text
/// until its list is complete, so that neighbours become one match: the analyzer sees them
/// together.
struct Item {
  Role role = Role::kShould;
  bool plain_word = false;
  bool group = false;     // in parentheses: its words keep their own rule
  bool constant = false;  // the boost is the score
  bool filter = false;    // `^0`: it has to match and does not score
  Node node;

  void set_boost(const Lexeme& lexeme) {
    filter = lexeme.boost == 0.0F;
    constant = lexeme.constant;
    if (!filter) node.boost *= lexeme.boost;
  }
};

bool is_operator(LexKind kind) {
  return kind == LexKind::kAnd || kind == LexKind::kOr || kind == LexKind::kNot;
}

/// From the back, so that a row of NOTs is looked at once.
std::vector<bool> find_operands(const std::vector<Lexeme>& lexemes) {
  std::vector<bool> begins(lexemes.size() + 1, false);
  for (std::size_t i = lexemes.size(); i-- > 0;) {
    const LexKind kind = lexemes[i].kind;
    begins[i] =
        kind == LexKind::kNot ? begins[i + 1] : kind != LexKind::kClose && !is_operator(kind);
  }
  return begins;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<Diagnostic>& diagnostics)
      : text_(text),
        diagnostics_(diagnostics),
        lexemes_(lex_query(text, diagnostics)),
        operand_begins_(find_operands(lexemes_)) {}

  Query run() { return read_list({}, 0); }

 private:
  bool at_end() const { return next_ >= lexemes_.size(); }
  const Lexeme& peek() const { return lexemes_[next_]; }
  bool is(LexKind kind) const { return !at_end() && peek().kind == kind; }

  void read_chain(const std::string& field, std::size_t depth, std::vector<Item>& items);
  Item read_operand(const std::string& field, std::size_t depth);
  Item read_primary(const std::string& field, std::size_t depth);
  Item read_group(const std::string& field, std::size_t depth);
  Item read_leaf(const Lexeme& lexeme, const Lexeme* name, const std::string& field) const;
  Query read_list(const std::string& field, std::size_t depth);
  std::string_view gap(const Node& left, const Node& right) const;
  Query build(std::vector<Item> items, std::uint32_t least = 0) const;
  void misplaced_operator(const std::string& field, std::vector<Item>& items);
  bool skip_close(std::size_t depth);

  std::string_view text_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Lexeme> lexemes_;
  std::vector<bool> operand_begins_;  // by lexeme; NOT leads to an operand only when one follows
  std::size_t next_ = 0;
  std::size_t flattened_ = 0;  // opened beyond kMaxNesting and not closed yet
};

/// A word that has to match, or must not, means all its parts (`+азық-түлік`); otherwise any will
/// do.
Query finish(Item item, bool all_words) {
  const bool words = item.node.kind == Node::Kind::kMatch || item.node.kind == Node::Kind::kFuzzy;
  if (words && !item.group) item.node.all_words = all_words;
  if (!item.constant) return Node::make(std::move(item.node));
  const float score = std::exchange(item.node.boost, 1.0F);
  return Query::constant(Node::make(std::move(item.node)), score);
}

/// The blanks between two words; one when there is something else, left out or a parenthesis.
std::string_view Parser::gap(const Node& left, const Node& right) const {
  const std::size_t begin = left.offset + left.length;
  const std::string_view between = text_.substr(begin, right.offset - begin);
  for (std::size_t at = 0, n = 0; at < between.size(); at += n)
    if ((n = blank_at(between, at)) == 0) return " ";
  return between;
}

/// `least`: optional clauses that have to match, each word being one; 0 and 1: the usual rule.
Query Parser::build(std::vector<Item> items, std::uint32_t least) const {
  Node list;
  list.kind = Node::Kind::kBoolean;
  list.least = least > 1 ? least : 0;
  const bool words = std::all_of(items.begin(), items.end(), [](const Item& item) {
    return item.role == Role::kShould && item.plain_word;
  });
  for (const Item& item : items) {
    if (item.role != Role::kShould || !item.filter) continue;
    diagnose(diagnostics_, item.node.offset, item.node.length,
             "^0 counts only behind what has to match; it was left out.");
  }
  std::vector<Item> should;
  for (Item& item : items) {
    if (item.role != Role::kShould) {
      auto& clauses = item.role == Role::kMustNot ? list.must_not
                      : item.filter               ? list.filter
                                                  : list.must;
      clauses.push_back(finish(std::move(item), true));
    } else if (item.plain_word && !should.empty() && should.back().plain_word &&
               (words || list.least == 0)) {
      Node& match = should.back().node;
      match.text.append(gap(match, item.node)).append(item.node.text);
      match.length = item.node.offset + item.node.length - match.offset;
    } else {
      should.push_back(std::move(item));
    }
  }
  if (words && items.size() > 1) should.front().node.least = std::exchange(list.least, 0);
  for (Item& item : should) list.should.push_back(finish(std::move(item), false));
  if (list.must.empty() && list.must_not.empty() && list.filter.empty()) {
    if (list.should.empty()) return {};
    if (list.should.size() == 1) return list.should.front();
  }
  return Node::make(std::move(list));
}

Node::Kind kind_of(const Lexeme& lexeme) {
  switch (lexeme.kind) {
    case LexKind::kAll:
      return Node::Kind::kAll;
    case LexKind::kWildcard:
      return Node::Kind::kWildcard;
    case LexKind::kFuzzy:
      return Node::Kind::kFuzzy;
    case LexKind::kRegexp:
      return Node::Kind::kRegexp;
    case LexKind::kRange:
      return Node::Kind::kRange;
    case LexKind::kPhrase:
      return lexeme.prefix ? Node::Kind::kPrefix : Node::Kind::kPhrase;
    default:
      return lexeme.prefix ? Node::Kind::kPrefix : Node::Kind::kMatch;
  }
}

Item Parser::read_leaf(const Lexeme& lexeme, const Lexeme* name, const std::string& field) const {
  Item item;
  Node& node = item.node;
  const std::size_t begin = name != nullptr ? name->begin : lexeme.begin;
  node.typed = true;
  node.offset = begin;
  node.length = lexeme.end - begin;
  item.set_boost(lexeme);
  node.kind = kind_of(lexeme);
  if (node.kind == Node::Kind::kAll) return item;
  node.text = lexeme.text;
  node.field = field;
  if (node.kind == Node::Kind::kRange) {
    node.from = lexeme.from;
    node.to = lexeme.to;
    node.includes_from = lexeme.includes_from;
    node.includes_to = lexeme.includes_to;
    node.untyped = field + " " + lexeme.from.value_or("") + " " + lexeme.to.value_or("");
  } else if (!field.empty()) {
    node.untyped = name != nullptr ? name->text + ":" + lexeme.text : lexeme.text;
  }
  if (lexeme.kind == LexKind::kPhrase) node.slop = lexeme.near.value_or(0);
  if (lexeme.kind == LexKind::kFuzzy) node.max_edits = lexeme.near.value_or(Query::kEditsByLength);
  item.plain_word = node.kind == Node::Kind::kMatch && field.empty() && node.boost == 1.0F &&
                    !lexeme.constant && lexeme.kind == LexKind::kWord;
  return item;
}

Item Parser::read_group(const std::string& field, std::size_t depth) {
  Item item;
  const std::size_t begin = lexemes_[next_++].begin;
  const Query inside = read_list(field, depth + 1);
  item.node = *inside.node();
  item.group = true;
  if (is(LexKind::kClose)) {
    item.set_boost(peek());
    ++next_;
  } else {
    diagnose(diagnostics_, begin, 1, "A parenthesis is not closed; it was closed at the end.");
  }
  item.plain_word = item.node.kind == Node::Kind::kMatch && !item.node.all_words &&
                    item.node.least == 0 && item.node.field.empty() && item.node.boost == 1.0F &&
                    !item.constant;
  return item;
}

Item Parser::read_primary(const std::string& field, std::size_t depth) {
  const Lexeme* name = is(LexKind::kField) ? &lexemes_[next_++] : nullptr;
  if (at_end()) return {};
  const std::string& inner = name != nullptr ? name->text : field;
  if (!is(LexKind::kOpen)) return read_leaf(lexemes_[next_++], name, inner);
  if (depth + 1 < kMaxNesting) {
    Item item = read_group(inner, depth);
    if (name == nullptr || item.node.kind == Node::Kind::kNone) return item;
    // Keeps the name: when the schema has no such field, it is a word like the others.
    Node wrapped;
    wrapped.kind = Node::Kind::kBoolean;
    wrapped.typed = true;
    wrapped.field = wrapped.untyped = name->text;
    wrapped.offset = name->begin;
    wrapped.length = name->end - name->begin;
    wrapped.boost = std::exchange(item.node.boost, 1.0F);
    Item group;
    group.constant = std::exchange(item.constant, false);
    group.filter = std::exchange(item.filter, false);
    wrapped.should.push_back(finish(std::move(item), false));
    group.node = std::move(wrapped);
    return group;
  }
  diagnose(diagnostics_, peek().begin, 1,
           "Parentheses nest deeper than " + std::to_string(kMaxNesting) +
               "; the deeper ones were left out.");
  ++next_;
  ++flattened_;
  return {};
}

Item Parser::read_operand(const std::string& field, std::size_t depth) {
  bool negated = false, wanted = false;
  for (; !at_end(); ++next_) {
    const LexKind kind = peek().kind;
    if (kind == LexKind::kNot || kind == LexKind::kMustNot) {
      negated = !negated;
    } else if (kind == LexKind::kMust) {
      wanted = true;
    } else {
      break;
    }
  }
  // Nothing is left of an operand that was a stray quotation mark only.
  if (at_end() || is(LexKind::kClose) || is_operator(peek().kind)) return {};
  Item item = read_primary(field, depth);
  if (negated || wanted) {
    item.role = negated ? Role::kMustNot : Role::kMust;
    item.plain_word = false;
  }
  return item;
}

void Parser::read_chain(const std::string& field, std::size_t depth, std::vector<Item>& items) {
  std::vector<Item> chain;
  chain.push_back(read_operand(field, depth));
  while (is(LexKind::kAnd) && operand_begins_[next_ + 1]) {
    ++next_;
    chain.push_back(read_operand(field, depth));
  }
  if (chain.size() == 1) {
    items.push_back(std::move(chain.front()));
    return;
  }
  for (Item& item : chain)
    if (item.role == Role::kShould) item.role = Role::kMust;
  std::erase_if(chain, [](const Item& item) { return item.node.kind == Node::Kind::kNone; });
  Item item;
  item.node = *build(std::move(chain)).node();
  items.push_back(std::move(item));
}

/// An operator without the operands it needs is a word, a doubled sign is left out.
void Parser::misplaced_operator(const std::string& field, std::vector<Item>& items) {
  const Lexeme& lexeme = lexemes_[next_++];
  const bool sign = lexeme.text == "&&" || lexeme.text == "||";
  diagnose(diagnostics_, lexeme.begin, lexeme.end - lexeme.begin,
           sign ? "An operator lacks an operand; it was left out."
                : "An operator lacks an operand; it was read as a word.");
  if (sign) return;
  Lexeme word;
  word.text = lexeme.text;
  word.begin = lexeme.begin;
  word.end = lexeme.end;
  items.push_back(read_leaf(word, nullptr, field));
}

/// Takes a ")" that closes nothing, or one of those flattened away. False when it closes the list.
bool Parser::skip_close(std::size_t depth) {
  if (flattened_ > 0) {
    --flattened_;
  } else if (depth > 0) {
    return false;
  } else {
    diagnose(diagnostics_, peek().begin, 1, "A parenthesis closes nothing; it was left out.");
  }
  ++next_;
  return true;
}

Query Parser::read_list(const std::string& field, std::size_t depth) {
  std::vector<Item> items;
  while (!at_end()) {
    if (is(LexKind::kClose)) {
      if (!skip_close(depth)) break;
    } else if (is(LexKind::kOr) && !items.empty() && operand_begins_[next_ + 1]) {
      ++next_;  // what stands side by side is joined by OR anyway
    } else if (is_operator(peek().kind) && !operand_begins_[next_]) {
      misplaced_operator(field, items);
    } else {
      read_chain(field, depth, items);
    }
  }
  std::erase_if(items, [](const Item& item) { return item.node.kind == Node::Kind::kNone; });
  const bool closed = depth > 0 && is(LexKind::kClose);
  return build(std::move(items), closed ? peek().near.value_or(0) : 0);
}

}  // namespace

}  // namespace internal

ParsedQuery parse_query(std::string_view text) {
  ParsedQuery parsed;
  parsed.query = internal::Parser(text, parsed.diagnostics).run();
  return parsed;
}

}  // namespace izde
