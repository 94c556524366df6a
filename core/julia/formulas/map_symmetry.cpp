// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/map_symmetry.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "core/base/check.h"
#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

// Larger phases come from towers of powers, for which no symmetry is claimed.
constexpr std::int64_t kMostPhase = 1'000'000'000'000;

class PhaseAlgebra {
 public:
  PhaseAlgebra(const Expression& expression, std::span<const ComplexDecimal> values)
      : m_expression(expression), m_values(values) {}

  // Returns the largest k such that the phases agree modulo k.
  std::int64_t run() {
    for (const Node& node : m_expression.nodes()) {
      const std::int64_t phase = node.hasVariable ? phaseOf(node) : 0;
      if (phase > kMostPhase || phase < -kMostPhase) return 1;
      m_phases.push_back(phase);
    }
    return m_modulus;
  }

 private:
  std::int64_t at(NodeId id) const { return m_phases[static_cast<std::size_t>(id)]; }

  // Restricts the turns to those that leave a number of this phase unchanged.
  std::int64_t unchanged(std::int64_t phase) {
    m_modulus = std::gcd(m_modulus, phase);
    return 0;
  }

  // Restricts the turns to those that leave a number of this phase unchanged or negate it.
  std::int64_t unchangedButSign(std::int64_t phase) {
    m_modulus = std::gcd(m_modulus, 2 * phase);
    return phase;
  }

  // A parameter of value 0 contributes nothing to a sum.
  bool isNothing(NodeId id) const {
    const Node& node = m_expression.node(id);
    return node.kind == NodeKind::Parameter &&
           isZero(m_values[static_cast<std::size_t>(node.number)]);
  }

  std::int64_t sumPhase(const Node& node) {
    if (isNothing(node.a)) return at(node.b);
    if (isNothing(node.b)) return at(node.a);
    m_modulus = std::gcd(m_modulus, at(node.a) - at(node.b));
    return at(node.a);
  }

  std::int64_t phaseOf(const Node& node) {
    switch (node.kind) {
      case NodeKind::Variable:
        return 1;
      case NodeKind::Add:
      case NodeKind::Subtract:
        return sumPhase(node);
      case NodeKind::Multiply:
        return at(node.a) + at(node.b);
      case NodeKind::Divide:
        return at(node.a) - at(node.b);
      case NodeKind::Negate:
        return at(node.a);
      case NodeKind::Power:
        return at(node.a) * node.number;
      case NodeKind::Abs:
        return 0;
      case NodeKind::Conj:
        return -at(node.a);
      default:
        return functionPhase(node);
    }
  }

  std::int64_t functionPhase(const Node& node) {
    switch (node.kind) {
      case NodeKind::Sin:  // odd functions without branch cuts, and real-linear ones
      case NodeKind::Tan:
      case NodeKind::Sinh:
      case NodeKind::Tanh:
      case NodeKind::Re:
      case NodeKind::Im:
        return unchangedButSign(at(node.a));
      case NodeKind::Cos:
      case NodeKind::Cosh:
        unchangedButSign(at(node.a));
        return 0;
      case NodeKind::GeneralPower:
        unchanged(at(node.b));
        return unchanged(at(node.a));
      default:
        return unchanged(at(node.a));
    }
  }

  const Expression& m_expression;
  std::span<const ComplexDecimal> m_values;
  std::vector<std::int64_t> m_phases;
  std::int64_t m_modulus = 0;  // 0 for all turns
};

bool hasMirroredCut(const Node& node) {
  switch (node.kind) {
    case NodeKind::GeneralPower:
    case NodeKind::Log:
    case NodeKind::Sqrt:
    case NodeKind::Asin:
    case NodeKind::Acos:
    case NodeKind::Atan:
    case NodeKind::Asinh:
    case NodeKind::Acosh:
    case NodeKind::Atanh:
    case NodeKind::Arg:
      return true;
    case NodeKind::Im:  // its value is real and changes its sign
      return node.hasVariable;
    default:
      return false;
  }
}

bool isReal(const Expression& expression, std::span<const ComplexDecimal> values) {
  const auto hasNoImaginaryPart = [](const ComplexDecimal& each) { return each.im.isZero(); };
  return std::ranges::all_of(values, hasNoImaginaryPart) &&
         std::ranges::all_of(expression.constants(), hasNoImaginaryPart) &&
         std::ranges::none_of(expression.nodes(), hasMirroredCut);
}

}  // namespace

MapSymmetry mapSymmetry(const Expression& expression, std::span<const ComplexDecimal> values) {
  FATOU_CHECK(values.size() == expression.parameterNames().size());
  return {.turns = PhaseAlgebra(expression, values).run(),
          .conjugation = isReal(expression, values)};
}

}  // namespace fatou::julia
