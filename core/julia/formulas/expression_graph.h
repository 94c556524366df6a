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

// Builds expressions node by node. Equal nodes are made once, and these simplifications are made:
//
// - Sums, differences, products, quotients and powers of constants are computed where the result is
//   a decimal of at most kMostFoldedDigits digits, from 1e-300 to 1e300; all others stay as
//   written.
// - x + 0, x - 0, 1 x, x / 1 and x^1 become x; x - x and 0 x become 0, x^0 becomes 1, --x becomes
//   x, and 0 / x becomes 0.
// - Signs are drawn out of sums and products; the operands of a sum and of a product get one order;
//   x x becomes x^2, x^2n x becomes x^(2n+1), (x^n)^2 becomes x^2n, and e^x becomes exp(x).
//
// None of this changes a bit of a computed value, except the sign of a zero and, for x - x, 0 x and
// 0 / x, a NaN where x is not finite. Arithmetic on constants may be reordered too, as they are
// computed exactly.
class ExpressionGraph {
 public:
  static constexpr std::size_t kMostFoldedDigits = 4'096;
  // More than an expression may have, as derivatives and unused nodes count too.
  static constexpr std::size_t kMostGraphNodes = 16 * kMostNodes;

  ExpressionGraph() = default;
  // The graph of an expression, in which its nodes keep their ids.
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
  // a^b. If b is a whole number up to kMostPower, it is computed by binary powering.
  NodeId power(NodeId a, NodeId b);
  NodeId wholePower(NodeId a, std::int32_t exponent);
  // A function, `kind` being Exp or one of those after it.
  NodeId function(NodeKind kind, NodeId a);

  // The first Error, as "REASON: REMEDY": a division by 0, or a power or graph that is too large.
  // From then on node ids are meaningless.
  const Status& status() const { return m_status; }
  void fail(std::string sentence);

  std::size_t size() const { return m_nodes.size(); }
  const Node& node(NodeId id) const { return m_nodes[static_cast<std::size_t>(id)]; }
  // The constant of a node; null where the node is not a constant.
  const ComplexDecimal* constantOf(NodeId id) const;
  const std::string& parameterName(NodeId id) const;

  // Returns the expression whose value is `root`, without unused nodes; an Error where status() is
  // one or it has more than kMostNodes nodes.
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
  std::vector<std::int32_t> m_weights;  // the degree in z of each node, as far as it is known
  std::vector<ComplexDecimal> m_constants;
  std::vector<std::string> m_names;
  std::map<Key, NodeId> m_known;
  std::map<std::string, std::int32_t, std::less<>> m_knownConstants;
  Status m_status = success();
};

}  // namespace fatou::julia
