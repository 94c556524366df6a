// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/slope_enclosure.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "core/base/check.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/folded_constant.h"

namespace fatou::julia {
namespace {

using Number = std::complex<double>;

// A complex operation, with std::complex or in the kernels, has a relative error of at most 8 units
// of rounding, a quotient the largest one. 16 leave room for the rounding of the bounds themselves.
constexpr double kError = 16.0 * 0x1p-53;
constexpr double kUp = 1.0 + 32.0 * 0x1p-53;
constexpr double kTiny = 1e-290;    // exceeds what underflow can take away
constexpr double kLargest = 1e100;  // a number whose squares and products do not overflow
constexpr double kSmallest =
    1e-10;  // divisors: what underflows stays below kTiny when divided by its square

// The disc of all numbers within `radius` of `middle`.
struct Ball {
  Number middle;
  double radius = 0.0;

  double most() const { return (std::abs(middle) + radius) * kUp; }
  double least() const { return (std::abs(middle) - radius) - 4.0 * kError * most(); }
};

Ball sum(const Ball& a, const Ball& b) {
  const Number middle = a.middle + b.middle;
  return {middle, (a.radius + b.radius + kError * std::abs(middle)) * kUp + kTiny};
}

Ball negative(const Ball& a) {
  return {-a.middle, a.radius};
}

Ball product(const Ball& a, const Ball& b) {
  const double size = std::abs(a.middle) * std::abs(b.middle);
  return {a.middle * b.middle, (std::abs(a.middle) * b.radius + std::abs(b.middle) * a.radius +
                                a.radius * b.radius + kError * size) *
                                       kUp +
                                   kTiny};
}

// Requires b.least() > 0.
Ball quotient(const Ball& a, const Ball& b) {
  const Number middle = a.middle / b.middle;
  const double size = std::abs(middle);
  return {middle, ((a.radius + size * b.radius) / b.least() + kError * size) * kUp + kTiny};
}

// Bounds for a node while z is within the radius of the centre.
struct Enclosure {
  Ball atCentre;       // the node's value at the centre
  Ball slope;          // (value at u - value at the centre) / (u - centre), for any u of the disc
  double error = 0.0;  // of the computed value, for any z of the disc

  Ball overDisc(double radius) const {
    return {atCentre.middle, (atCentre.radius + slope.most() * radius) * kUp};
  }
};

// Enclosures of an expression's nodes over one disc.
class DiscBounds {
 public:
  explicit DiscBounds(double radius) : m_radius(radius) {}

  Enclosure variable(Number centre) const { return {{centre, 0.0}, {Number(1.0), 0.0}, 0.0}; }
  Enclosure constant(Number value) const { return {{value, 0.0}, {Number(), 0.0}, 0.0}; }

  Enclosure negated(const Enclosure& a) const {
    return {negative(a.atCentre), negative(a.slope), a.error};
  }

  Enclosure added(const Enclosure& a, const Enclosure& b) const {
    return rounded({sum(a.atCentre, b.atCentre), sum(a.slope, b.slope), (a.error + b.error) * kUp});
  }

  Enclosure multiplied(const Enclosure& a, const Enclosure& b) const {
    const Ball x = a.overDisc(m_radius);
    const Ball y = b.overDisc(m_radius);
    return rounded(
        {product(a.atCentre, b.atCentre), sum(product(a.slope, y), product(b.slope, a.atCentre)),
         (x.most() * b.error + y.most() * a.error + a.error * b.error) * kUp},
        x.most() * y.most());
  }

  // S(aa) = S(a) (X(a) + a).
  Enclosure squared(const Enclosure& a) const {
    const Ball x = a.overDisc(m_radius);
    return rounded({product(a.atCentre, a.atCentre), product(a.slope, sum(x, a.atCentre)),
                    (2.0 * x.most() * a.error + a.error * a.error) * kUp},
                   x.most() * x.most());
  }

  // S(a/b) = (S(a) - q S(b)) / X(b), q at the centre.
  std::optional<Enclosure> divided(const Enclosure& a, const Enclosure& b) const {
    const Ball x = a.overDisc(m_radius);
    const Ball y = b.overDisc(m_radius);
    const double least = y.least() - b.error;
    if (!(least > kSmallest) || !(y.most() < kLargest)) return std::nullopt;
    const Ball ratio = quotient(a.atCentre, b.atCentre);
    const double most = x.most() / y.least() * kUp;
    return rounded({ratio, quotient(sum(a.slope, negative(product(ratio, b.slope))), y),
                    (a.error + most * b.error) / least * kUp},
                   most);
  }

  // The kernels' order of binary powering: from the second-highest bit on a square, and a product
  // where the bit is 1.
  Enclosure power(const Enclosure& a, std::int32_t exponent) const {
    std::int32_t bit = 1;
    while (bit <= exponent / 2) bit *= 2;
    Enclosure result = a;
    for (bit /= 2; bit > 0; bit /= 2) {
      result = squared(result);
      if ((exponent & bit) != 0) result = multiplied(result, a);
    }
    return result;
  }

 private:
  // Adds the rounding error of the operation itself. `size` bounds its intermediate results, where
  // these exceed the result.
  Enclosure rounded(Enclosure value, double size = 0.0) const {
    const double most = value.overDisc(m_radius).most();
    value.error = (value.error + kError * (std::max(most, size) + value.error)) * kUp + kTiny;
    return value;
  }

  double m_radius;
};

std::optional<Enclosure> enclosureOf(const DiscBounds& disc, const Node& node,
                                     std::span<const Enclosure> before) {
  const auto at = [before](NodeId id) { return before[static_cast<std::size_t>(id)]; };
  switch (node.kind) {
    case NodeKind::Add:
      return disc.added(at(node.a), at(node.b));
    case NodeKind::Subtract:
      return disc.added(at(node.a), disc.negated(at(node.b)));
    case NodeKind::Multiply:
      return disc.multiplied(at(node.a), at(node.b));
    case NodeKind::Divide:
      return disc.divided(at(node.a), at(node.b));
    case NodeKind::Negate:
      return disc.negated(at(node.a));
    case NodeKind::Power:
      return disc.power(at(node.a), node.number);
    default:
      return std::nullopt;
  }
}

bool isBounded(const Node& node) {
  if (!node.hasVariable || node.kind == NodeKind::Variable) return true;
  return node.kind >= NodeKind::Add && node.kind <= NodeKind::Power;
}

}  // namespace

Result<SlopeEnclosure> SlopeEnclosure::create(const Expression& expression,
                                              std::span<const ComplexDecimal> values) {
  const auto names = expression.parameterNames();
  FATOU_CHECK(values.size() == names.size());
  std::map<std::string, ComplexDecimal> byName;
  for (std::size_t i = 0; i < names.size(); ++i) byName.emplace(names[i], values[i]);
  const ExpressionGraph graph(expression);
  std::vector<Number> constants(expression.nodes().size());
  for (NodeId id = 0; id <= expression.root(); ++id) {
    const Node& node = expression.node(id);
    if (!isBounded(node)) return Error{"there are no bounds for all functions of the formula"};
    if (node.hasVariable) continue;
    const auto value = foldedConstant(graph, id, byName);
    if (!value) return value.error();
    constants[static_cast<std::size_t>(id)] = value.value();
  }
  return SlopeEnclosure(expression, std::move(constants));
}

std::optional<double> SlopeEnclosure::imageRadius(Number centre, double radius,
                                                  Number image) const {
  const DiscBounds disc(radius);
  std::vector<Enclosure> all;
  all.reserve(m_constants.size());
  for (const Node& node : m_expression.nodes()) {
    std::optional<Enclosure> next;
    if (node.kind == NodeKind::Variable)
      next = disc.variable(centre);
    else if (node.hasVariable)
      next = enclosureOf(disc, node, all);
    else
      next = disc.constant(m_constants[all.size()]);
    // The comparison is negated so that NaN is refused.
    if (!next || !(next->overDisc(radius).most() + next->error < kLargest)) return std::nullopt;
    all.push_back(*next);
  }
  const Enclosure& value = all.back();
  const double distance = std::abs(value.atCentre.middle - image) * kUp + kError * std::abs(image);
  return (value.slope.most() * radius + value.atCentre.radius + value.error + distance) * kUp +
         kTiny;
}

}  // namespace fatou::julia
