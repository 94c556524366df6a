// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/critical_points.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

using Number = std::complex<double>;

constexpr int kMostTurns = 200;
constexpr double kUnit = 0x1p-53;

// The values that Newton's and Aberth's steps need of a polynomial at one point, in doubles.
struct PolynomialValues {
  Number value;
  Number slope;
  double size = 0.0;  // the sum of the terms' moduli
};

PolynomialValues valuesAt(std::span<const Number> polynomial, Number z) {
  PolynomialValues at;
  const double modulus = std::abs(z);
  for (std::size_t k = polynomial.size(); k-- > 0;) {
    at.slope = at.slope * z + at.value;
    at.value = at.value * z + polynomial[k];
    at.size = at.size * modulus + std::abs(polynomial[k]);
  }
  return at;
}

// Points on a circle of half of Fujiwara's bound for the roots, at angles that no symmetry of the
// polynomial shares.
std::vector<Number> startingPoints(std::span<const Number> polynomial) {
  const std::size_t degree = polynomial.size() - 1;
  double radius = 0.0;
  for (std::size_t k = 0; k < degree; ++k)
    radius = std::max(radius, std::pow(std::abs(polynomial[k]) / std::abs(polynomial.back()),
                                       1.0 / static_cast<double>(degree - k)));
  std::vector<Number> points;
  for (std::size_t k = 0; k < degree; ++k)
    points.push_back(
        std::polar(radius == 0.0 ? 1.0 : radius,
                   6.283185307179586 * static_cast<double>(k) / static_cast<double>(degree) + 0.4));
  return points;
}

// The sum over the other points of 1 / (points[i] - other).
Number repulsion(std::span<const Number> points, std::size_t i) {
  Number sum;
  for (std::size_t k = 0; k < points.size(); ++k)
    if (k != i && points[k] != points[i]) sum += 1.0 / (points[i] - points[k]);
  return sum;
}

void improveRoots(std::span<const Number> polynomial, std::vector<Number>& points,
                  const std::stop_token& stop) {
  for (int turn = 0; turn < kMostTurns && !stop.stop_requested(); ++turn) {
    double largest = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const PolynomialValues at = valuesAt(polynomial, points[i]);
      if (at.value == 0.0) continue;
      // Aberth's step: Newton's step 1 / (p'/p), from whose p'/p the other roots' share is
      // subtracted.
      const Number step = 1.0 / (at.slope / at.value - repulsion(points, i));
      if (!std::isfinite(step.real()) || !std::isfinite(step.imag())) continue;
      points[i] -= step;
      largest = std::max(largest, std::abs(step) / (std::abs(points[i]) + kUnit));
    }
    if (largest <= 2.0 * kUnit) return;
  }
}

// The radius n |p(z)| / |a prod (z - other)| of Smith's disc, with all rounding.
double smithRadius(std::span<const Number> polynomial, std::span<const Number> points,
                   std::size_t i) {
  const auto n = static_cast<double>(points.size());
  const PolynomialValues at = valuesAt(polynomial, points[i]);
  double radius = n * (std::abs(at.value) + 8.0 * (n + 2.0) * kUnit * at.size + 1e-290) /
                  std::abs(polynomial.back());
  for (std::size_t k = 0; k < points.size(); ++k)
    if (k != i) radius /= std::abs(points[i] - points[k]);
  return radius * (1.0 + 16.0 * (n + 2.0) * kUnit);
}

bool isAlone(std::span<const PolynomialRoot> roots, std::size_t i) {
  for (std::size_t k = 0; k < roots.size(); ++k)
    if (k != i && !(std::abs(roots[i].value - roots[k].value) * (1.0 - 4.0 * kUnit) >
                    roots[i].error + roots[k].error))
      return false;
  return std::isfinite(roots[i].error);
}

// Splits the polynomial by multiplicity: the k-th result has as simple roots those of multiplicity
// k.
std::vector<DecimalPolynomial> byMultiplicity(PolynomialArithmetic& p,
                                              const DecimalPolynomial& polynomial) {
  // simple[k] has the roots of a multiplicity above k, each once
  std::vector<DecimalPolynomial> simple;
  DecimalPolynomial left = polynomial;
  while (left.size() > 1 && !p.failed()) {
    DecimalPolynomial next = p.commonDivisor(left, p.slope(left));
    if (p.failed()) break;
    simple.push_back(p.scaledQuotient(left, next, left.size() - next.size() + 1));
    left = std::move(next);
  }
  std::vector<DecimalPolynomial> exact;
  for (std::size_t k = 0; k < simple.size() && !p.failed(); ++k) {
    const bool isLast = k + 1 == simple.size();
    exact.push_back(isLast ? simple[k]
                           : p.scaledQuotient(simple[k], simple[k + 1],
                                              simple[k].size() - simple[k + 1].size() + 1));
  }
  return exact;
}

}  // namespace

std::vector<PolynomialRoot> simpleRoots(std::span<const ComplexDecimal> polynomial,
                                        const std::stop_token& stop) {
  std::vector<PolynomialRoot> roots;
  if (polynomial.size() < 2) return roots;
  // A root at 0 is exact, so it is divided out first.
  if (isZero(polynomial.front())) {
    roots.push_back({.value = {}, .error = 0.0, .multiplicity = 1});
    polynomial = polynomial.subspan(1);
  }
  const std::size_t first = roots.size();
  std::vector<Number> coefficients;
  for (const ComplexDecimal& each : polynomial) coefficients.push_back(each.toDouble());
  std::vector<Number> points = startingPoints(coefficients);
  improveRoots(coefficients, points, stop);
  for (std::size_t i = 0; i < points.size(); ++i)
    roots.push_back(
        {.value = points[i], .error = smithRadius(coefficients, points, i), .multiplicity = 1});
  std::vector<bool> alone;
  for (std::size_t i = 0; i < roots.size(); ++i) alone.push_back(isAlone(roots, i));
  for (std::size_t i = first; i < roots.size(); ++i)
    if (!alone[i]) roots[i].error = std::numeric_limits<double>::infinity();
  return roots;
}

std::vector<PolynomialRoot> rootsOf(const DecimalPolynomial& polynomial,
                                    const std::stop_token& stop) {
  PolynomialArithmetic arithmetic(stop);
  const std::vector<DecimalPolynomial> parts = byMultiplicity(arithmetic, polynomial);
  if (arithmetic.failed()) return simpleRoots(polynomial, stop);
  std::vector<PolynomialRoot> roots;
  for (std::size_t k = 0; k < parts.size(); ++k)
    for (PolynomialRoot root : simpleRoots(parts[k], stop)) {
      root.multiplicity = k + 1;
      roots.push_back(root);
    }
  return roots;
}

std::optional<std::vector<PolynomialRoot>> criticalPoints(const RationalForm& map,
                                                          const std::stop_token& stop) {
  PolynomialArithmetic p(stop);
  const DecimalPolynomial slope = p.difference(p.product(p.slope(map.numerator), map.denominator),
                                               p.product(map.numerator, p.slope(map.denominator)));
  if (p.failed()) return std::nullopt;
  return rootsOf(slope, stop);
}

}  // namespace fatou::julia
