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
//   primary := [ field ":" ] ( word | phrase | "(" list ")" )

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
  bool group = false;  // in parentheses: its words keep their own rule
  Node node;
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
  Query build(std::vector<Item> items) const;
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
  if (item.node.kind == Node::Kind::kMatch && !item.group) item.node.all_words = all_words;
  return Node::make(std::move(item.node));
}

/// The blanks between two words; one when there is something else, left out or a parenthesis.
std::string_view Parser::gap(const Node& left, const Node& right) const {
  const std::size_t begin = left.offset + left.length;
  const std::string_view between = text_.substr(begin, right.offset - begin);
  for (std::size_t at = 0, n = 0; at < between.size(); at += n)
    if ((n = blank_at(between, at)) == 0) return " ";
  return between;
}

Query Parser::build(std::vector<Item> items) const {
  Node list;
  list.kind = Node::Kind::kBoolean;
  std::vector<Item> should;
  for (Item& item : items) {
    if (item.role != Role::kShould) {
      auto& clauses = item.role == Role::kMust ? list.must : list.must_not;
      clauses.push_back(finish(std::move(item), true));
    } else if (item.plain_word && !should.empty() && should.back().plain_word) {
      Node& match = should.back().node;
      match.text.append(gap(match, item.node)).append(item.node.text);
      match.length = item.node.offset + item.node.length - match.offset;
    } else {
      should.push_back(std::move(item));
    }
  }
  for (Item& item : should) list.should.push_back(finish(std::move(item), false));
  if (list.must.empty() && list.must_not.empty()) {
    if (list.should.empty()) return {};
    if (list.should.size() == 1) return list.should.front();
  }
  return Node::make(std::move(list));
}

Item Parser::read_leaf(const Lexeme& lexeme, const Lexeme* name, const std::string& field) const {
  Item item;
  Node& node = item.node;
  const std::size_t begin = name != nullptr ? name->begin : lexeme.begin;
  node.typed = true;
  node.offset = begin;
  node.length = lexeme.end - begin;
  node.boost = lexeme.boost;
  if (lexeme.kind == LexKind::kAll) {
    node.kind = Node::Kind::kAll;
    return item;
  }
  node.kind = lexeme.prefix                     ? Node::Kind::kPrefix
              : lexeme.kind == LexKind::kPhrase ? Node::Kind::kPhrase
                                                : Node::Kind::kMatch;
  node.text = lexeme.text;
  node.field = field;
  if (!field.empty()) node.untyped = name != nullptr ? name->text + ":" + lexeme.text : lexeme.text;
  item.plain_word = node.kind == Node::Kind::kMatch && field.empty() && lexeme.boost == 1.0F &&
                    lexeme.kind == LexKind::kWord;
  return item;
}

Item Parser::read_group(const std::string& field, std::size_t depth) {
  Item item;
  const std::size_t begin = lexemes_[next_++].begin;
  const Query inside = read_list(field, depth + 1);
  item.node = *inside.node();
  item.group = true;
  if (is(LexKind::kClose)) {
    item.node.boost *= peek().boost;
    ++next_;
  } else {
    diagnose(diagnostics_, begin, 1, "A parenthesis is not closed; it was closed at the end.");
  }
  item.plain_word = item.node.kind == Node::Kind::kMatch && !item.node.all_words &&
                    item.node.field.empty() && item.node.boost == 1.0F;
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
    wrapped.should.push_back(finish(std::move(item), false));
    Item group;
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
  items.push_back(read_leaf({LexKind::kWord, lexeme.text, false, 1.0F, lexeme.begin, lexeme.end},
                            nullptr, field));
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
  return build(std::move(items));
}

}  // namespace

}  // namespace internal

ParsedQuery parse_query(std::string_view text) {
  ParsedQuery parsed;
  parsed.query = internal::Parser(text, parsed.diagnostics).run();
  return parsed;
}

}  // namespace izde
