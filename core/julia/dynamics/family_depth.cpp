// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/family_depth.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/julia/formulas/big_rational_map.h"
#include "core/julia/formulas/critical_factors.h"
#include "core/julia/formulas/escape_radius.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/plain_roots.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/formulas/rational_family.h"

namespace fatou::julia {
namespace {

using kernels::FamilyOrbit;
using kernels::FamilyReference;
using kernels::FamilyTerms;

// The numbers of a reference have this many bits beyond those that tell neighbouring pixels apart.
constexpr std::int64_t kFamilyMarginBits = 256;
constexpr std::string_view kStopped = "the reference orbit was stopped";
constexpr int kMostPolishes = 100;
constexpr std::int64_t kPolishedBits = 16;  // that a root may lack

// A polynomial in z and the parameter that is divided by a number.
struct DividedPolynomial {
  BivariatePolynomial numerator;
  ComplexDecimal divisor;
};

// Returns whether the expression divides by something with z, as (z^3 + cz) / z does: in doubles
// its orbits end at 0, which those of the polynomial z^2 + c do not.
bool dividesByZ(const Expression& expression) {
  const auto nodes = expression.nodes();
  return std::ranges::any_of(nodes, [&nodes](const Node& node) {
    return node.kind == NodeKind::Divide && nodes[static_cast<std::size_t>(node.b)].hasVariable;
  });
}

// Returns the formula as such a polynomial, which is not 0; nothing where it is none of few terms.
std::optional<DividedPolynomial> dividedPolynomial(const Formula& formula, const ComplexDecimal& c,
                                                   std::string_view parameter,
                                                   const std::stop_token& stop = {}) {
  const Expression expression = formula.expression();
  if (dividesByZ(expression)) return std::nullopt;
  const std::vector<ComplexDecimal> values = formula.values(c);
  ParameterValues byName;
  for (std::size_t i = 0; i < values.size(); ++i)
    byName.emplace(expression.parameterNames()[i], values[i]);
  auto family =
      rationalFamily(ExpressionGraph(expression), expression.root(), byName, parameter, stop);
  const auto divisor = family ? denominatorOf(*family, stop) : std::nullopt;
  if (!divisor || divisor->size() != 1 || divisor->begin()->first != std::pair(0, 0) ||
      family->numerator.empty())
    return std::nullopt;
  return DividedPolynomial{.numerator = std::move(family->numerator),
                           .divisor = divisor->begin()->second};
}

// A polynomial in z and π around P: element k is the coefficient of π^k, a polynomial in z.
using AroundP = std::vector<BigPolynomial>;

AroundP around(const BivariatePolynomial& f, const BigComplex& p, const std::stop_token& stop) {
  const auto width = static_cast<std::size_t>(degreeInZ(f)) + 1;
  const auto height = static_cast<std::size_t>(degreeInParameter(f)) + 1;
  AroundP result(height, BigPolynomial(width, BigComplex(p.bits())));
  for (std::size_t i = 0; i < width; ++i) {
    BigPolynomial ofPower(height, BigComplex(p.bits()));
    for (const auto& [powers, number] : f)
      if (static_cast<std::size_t>(powers.first) == i)
        ofPower[static_cast<std::size_t>(powers.second)] = BigComplex(number, p.bits());
    ofPower = shifted(std::move(ofPower), p, height, stop);
    for (std::size_t k = 0; k < height; ++k) result[k][i] = ofPower[k];
  }
  return result;
}

// Returns the terms of f around z and P, and writes f(z, P) to `value` unless it is null.
FamilyTerms termsAt(const AroundP& f, const BigComplex& z, BigComplex* value,
                    const std::stop_token& stop) {
  FamilyTerms terms{.width = f.front().size(), .numbers = {}};
  for (std::size_t k = 0; k < f.size(); ++k) {
    const BigPolynomial row = shifted(f[k], z, terms.width, stop);
    if (k == 0 && value != nullptr) *value = row.front();
    for (const BigComplex& each : row) terms.numbers.push_back(scaledOf(each));
  }
  terms.numbers.front() = {};
  return terms;
}

// Returns the root of g at P next to a guess, by Newton's method; nothing if it does not converge.
std::optional<BigComplex> polished(const BigPolynomial& g, std::complex<double> guess,
                                   std::int64_t bits, const std::stop_token& stop) {
  BigComplex root(guess.real(), guess.imag(), bits);
  for (int step = 0; step < kMostPolishes && !stop.stop_requested(); ++step) {
    const BigPolynomial here = shifted(g, root, 2, stop);
    // Of a root that several have come to nothing says how they go apart beside P.
    if (here.size() < 2 || here[1].isZero()) return std::nullopt;
    if (here.front().isZero()) return root;
    const BigComplex change = here[0] / here[1];
    root = root - change;
    if (!root.isFinite()) return std::nullopt;
    const double size = std::max(0.0, scaledOf(root).log2Modulus());
    if (scaledOf(change).log2Modulus() < size - static_cast<double>(bits - kPolishedBits))
      return root;
  }
  return std::nullopt;
}

std::vector<kernels::ComplexNumber> inDoubles(const BigPolynomial& polynomial) {
  std::vector<kernels::ComplexNumber> numbers;
  for (const BigComplex& each : polynomial) {
    const std::complex<double> number = each.toDouble();
    numbers.push_back({.re = number.real(), .im = number.imag()});
  }
  return numbers;
}

// Makes the reference of a view.
class FamilyDepth {
 public:
  FamilyDepth(const FamilyView& view, const DeepGrid& grid)
      : m_view(view),
        m_bits(kFamilyMarginBits +
               std::max<std::int64_t>(0, -grid.exponent - std::ilogb(grid.pixelSize))),
        m_p(grid.origin, m_bits) {
    const std::complex<double> p = m_p.toDouble();
    m_reference.exponent = grid.exponent;
    m_reference.tmax = view.tmax;
    m_reference.escapeRadius = view.escapeRadius;
    m_reference.parameter = {.re = p.real(), .im = p.imag()};
  }

  Result<FamilyReference> run(const DividedPolynomial& f) {
    auto program = buildProgram(m_view.formula, m_view.c, {.parameter = m_view.parameter});
    if (!program) return program.error();
    m_reference.program = std::move(program).value();
    m_f = around(f.numerator, m_p, m_view.stop);
    const BigComplex number(f.divisor, m_bits);
    for (BigPolynomial& row : m_f)
      for (BigComplex& each : row) each = each / number;
    const auto factors =
        criticalFactors(m_view.formula, m_view.c, m_view.parameter, m_view.stop).followed;
    for (const BivariatePolynomial& factor : factors)
      if (Status found = addPoints(factor); !found) return found.error();
    for (const BigComplex& point : m_points)
      if (Status made = addOrbit(point); !made) return made.error();
    if (Status chosen = chooseStarts(); !chosen) return chosen.error();
    if (m_view.stop.stop_requested()) return Error{std::string(kStopped)};
    return std::move(m_reference);
  }

 private:
  // Adds the critical points that are roots of a factor, in the order of CriticalFamily.
  Status addPoints(const BivariatePolynomial& factor) {
    const AroundP g = around(factor, m_p, m_view.stop);
    std::vector<kernels::ComplexNumber> guesses(static_cast<std::size_t>(degreeInZ(factor)));
    plainRoots(inDoubles(g.front()), guesses, m_view.stop);
    for (const kernels::ComplexNumber& guess : guesses) {
      const auto root = polished(g.front(), {guess.re, guess.im}, m_bits, m_view.stop);
      if (m_view.stop.stop_requested()) return Error{std::string(kStopped)};
      if (!root) return comeTogether(factor);
      const std::complex<double> value = root->toDouble();
      const std::complex<double> rest =
          (*root - BigComplex(value.real(), value.imag(), m_bits)).toDouble();
      m_reference.criticalPoints.push_back({.value = {.re = value.real(), .im = value.imag()},
                                            .rest = {.re = rest.real(), .im = rest.imag()}});
      m_reference.starts.push_back(
          {.orbit = m_points.size(),
           .root = g.size() > 1 ? termsAt(g, *root, nullptr, m_view.stop) : FamilyTerms{}});
      m_points.push_back(*root);
    }
    return success();
  }

  // Says why the roots of a factor are not found.
  Error comeTogether(const BivariatePolynomial& factor) const {
    const std::string points = "critical points of " + expressionText(m_view.formula);
    if (hasRootsTwice(factor))
      return Error{points + " are double for every " + m_view.parameter +
                   ": use a larger radius for its map"};
    return Error{points + " come together in the middle of this view: move it a little"};
  }

  // Adds the orbit of a point, which ends at the first point that is clearly outside.
  Status addOrbit(const BigComplex& start) {
    FamilyOrbit orbit;
    BigComplex z = start;
    const double most = 2.0 * m_view.escapeRadius;
    for (std::int32_t t = 0;; ++t) {
      orbit.points.push_back(scaledOf(z));
      noteNear(z, orbit);
      const double modulus = plainModulus(z.toDouble());
      if (t >= m_view.tmax || !(modulus <= most)) break;
      if (m_view.stop.stop_requested()) return Error{std::string(kStopped)};
      BigComplex next(m_bits);
      orbit.terms.push_back(termsAt(m_f, z, &next, m_view.stop));
      m_terms += orbit.terms.back().numbers.size();
      for (const kernels::ScaledComplex& each : orbit.terms.back().numbers)
        orbit.rounded.push_back({.re = each.reToDouble(), .im = each.imToDouble()});
      if (m_terms > m_view.mostTerms) return tooLong();
      z = next;
    }
    m_reference.orbits.push_back(std::move(orbit));
    return success();
  }

  Error tooLong() const {
    static_assert(sizeof(kernels::ScaledComplex) + sizeof(kernels::ComplexNumber) ==
                  kFamilyTermBytes);
    const std::size_t megabytes = m_view.mostTerms * kFamilyTermBytes >> 20U;
    return Error{"the reference orbits of " + expressionText(m_view.formula) +
                 " need more memory than the " + std::to_string(megabytes) +
                 " MB that a map may have for them: use a smaller tmax or a larger radius"};
  }

  void noteNear(const BigComplex& z, FamilyOrbit& orbit) const {
    const std::complex<double> rounded = z.toDouble();
    const double nearby = FamilyReference::kNearby * std::max(1.0, plainModulus(rounded));
    for (std::size_t k = 0; k < m_points.size(); ++k)
      if (plainModulus(rounded - m_points[k].toDouble()) < nearby)
        orbit.near.push_back({.point = orbit.points.size() - 1,
                              .critical = k,
                              .difference = scaledOf(z - m_points[k])});
  }

  // Leaves the one start that the view asks for, or all critical points. If no critical points are
  // known, the orbit starts at 0.
  Status chooseStarts() {
    if (m_view.start || m_points.empty()) {
      const BigComplex start =
          m_view.start ? BigComplex(*m_view.start, m_bits) : BigComplex(m_bits);
      if (Status made = addOrbit(start); !made) return made;
      m_reference.starts.assign(
          1, FamilyReference::Start{.orbit = m_reference.orbits.size() - 1, .root = {}});
      return success();
    }
    if (!m_view.critical) return success();
    if (*m_view.critical >= m_points.size())
      return Error{"there is no critical point " + std::to_string(*m_view.critical + 1) +
                   ": the formula has " + std::to_string(m_points.size())};
    const FamilyReference::Start chosen = m_reference.starts[*m_view.critical];
    m_reference.starts.assign(1, chosen);
    return success();
  }

  const FamilyView& m_view;
  const std::int64_t m_bits;
  const BigComplex m_p;
  AroundP m_f;
  std::vector<BigComplex> m_points;
  std::size_t m_terms = 0;
  FamilyReference m_reference;
};

}  // namespace

bool hasFamilyDepth(const Formula& formula, const ComplexDecimal& c, std::string_view parameter) {
  return has(formula, Ability::Deep) && !formula.hasBasins() &&
         formula.escapePart() == kernels::EscapePart::Modulus &&
         dividedPolynomial(formula, c, parameter).has_value();
}

Result<kernels::FamilyReference> familyDepth(const FamilyView& view, const DeepGrid& grid) {
  const auto f = dividedPolynomial(view.formula, view.c, view.parameter, view.stop);
  if (view.stop.stop_requested()) return Error{std::string(kStopped)};
  if (!f)
    return Error{expressionText(view.formula) +
                 " is no polynomial of few terms: use a larger radius for its map"};
  return FamilyDepth(view, grid).run(*f);
}

}  // namespace fatou::julia
