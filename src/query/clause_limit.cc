#include "query/clause_limit.h"

#include <optional>
#include <string>
#include <utility>

#include "query/lexer.h"

namespace izde::internal {

namespace {

using Node = Query::Node;

/// Takes the leaves of `query` off `left`; false when there are more. Stops there, since subtrees
/// may be shared, and then a small tree has leaves without number.
bool has_at_most(const Query& query, std::size_t& left) {
  const Node& node = *query.node();
  if (node.is_leaf()) {
    if (left == 0) return false;
    --left;
    return true;
  }
  bool fits = true;
  node.for_each_child([&](const Query& child) { fits = fits && has_at_most(child, left); });
  return fits;
}

const Node* first_leaf(const Query& query) {
  const Node* node = query.node().get();
  while (!node->is_leaf()) {
    const Query* first = nullptr;
    for (const auto* list : {&node->filter, &node->must_not, &node->must, &node->should})
      if (first == nullptr && !list->empty()) first = &list->front();
    node = first->node().get();
  }
  return node;
}

/// Keeps the first `left` leaves of a query.
class LeafCutter {
 public:
  explicit LeafCutter(std::size_t left) : left_(left) {}

  const Node* first_cut() const noexcept { return first_cut_; }

  /// Nothing when no leaf is left of it, or none of what it looks for.
  std::optional<Query> cut(const Query& query) {
    if (left_ == 0) {
      if (first_cut_ == nullptr) first_cut_ = first_leaf(query);
      return std::nullopt;
    }
    const Node& node = *query.node();
    if (node.is_leaf()) {
      --left_;
      return query;
    }
    Node kept = node;
    for (auto* list : {&kept.filter, &kept.must_not, &kept.must, &kept.should}) cut_list(*list);
    if (!finds(kept) && (finds(node) || kept.must_not.empty())) return std::nullopt;
    return Node::make(std::move(kept));
  }

 private:
  static bool finds(const Node& node) {
    return !node.filter.empty() || !node.must.empty() || !node.should.empty();
  }

  void cut_list(std::vector<Query>& list) {
    std::vector<Query> kept;
    for (const Query& query : list)
      if (std::optional<Query> part = cut(query)) kept.push_back(*std::move(part));
    list = std::move(kept);
  }

  std::size_t left_;
  const Node* first_cut_ = nullptr;
};

}  // namespace

bool ClauseLimit::take(const Node& leaf) {
  if (left_ == 0) {
    report(leaf);
    return false;
  }
  --left_;
  return true;
}

void ClauseLimit::report(const Node& node) {
  if (std::exchange(reported_, true)) return;
  diagnose(diagnostics_, node.offset, node.length,
           "More than " + std::to_string(most_) +
               " words, phrases and other parts; the rest was left out.");
}

Query ClauseLimit::first_leaves(const Query& query) {
  std::size_t left = most_;
  if (has_at_most(query, left)) return query;
  LeafCutter cutter(most_);
  std::optional<Query> kept = cutter.cut(query);
  first_cut_ = cutter.first_cut();
  return std::move(kept).value_or(Query());
}

}  // namespace izde::internal
