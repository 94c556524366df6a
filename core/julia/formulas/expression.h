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

// What a node of an expression is. The operands of a node are its `a` and, where there are two,
// its `b`.
enum class NodeKind : std::uint8_t {
  Constant,   // constants()[number], exact
  Pi,         // 3.14159...
  Euler,      // 2.71828...
  Variable,   // z
  Parameter,  // the one of parameterNames()[number]
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  Power,         // a^number, 2 <= number <= kMostPower, by repeated multiplication
  GeneralPower,  // a^b, principal value
  Exp,           // functions, in the order in which kernels::Opcode has them
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
  Abs,  // the last five have no complex derivative
  Arg,
  Conj,
  Re,
  Im,
};
inline constexpr NodeKind kFirstFunction = NodeKind::Exp;
inline constexpr NodeKind kFirstUnholomorphic = NodeKind::Abs;

// The number of a node among those of its expression.
using NodeId = std::int32_t;
inline constexpr NodeId kNoNode = -1;

struct Node {
  NodeKind kind = NodeKind::Constant;
  NodeId a = kNoNode;
  NodeId b = kNoNode;
  std::int32_t number = 0;
  bool hasVariable = false;  // whether z is in it

  friend bool operator==(const Node&, const Node&) = default;
};

// The largest power that is a node of its own, and how many nodes an expression has at most.
inline constexpr std::int32_t kMostPower = 1'000;
inline constexpr std::size_t kMostNodes = 512;

// An expression in z and named parameters: a graph in which equal parts are one node. Immutable and
// cheap to copy. Made by the parser, or through an ExpressionGraph.
class Expression {
 public:
  Expression();  // z

  // Operands come before the nodes that use them; the last node is the expression's value. Equal
  // expressions have equal nodes, wherever they come from.
  std::span<const Node> nodes() const { return m_content->nodes; }
  const Node& node(NodeId id) const { return nodes()[static_cast<std::size_t>(id)]; }
  NodeId root() const { return static_cast<NodeId>(nodes().size()) - 1; }
  std::span<const ComplexDecimal> constants() const { return m_content->constants; }
  // The parameters that are in it, in alphabetical order.
  std::span<const std::string> parameterNames() const { return m_content->parameterNames; }

  bool hasVariable() const { return node(root()).hasVariable; }
  bool hasParameter(std::string_view name) const;
  // Whether it has a derivative by z: abs, arg, conj, re and im are of no part in which z is.
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

// One whose parts are that many when each is written as often as it is used is not written out:
// its text is "...".
inline constexpr std::int64_t kMostWrittenNodes = 20'000;

}  // namespace fatou::julia
