// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/expression_value.h"

#include <map>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/folded_constant.h"
#include "core/julia/formulas/program_writer.h"
#include "core/kernels/elementary_scalar.h"

namespace fatou::julia {
namespace {

using Number = std::complex<double>;

kernels::ComplexNumber kernelNumber(Number a) {
  return {a.real(), a.imag()};
}
Number stdNumber(kernels::ComplexNumber a) {
  return {a.re, a.im};
}

Number times(Number a, Number b) {
  return stdNumber(kernels::product(kernelNumber(a), kernelNumber(b)));
}

// Adds a constant k; where k is real, the imaginary part keeps its bits.
Number sumWith(Number a, Number k) {
  return k.imag() == 0.0 ? Number(a.real() + k.real(), a.imag()) : a + k;
}
Number productWith(Number a, Number k) {
  return k.imag() == 0.0 ? Number(k.real() * a.real(), k.real() * a.imag()) : times(a, k);
}

Number elementary(kernels::PairFunction f, Number a, Number b) {
  return stdNumber(kernels::elementaryScalar(f, kernelNumber(a), kernelNumber(b)));
}

Number elementary(NodeKind kind, Number a) {
  return stdNumber(
      kernels::elementaryScalar(kernels::functionOf(functionOpcode(kind)), kernelNumber(a)));
}

// Marks the nodes without z that a node with z uses directly. A divisor is used as its reciprocal.
std::vector<bool> neededConstants(const Expression& expression) {
  std::vector<bool> isNeeded(expression.nodes().size(), false);
  isNeeded.back() = true;
  const auto need = [&isNeeded](NodeId operand) {
    if (operand != kNoNode) isNeeded[static_cast<std::size_t>(operand)] = true;
  };
  for (const Node& node : expression.nodes()) {
    if (!node.hasVariable) continue;
    need(node.a);
    if (node.kind != NodeKind::Divide) need(node.b);
  }
  return isNeeded;
}

}  // namespace

Result<ExpressionInDoubles> ExpressionInDoubles::create(const Expression& expression,
                                                        std::span<const ComplexDecimal> values) {
  const auto names = expression.parameterNames();
  FATOU_CHECK(values.size() == names.size());
  std::map<std::string, ComplexDecimal> byName;
  for (std::size_t i = 0; i < names.size(); ++i) byName.emplace(names[i], values[i]);
  const std::vector<bool> isNeeded = neededConstants(expression);
  ExpressionGraph graph(expression);
  std::vector<Number> constants(isNeeded.size());
  std::vector<Number> reciprocals(isNeeded.size());
  for (NodeId id = 0; id <= expression.root(); ++id) {
    const auto place = static_cast<std::size_t>(id);
    const Node& node = expression.node(id);
    if (isNeeded[place] && !node.hasVariable) {
      const auto value = foldedConstant(graph, id, byName);
      if (!value) return value.error();
      constants[place] = value.value();
    }
    if (node.kind != NodeKind::Divide || !node.hasVariable) continue;
    if (expression.node(node.b).hasVariable) continue;
    const auto value = foldedConstant(graph, graph.divide(graph.constant(1), node.b), byName);
    if (!value) return value.error();
    reciprocals[static_cast<std::size_t>(node.b)] = value.value();
  }
  return ExpressionInDoubles(expression, std::move(constants), std::move(reciprocals));
}

Number ExpressionInDoubles::operator()(Number z) const {
  std::vector<Number> values;
  values.reserve(m_constants.size());
  for (const Node& node : m_expression.nodes())
    values.push_back(node.kind == NodeKind::Variable ? z
                     : node.hasVariable              ? valueOf(node, values)
                                                     : m_constants[values.size()]);
  return values.back();
}

Number ExpressionInDoubles::valueOf(const Node& node, std::span<const Number> before) const {
  const auto at = [before](NodeId id) { return before[static_cast<std::size_t>(id)]; };
  const auto isConstant = [this](NodeId id) { return !m_expression.node(id).hasVariable; };
  const Number a = at(node.a);
  const Number b = node.b == kNoNode ? Number() : at(node.b);
  switch (node.kind) {
    case NodeKind::Add:
      if (isConstant(node.b)) return sumWith(a, b);
      return isConstant(node.a) ? sumWith(b, a) : a + b;
    case NodeKind::Subtract:
      return isConstant(node.b) ? sumWith(a, Number(0.0, 0.0) - b) : a - b;
    case NodeKind::Multiply:
      if (isConstant(node.b)) return productWith(a, b);
      return isConstant(node.a) ? productWith(b, a) : times(a, b);
    case NodeKind::Divide:
      if (isConstant(node.b))
        return productWith(a, m_reciprocals[static_cast<std::size_t>(node.b)]);
      return stdNumber(kernels::quotient(kernelNumber(a), kernelNumber(b)));
    case NodeKind::Negate:
      return -a;
    case NodeKind::Power:
      return stdNumber(kernels::wholePowerScalar(kernelNumber(a), node.number));
    case NodeKind::GeneralPower: {
      const bool isReal = isConstant(node.b) && b.imag() == 0.0;
      return elementary(isReal ? kernels::PairFunction::RealPower : kernels::PairFunction::Power, a,
                        b);
    }
    default:
      return elementary(node.kind, a);
  }
}

}  // namespace fatou::julia
