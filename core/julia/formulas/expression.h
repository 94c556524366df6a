// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// The kind of a node. Its operands are `a` and, where there are two, `b`.
enum class NodeKind : std::uint8_t {
  Constant,   // constants()[number], exact
  Pi,         // 3.14159...
  Euler,      // 2.71828...
  Variable,   // z
  Parameter,  // parameterNames()[number]
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  Power,         // a^number, 2 <= number <= kMostPower, by binary powering
  GeneralPower,  // a^b, principal value
  Exp,           // functions, in the order of kernels::Opcode
  Log,
  Sqrt,
  Sin,
  Cos,
  Tan,
  Sinh,
  Cosh,
  Tanh,
  Asin,
  Acos,
  Atan,
  Asinh,
  Acosh,
  Atanh,
  Abs,  // from here on: no complex derivative
  Arg,
  Conj,
  Re,
  Im,
};
inline constexpr NodeKind kFirstFunction = NodeKind::Exp;
inline constexpr NodeKind kFirstNonHolomorphic = NodeKind::Abs;

// The index of a node in its expression.
using NodeId = std::int32_t;
inline constexpr NodeId kNoNode = -1;

struct Node {
  NodeKind kind = NodeKind::Constant;
  NodeId a = kNoNode;
  NodeId b = kNoNode;
  std::int32_t number = 0;
  bool hasVariable = false;  // whether it depends on z

  friend bool operator==(const Node&, const Node&) = default;
};

// The largest exponent of a Power node, and the most nodes of an expression.
inline constexpr std::int32_t kMostPower = 1'000;
inline constexpr std::size_t kMostNodes = 512;

// An expression in z and named parameters, as a graph in which equal subexpressions are one node.
// Immutable and cheap to copy. Made by the parser, or through an ExpressionGraph.
class Expression {
 public:
  Expression();  // z

  // Operands come before the nodes that use them, and the last node is the expression's value.
  // Equal expressions have equal nodes, however they were made.
  std::span<const Node> nodes() const { return m_content->nodes; }
  const Node& node(NodeId id) const { return nodes()[static_cast<std::size_t>(id)]; }
  NodeId root() const { return static_cast<NodeId>(nodes().size()) - 1; }
  std::span<const ComplexDecimal> constants() const { return m_content->constants; }
  // The names of the parameters that occur, in alphabetical order.
  std::span<const std::string> parameterNames() const { return m_content->parameterNames; }

  bool hasVariable() const { return node(root()).hasVariable; }
  bool hasParameter(std::string_view name) const;
  // Whether it has a complex derivative by z: none of abs, arg, conj, re and im is applied to
  // anything that depends on z.
  bool isHolomorphic() const;

  friend bool operator==(const Expression& a, const Expression& b) {
    return a.m_content == b.m_content || *a.m_content == *b.m_content;
  }

 private:
  friend class ExpressionGraph;
  struct Content {
    std::vector<Node> nodes;
    std::vector<ComplexDecimal> constants;
    std::vector<std::string> parameterNames;

    friend bool operator==(const Content&, const Content&) = default;
  };
  explicit Expression(std::shared_ptr<const Content> content) : m_content(std::move(content)) {}

  std::shared_ptr<const Content> m_content;
};

// The expression as text that parseExpression() reads back as an equal one: "z^2+c",
// "(z^3+c)/(z-1)", "-0.5*z+(0.3-0.2i)". ASCII, without spaces.
std::string toString(const Expression& expression);

// An expression with more nodes than this, if shared ones were counted at every use, has the text
// "...".
inline constexpr std::int64_t kMostWrittenNodes = 20'000;

}  // namespace fatou::julia
