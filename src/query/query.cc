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

}  // namespace

Query Query::Node::make(Node node) {
  for (const auto* children : {&node.must, &node.should, &node.must_not})
    for (const Query& child : *children) node.depth = std::max(node.depth, child.node()->depth + 1);
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

Query Query::phrase(std::string_view text, std::string_view field) {
  return make_text(Node::Kind::kPhrase, text, field);
}

Query Query::prefix(std::string_view text, std::string_view field) {
  return make_text(Node::Kind::kPrefix, text, field);
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
  Node node;
  if (must.empty() && should.empty() && must_not.empty()) return Query();
  node.kind = Node::Kind::kBoolean;
  node.must = std::move(must);
  node.should = std::move(should);
  node.must_not = std::move(must_not);
  return Node::make(std::move(node));
}

Query Query::boosted(float factor) const {
  if (!(factor > 0.0F) || !std::isfinite(factor)) {
    throw Error(ErrorCode::kInvalidArgument,
                "a boost must be a number above 0, not " + std::to_string(factor));
  }
  Node node = *node_;
  node.boost *= factor;
  return Node::make(std::move(node));
}

}  // namespace izde
