#include "izde/query.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "izde/error.h"

#include "query/query_node.h"

namespace izde {

namespace {

Query make_text(Query::Node::Kind kind, std::string_view text, std::string_view field) {
  Query::Node node;
  node.kind = kind;
  node.text = text;
  node.field = field;
  return Query::Node::make(std::move(node));
}

void check_boost(float factor) {
  if (factor > 0.0F && std::isfinite(factor)) return;
  throw Error(ErrorCode::kInvalidArgument,
              "a boost must be a number above 0, not " + std::to_string(factor));
}

}  // namespace

Query Query::Node::make(Node node) {
  node.for_each_child(
      [&](const Query& child) { node.depth = std::max(node.depth, child.node()->depth + 1); });
  if (node.depth > kMaxDepth) {
    throw Error(ErrorCode::kInvalidArgument,
                "a query may nest " + std::to_string(kMaxDepth) + " levels deep, not more");
  }
  return Query(std::make_shared<const Node>(std::move(node)));
}

Query::Query() : node_(std::make_shared<const Node>()) {}

Query Query::match(std::string_view text, std::string_view field, bool all) {
  Node node;
  node.kind = Node::Kind::kMatch;
  node.text = text;
  node.field = field;
  node.all_words = all;
  return Node::make(std::move(node));
}

Query Query::match_at_least(std::uint32_t least, std::string_view text, std::string_view field) {
  Node node = *match(text, field).node();
  node.least = least;
  return Node::make(std::move(node));
}

Query Query::phrase(std::string_view text, std::string_view field, std::uint32_t slop) {
  Node node = *make_text(Node::Kind::kPhrase, text, field).node();
  node.slop = slop;
  return Node::make(std::move(node));
}

Query Query::prefix(std::string_view text, std::string_view field) {
  return make_text(Node::Kind::kPrefix, text, field);
}

Query Query::wildcard(std::string_view pattern, std::string_view field) {
  return make_text(Node::Kind::kWildcard, pattern, field);
}

Query Query::fuzzy(std::string_view text, std::string_view field, std::uint32_t max_edits) {
  Node node = *make_text(Node::Kind::kFuzzy, text, field).node();
  node.max_edits = max_edits;
  return Node::make(std::move(node));
}

Query Query::regexp(std::string_view pattern, std::string_view field) {
  return make_text(Node::Kind::kRegexp, pattern, field);
}

Query Query::range(std::string_view field, std::optional<std::string_view> from,
                   std::optional<std::string_view> to, bool includes_from, bool includes_to) {
  Node node;
  node.kind = Node::Kind::kRange;
  node.field = field;
  node.from = from;
  node.to = to;
  node.includes_from = includes_from;
  node.includes_to = includes_to;
  return Node::make(std::move(node));
}

Query Query::term(std::string_view term, std::string_view field) {
  return make_text(Node::Kind::kTerm, term, field);
}

Query Query::all() {
  Node node;
  node.kind = Node::Kind::kAll;
  return Node::make(std::move(node));
}

Query Query::all_of(std::vector<Query> queries) { return boolean(std::move(queries), {}, {}); }

Query Query::any_of(std::vector<Query> queries) { return boolean({}, std::move(queries), {}); }

Query Query::boolean(std::vector<Query> must, std::vector<Query> should,
                     std::vector<Query> must_not) {
  return boolean(std::move(must), std::move(should), std::move(must_not), {}, 0);
}

Query Query::boolean(std::vector<Query> must, std::vector<Query> should,
                     std::vector<Query> must_not, std::vector<Query> filter,
                     std::uint32_t least_should) {
  Node node;
  if (must.empty() && should.empty() && must_not.empty() && filter.empty()) return Query();
  node.kind = Node::Kind::kBoolean;
  node.must = std::move(must);
  node.should = std::move(should);
  node.must_not = std::move(must_not);
  node.filter = std::move(filter);
  node.least = least_should;
  return Node::make(std::move(node));
}

Query Query::at_least(std::uint32_t least, std::vector<Query> queries) {
  return boolean({}, std::move(queries), {}, {}, least);
}

Query Query::best_of(std::vector<Query> queries, float tie_breaker) {
  if (!(tie_breaker >= 0.0F && tie_breaker <= 1.0F)) {
    throw Error(ErrorCode::kInvalidArgument,
                "a tie breaker is in [0, 1], not " + std::to_string(tie_breaker));
  }
  if (queries.empty()) return Query();
  Node node;
  node.kind = Node::Kind::kBest;
  node.should = std::move(queries);
  node.tie_breaker = tie_breaker;
  return Node::make(std::move(node));
}

Query Query::constant(const Query& query, float score) {
  check_boost(score);
  const bool is_constant = query.node()->kind == Node::Kind::kConstant;
  Node node;
  node.kind = Node::Kind::kConstant;
  node.should.push_back(is_constant ? query.node()->should.front() : query);
  node.boost = score;
  return Node::make(std::move(node));
}

Query Query::boosted(float factor) const {
  check_boost(factor);
  Node node = *node_;
  node.boost *= factor;
  return Node::make(std::move(node));
}

}  // namespace izde
