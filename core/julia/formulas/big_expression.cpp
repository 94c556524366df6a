// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/big_expression.h"

#include <optional>

#include "core/base/check.h"
#include "core/julia/formulas/expression_value.h"

namespace fatou::julia {
namespace {

// Evaluates the nodes one after the other; operands come first.
class BigEvaluation {
 public:
  BigEvaluation(const Expression& expression, const BigComplex& z,
                std::span<const BigComplex> parameters)
      : m_expression(expression), m_z(z), m_parameters(parameters) {
    FATOU_CHECK(parameters.size() == expression.parameterNames().size());
  }

  std::vector<BigComplex> run() {
    m_values.reserve(m_expression.nodes().size());
    for (const Node& node : m_expression.nodes()) m_values.push_back(valueOf(node));
    return std::move(m_values);
  }

 private:
  const BigComplex& at(NodeId id) const { return m_values[static_cast<std::size_t>(id)]; }

  BigComplex valueOf(const Node& node) const {
    const std::int64_t bits = m_z.bits();
    const auto number = static_cast<std::size_t>(node.number);
    switch (node.kind) {
      case NodeKind::Constant:
        return BigComplex(m_expression.constants()[number], bits);
      case NodeKind::Pi: {
        BigComplex pi(bits);
        pi.re.setPi();
        return pi;
      }
      case NodeKind::Euler:
        return exp(BigComplex(1.0, 0.0, bits));
      case NodeKind::Variable:
        return m_z;
      case NodeKind::Parameter:
        return m_parameters[number];
      case NodeKind::Add:
        return at(node.a) + at(node.b);
      case NodeKind::Subtract:
        return at(node.a) - at(node.b);
      case NodeKind::Multiply:
        return at(node.a) * at(node.b);
      case NodeKind::Divide:
        return at(node.a) / at(node.b);
      case NodeKind::Negate:
        return -at(node.a);
      case NodeKind::Power:
        return wholePower(at(node.a), node.number);
      case NodeKind::GeneralPower:
        return power(at(node.a), at(node.b));
      default:
        return function(node.kind, at(node.a));
    }
  }

  static BigComplex function(NodeKind kind, const BigComplex& a) {
    switch (kind) {
      case NodeKind::Exp:
        return exp(a);
      case NodeKind::Log:
        return log(a);
      case NodeKind::Sqrt:
        return sqrt(a);
      case NodeKind::Sin:
        return sin(a);
      case NodeKind::Cos:
        return cos(a);
      case NodeKind::Tan:
        return sin(a) / cos(a);
      case NodeKind::Sinh:
        return sinh(a);
      case NodeKind::Cosh:
        return cosh(a);
      case NodeKind::Tanh:
        return sinh(a) / cosh(a);
      case NodeKind::Asin:
        return asin(a);
      case NodeKind::Acos:
        return acos(a);
      default:
        return furtherFunction(kind, a);
    }
  }

  // asinh a = -i asin(ia), atan a = -i atanh(ia).
  static BigComplex furtherFunction(NodeKind kind, const BigComplex& a) {
    switch (kind) {
      case NodeKind::Atan:
        return -timesI(atanh(timesI(a)));
      case NodeKind::Asinh:
        return -timesI(asin(timesI(a)));
      case NodeKind::Acosh:
        return acosh(a);
      case NodeKind::Atanh:
        return atanh(a);
      case NodeKind::Abs:
        return abs(a);
      case NodeKind::Arg:
        return arg(a);
      case NodeKind::Conj:
        return conj(a);
      case NodeKind::Re:
        return realPart(a.re);
      default:
        FATOU_CHECK(kind == NodeKind::Im);
        return realPart(a.im);
    }
  }

  static BigComplex realPart(const BigFloat& part) {
    BigComplex value(part.bits());
    value.re = part;
    return value;
  }

  const Expression& m_expression;
  const BigComplex& m_z;
  std::span<const BigComplex> m_parameters;
  std::vector<BigComplex> m_values;
};

// Rounds a finite number to that many significant digits.
Decimal decimalOf(const BigFloat& value, std::int64_t digits) {
  if (value.isZero()) return {};
  auto [text, exponent] = value.toDigits(static_cast<std::size_t>(digits));
  if (value.isNegative()) text.erase(0, 1);
  const auto size = static_cast<std::int64_t>(text.size());
  return Decimal::fromDigits(value.isNegative(), text, exponent - size);
}

}  // namespace

std::vector<BigComplex> bigValues(const Expression& expression, const BigComplex& z,
                                  std::span<const BigComplex> parameters) {
  const BigConstants constants;
  return BigEvaluation(expression, z, parameters).run();
}

BigComplex bigValue(const Expression& expression, const BigComplex& z,
                    std::span<const BigComplex> parameters) {
  return bigValues(expression, z, parameters).back();
}

std::vector<BigComplex> bigNumbers(std::span<const ComplexDecimal> values, std::int64_t bits) {
  std::vector<BigComplex> numbers;
  numbers.reserve(values.size());
  for (const ComplexDecimal& value : values) numbers.emplace_back(value, bits);
  return numbers;
}

std::optional<ComplexDecimal> bigValueOf(const Expression& expression, const ComplexDecimal& z,
                                         std::span<const ComplexDecimal> values,
                                         std::int64_t digits) {
  const std::int64_t bits = bitsForDigits(digits + 10);
  const BigComplex value = bigValue(expression, BigComplex(z, bits), bigNumbers(values, bits));
  if (!value.isFinite()) return std::nullopt;
  return ComplexDecimal{.re = decimalOf(value.re, digits), .im = decimalOf(value.im, digits)};
}

}  // namespace fatou::julia
