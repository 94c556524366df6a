// SPDX-License-Identifier: GPL-3.0-or-later
// Copies an expression out of the graph in which it was made, without the nodes that it does not
// use.
#include <algorithm>
#include <memory>
#include <utility>

#include "core/julia/formulas/expression_graph.h"

namespace fatou::julia {

Result<Expression> ExpressionGraph::expression(NodeId root) const {
  if (!m_status) return m_status.error();
  std::vector<bool> isUsed(m_nodes.size(), false);
  isUsed[static_cast<std::size_t>(root)] = true;
  for (std::size_t i = m_nodes.size(); i-- > 0;) {
    if (!isUsed[i]) continue;
    for (const NodeId operand : {m_nodes[i].a, m_nodes[i].b})
      if (operand != kNoNode) isUsed[static_cast<std::size_t>(operand)] = true;
  }
  if (static_cast<std::size_t>(std::ranges::count(isUsed, true)) > kMostNodes)
    return Error{"the formula has too many parts: use at most " + std::to_string(kMostNodes)};
  Expression::Content content;
  std::vector<NodeId> places(m_nodes.size(), kNoNode);
  for (std::size_t i = 0; i < m_nodes.size(); ++i)
    if (isUsed[i] && m_nodes[i].kind == NodeKind::Parameter)
      content.parameterNames.push_back(parameterName(static_cast<NodeId>(i)));
  std::ranges::sort(content.parameterNames);
  copyTo(content, places, root);
  return Expression(std::make_shared<const Expression::Content>(std::move(content)));
}

// Copies operands before their node, the first before the second, so that the order depends on the
// expression alone and not on the history of the graph.
NodeId ExpressionGraph::copyTo(Expression::Content& content, std::vector<NodeId>& places,
                               NodeId id) const {
  NodeId& place = places[static_cast<std::size_t>(id)];
  if (place != kNoNode) return place;
  Node copy = node(id);
  if (copy.a != kNoNode) copy.a = copyTo(content, places, copy.a);
  if (copy.b != kNoNode) copy.b = copyTo(content, places, copy.b);
  if (copy.kind == NodeKind::Constant) {
    content.constants.push_back(*constantOf(id));
    copy.number = static_cast<std::int32_t>(content.constants.size()) - 1;
  }
  if (copy.kind == NodeKind::Parameter)
    copy.number =
        static_cast<std::int32_t>(std::ranges::find(content.parameterNames, parameterName(id)) -
                                  content.parameterNames.begin());
  content.nodes.push_back(copy);
  place = static_cast<NodeId>(content.nodes.size()) - 1;
  return place;
}

}  // namespace fatou::julia
