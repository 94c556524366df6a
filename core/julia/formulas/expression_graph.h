// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// Where expressions are put together, part by part. A part that is there already is not made again,
// and what can be said more simply is:
//
// - sums, differences, products, quotients and powers of constants are computed where the result is
//   a decimal number of at most kMostFoldedDigits digits, from 1e-300 to 1e300; all others stay as
//   they are written;
// - x + 0, x - 0, 1 x, x / 1 and x^1 are x, x - x and 0 x are 0, x^0 is 1, --x is x, 0 / x is 0;
// - signs are drawn out of sums and products, the operands of a sum and of a product are put in
//   one order, x x is x^2, x^2n x is x^(2n+1), (x^n)^2 is x^2n, and e^x is exp(x).
//
// Nothing of this changes a bit of what is computed, but the sign of a zero and, for x - x, 0 x and
// 0 / x, what is not a number where x is not finite. Constants are computed once, so that their
// arithmetic has no rounding that could change.
class ExpressionGraph {
 public:
  static constexpr std::size_t kMostFoldedDigits = 4'096;
  // More than an expression may have: derivatives and what is left over count as well.
  static constexpr std::size_t kMostGraphNodes = 16 * kMostNodes;

  ExpressionGraph() = default;
  // The graph of an expression; the nodes have the same numbers.
  explicit ExpressionGraph(const Expression& expression);

  NodeId constant(const ComplexDecimal& value);
  NodeId constant(std::int64_t value);
  NodeId pi();
  NodeId euler();
  NodeId variable();
  NodeId parameter(std::string_view name);

  NodeId add(NodeId a, NodeId b);
  NodeId subtract(NodeId a, NodeId b);
  NodeId multiply(NodeId a, NodeId b);
  NodeId divide(NodeId a, NodeId b);
  NodeId negate(NodeId a);
  // a^b; where b is a whole number up to kMostPower, by repeated multiplication.
  NodeId power(NodeId a, NodeId b);
  NodeId wholePower(NodeId a, std::int32_t exponent);
  // One of the functions, from Exp on.
  NodeId function(NodeKind kind, NodeId a);

  // The Error of the first of these that was not possible: a division by 0, a power or a graph that
  // is too large, as "REASON: REMEDY". From then on nodes mean nothing.
  const Status& status() const { return m_status; }
  void fail(std::string sentence);

  std::size_t size() const { return m_nodes.size(); }
  const Node& node(NodeId id) const { return m_nodes[static_cast<std::size_t>(id)]; }
  // The number that a node is; null where it is none.
  const ComplexDecimal* constantOf(NodeId id) const;
  const std::string& parameterName(NodeId id) const;

  // The expression of a node, without what it does not use; an Error where status() is one or it
  // has more than kMostNodes.
  Result<Expression> expression(NodeId root) const;

 private:
  using Key = std::tuple<NodeKind, NodeId, NodeId, std::int32_t>;

  NodeId put(NodeKind kind, NodeId a, NodeId b = kNoNode, std::int32_t number = 0);
  std::int32_t weightOf(NodeKind kind, NodeId a, NodeId b, std::int32_t number) const;
  std::optional<NodeId> evenPowerTimes(NodeId power, NodeId factor);
  std::optional<NodeId> withoutSign(NodeId id);
  std::optional<NodeId> withOtherSign(NodeId id);
  bool isZero(NodeId id) const;
  bool isReal(NodeId id, std::string_view value) const;
  int rank(NodeId id) const;
  int compare(NodeId a, NodeId b) const;
  NodeId copyTo(Expression::Content& content, std::vector<NodeId>& places, NodeId id) const;

  std::vector<Node> m_nodes;
  std::vector<std::int32_t> m_weights;  // of the nodes: their degree in z, as far as it is known
  std::vector<ComplexDecimal> m_constants;
  std::vector<std::string> m_names;
  std::map<Key, NodeId> m_known;
  std::map<std::string, std::int32_t, std::less<>> m_knownConstants;
  Status m_status = success();
};

}  // namespace fatou::julia
