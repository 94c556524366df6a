// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/rounding_weight.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "core/base/check.h"

namespace fatou::julia {
namespace {

using Value = std::complex<double>;

constexpr double kAnywhere = std::numeric_limits<double>::infinity();
constexpr double kLargeValue = 0x1p500;
constexpr double kLargeAngle = 0x1p19;
// Within this distance of a branch cut, as a share of the number's modulus, rounding may have moved
// the number to the other side.
constexpr double kCutWidth = 0x1p-40;

// The errors of operations whose result has the modulus 1, in roundings.
constexpr double kOfProduct = 3.0;
constexpr double kOfQuotient = 6.0;
constexpr double kOfFunction = 8.0;
// A rounding, in which weights are counted.
constexpr double kUnit = 0x1p-50;
// A number with an error of this share of its modulus may be 0, or so near to it that its
// reciprocal is wrong by more than first derivatives say.
constexpr double kMostShare = 0.5;

bool isNearReal(Value a, double error = 0.0) {
  return std::abs(a.imag()) <= kCutWidth * std::abs(a) + error;
}
bool isNearNegative(Value a, double error) {
  return isNearReal(a, error) && a.real() <= error;
}
bool isNearImaginary(Value a) {
  return std::abs(a.real()) <= kCutWidth * std::abs(a);
}

// Returns |g'(a)| of a function g with g(a) = v; infinite if with this error of a the side of a
// branch cut or of a pole is not known.
double slopeOf(NodeKind kind, Value a, Value v, double error) {
  switch (kind) {
    case NodeKind::Exp:
      return std::abs(a.imag()) < kLargeAngle ? std::abs(v) : kAnywhere;
    case NodeKind::Log:
    case NodeKind::Arg:
      return isNearNegative(a, error) ? kAnywhere : 1.0 / std::abs(a);
    case NodeKind::Sqrt:
      return isNearNegative(a, error) ? kAnywhere : 0.5 / std::abs(v);
    case NodeKind::Sin:
    case NodeKind::Cos:
      return std::abs(a.real()) < kLargeAngle ? std::sqrt(1.0 + std::norm(v)) : kAnywhere;
    case NodeKind::Tan:
      return std::abs(a.real()) < kLargeAngle && std::abs(v) * error < kMostShare
                 ? 1.0 + std::norm(v)
                 : kAnywhere;
    case NodeKind::Sinh:
    case NodeKind::Cosh:
      return std::abs(a.imag()) < kLargeAngle ? std::sqrt(1.0 + std::norm(v)) : kAnywhere;
    case NodeKind::Tanh:
      return std::abs(a.imag()) < kLargeAngle && std::abs(v) * error < kMostShare
                 ? 1.0 + std::norm(v)
                 : kAnywhere;
    case NodeKind::Asin:
    case NodeKind::Acos:
    case NodeKind::Acosh:
      return isNearReal(a) ? kAnywhere : 1.0 / std::sqrt(std::abs(1.0 - a * a));
    case NodeKind::Atanh:
      return isNearReal(a) ? kAnywhere : 1.0 / std::abs(1.0 - a * a);
    case NodeKind::Asinh:
      return isNearImaginary(a) ? kAnywhere : 1.0 / std::sqrt(std::abs(1.0 + a * a));
    case NodeKind::Atan:
      return isNearImaginary(a) ? kAnywhere : 1.0 / std::abs(1.0 + a * a);
    default:
      return 1.0;
  }
}

// Computes the errors of the nodes one after the other, where z has the error `spread`; operands
// come first.
class RoundingErrors {
 public:
  RoundingErrors(const Expression& expression, std::span<const Value> values, double spread)
      : m_expression(expression), m_values(values), m_spread(spread) {
    FATOU_CHECK(values.size() == expression.nodes().size());
    m_errors.reserve(values.size());
  }

  double run() {
    for (NodeId id = 0; id <= m_expression.root(); ++id) {
      const double size = std::abs(valueAt(id));
      const double error =
          size <= kLargeValue ? errorOf(m_expression.node(id), valueAt(id), size) : kAnywhere;
      m_errors.push_back(error <= kLargeValue ? error : kAnywhere);  // also where it is NaN
    }
    return m_errors.back();
  }

 private:
  Value valueAt(NodeId id) const { return m_values[static_cast<std::size_t>(id)]; }
  double errorAt(NodeId id) const { return m_errors[static_cast<std::size_t>(id)]; }

  double errorOf(const Node& node, Value v, double size) const {
    switch (node.kind) {
      case NodeKind::Variable:
        return m_spread;
      case NodeKind::Constant:
      case NodeKind::Pi:
      case NodeKind::Euler:
      case NodeKind::Parameter:
        return kUnit * size;
      case NodeKind::Add:
      case NodeKind::Subtract:
        return errorAt(node.a) + errorAt(node.b) + kUnit * size;
      case NodeKind::Multiply:
      case NodeKind::Divide:
      case NodeKind::Power:
      case NodeKind::GeneralPower:
        return errorOfProduct(node, v, size);
      case NodeKind::Negate:
      case NodeKind::Conj:
      case NodeKind::Re:
      case NodeKind::Im:
        return errorAt(node.a);
      default: {
        const double error = errorAt(node.a);
        const double slope = slopeOf(node.kind, valueAt(node.a), v, error);
        return slope < kAnywhere ? slope * error + kUnit * kOfFunction * size : kAnywhere;
      }
    }
  }

  double errorOfProduct(const Node& node, Value v, double size) const {
    const Value a = valueAt(node.a);
    const double ofA = errorAt(node.a);
    if (node.kind == NodeKind::Power)
      return node.number *
             (ofA * std::pow(std::abs(a) + ofA, node.number - 1) + kUnit * kOfProduct * size);
    const Value b = valueAt(node.b);
    const double ofB = errorAt(node.b);
    if (node.kind == NodeKind::Multiply)
      return std::abs(a) * ofB + std::abs(b) * ofA + ofA * ofB + kUnit * kOfProduct * size;
    if (node.kind == NodeKind::GeneralPower) return errorOfPower(node, a, b, size);
    if (!(ofB < kMostShare * std::abs(b))) return kAnywhere;
    return (ofA + std::abs(v) * ofB) / (std::abs(b) - ofB) + kUnit * kOfQuotient * size;
  }

  // a^b = exp(b log a), rounded on the way.
  double errorOfPower(const Node& node, Value a, Value b, double size) const {
    if (isNearNegative(a, errorAt(node.a))) return kAnywhere;
    const Value exponent = b * std::log(a);
    if (!(std::abs(exponent.imag()) < kLargeAngle)) return kAnywhere;
    return size *
           (std::abs(b) / std::abs(a) * errorAt(node.a) + std::abs(std::log(a)) * errorAt(node.b) +
            kUnit * kOfFunction * (1.0 + 2.0 * std::abs(exponent)));
  }

  const Expression& m_expression;
  std::span<const Value> m_values;
  double m_spread;
  std::vector<double> m_errors;
};

}  // namespace

double roundingWeight(const Expression& expression, std::span<const std::complex<double>> values) {
  return RoundingErrors(expression, values, 0.0).run() / kUnit;
}

bool mayMeetSingularity(const Expression& expression, std::span<const std::complex<double>> values,
                        double spread) {
  return !std::isfinite(RoundingErrors(expression, values, spread).run());
}

}  // namespace fatou::julia
