#include "rules/groups/rewrite.h"

namespace lastgood::promql {
namespace {

// A copy of a node, its children rewritten by `next`.
struct Copier {
  std::function<NodePtr(const NodePtr&)> next;

  NodePtr operator()(const Call& call) const {
    Call out{call.function, {}};
    for (const NodePtr& argument : call.arguments) out.arguments.push_back(next(argument));
    return MakeNode(std::move(out));
  }
  NodePtr operator()(Binary binary) const {
    binary.left = next(binary.left);
    binary.right = next(binary.right);
    return MakeNode(std::move(binary));
  }
  NodePtr operator()(const Aggregate& aggregate) const {
    return MakeNode(Aggregate{aggregate.op, aggregate.by, next(aggregate.of)});
  }
  NodePtr operator()(const Subquery& subquery) const {
    return MakeNode(Subquery{next(subquery.of), subquery.range, subquery.step});
  }
  template <typename Leaf>
  NodePtr operator()(const Leaf& leaf) const {
    return MakeNode(leaf);
  }
};

using Variant = std::variant<Selector, Number, Text, Call, Binary, Aggregate, Subquery>;

}  // namespace

NodePtr EachSelector(const NodePtr& node, const std::function<NodePtr(const Selector&)>& replace) {
  if (const auto* selector = std::get_if<Selector>(node.get())) return replace(*selector);
  const Copier copier{[&](const NodePtr& child) { return EachSelector(child, replace); }};
  return std::visit(copier, static_cast<const Variant&>(*node));
}

Labels GroupingOf(const Node& node) {
  if (const auto* aggregate = std::get_if<Aggregate>(&node)) return aggregate->by;
  if (const auto* binary = std::get_if<Binary>(&node)) {
    const Labels left = GroupingOf(*binary->left);
    return left == Labels{} ? GroupingOf(*binary->right) : left;
  }
  if (const auto* call = std::get_if<Call>(&node); call != nullptr && !call->arguments.empty())
    return GroupingOf(*call->arguments.back());
  return {};
}

}  // namespace lastgood::promql
