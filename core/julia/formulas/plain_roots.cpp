// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/plain_roots.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/base/check.h"
#include "core/kernels/elementary_scalar.h"

namespace fatou::julia {
namespace plain_complex {

using Number = kernels::ComplexNumber;

Number squareRoot(Number a) {
  return kernels::elementaryScalar(kernels::ElementaryFunction::Sqrt, a);
}
bool isZero(Number a) {
  return a.re == 0.0 && a.im == 0.0;
}
Number valueAt(std::span<const Number> polynomial, Number x) {
  if (polynomial.empty()) return {};
  Number value = polynomial.back();
  for (std::size_t k = polynomial.size() - 1; k-- > 0;)
    value = sum(product(value, x), polynomial[k]);
  return value;
}

namespace {

constexpr int kMostTurns = 100;
constexpr double kSmallStep = 0x1p-50;
constexpr double kLeastRadius = 0x1p-60;
constexpr double kMostRadius = 0x1p200;
constexpr Number kTurn{.re = 0.4, .im = 0.9};

Number negative(Number a) {
  return difference({}, a);
}

bool isFinite(Number a) {
  return std::isfinite(a.re) && std::isfinite(a.im);
}

double modulus(Number a) {
  return std::sqrt(norm(a));
}

void quadraticRoots(std::span<const Number> a, std::span<Number> roots) {
  const Number two{.re = 2.0, .im = 0.0};
  const Number four{.re = 4.0, .im = 0.0};
  const Number root =
      squareRoot(difference(product(a[1], a[1]), product(four, product(a[2], a[0]))));
  // A sum without cancellation: both numbers are within a right angle.
  const bool isSameWay = a[1].re * root.re + a[1].im * root.im >= 0.0;
  const Number far = isSameWay ? negative(sum(a[1], root)) : difference(root, a[1]);
  if (isZero(far)) {
    roots[0] = roots[1] = {};
    return;
  }
  const Number farRoot = quotient(far, product(two, a[2]));
  const Number nearRoot = quotient(product(two, a[0]), far);
  roots[0] = isSameWay ? nearRoot : farRoot;
  roots[1] = isSameWay ? farRoot : nearRoot;
}

// Whether Cauchy's bound places all roots within the radius.
bool allAreWithin(std::span<const Number> a, double radius) {
  double rest = 0.0;
  for (std::size_t k = 0; k + 1 < a.size(); ++k) rest = (rest + modulus(a[k])) / radius;
  return modulus(a.back()) >= rest;
}

double boundOf(std::span<const Number> a) {
  double radius = 1.0;
  while (radius > kLeastRadius && allAreWithin(a, 0.5 * radius)) radius *= 0.5;
  while (radius < kMostRadius && !allAreWithin(a, radius)) radius *= 2.0;
  return radius;
}

// Aberth's step: Newton's step of the polynomial divided by the factors of the other roots.
Number stepOf(std::span<const Number> a, std::span<const Number> roots, std::size_t i) {
  Number value = a.back();
  Number slope;
  for (std::size_t k = a.size() - 1; k-- > 0;) {
    slope = sum(product(slope, roots[i]), value);
    value = sum(product(value, roots[i]), a[k]);
  }
  if (isZero(value)) return {};
  Number others;
  for (std::size_t k = 0; k < roots.size(); ++k) {
    const Number apart = difference(roots[i], roots[k]);
    if (k != i && !isZero(apart)) others = sum(others, quotient({.re = 1.0, .im = 0.0}, apart));
  }
  const Number step = quotient(value, difference(slope, product(value, others)));
  return isFinite(step) ? step : Number{};
}

void aberthRoots(std::span<const Number> a, std::span<Number> roots, const std::stop_token& stop) {
  Number point{.re = boundOf(a), .im = 0.0};
  for (Number& root : roots) {
    root = point;
    point = product(point, kTurn);
  }
  for (int turn = 0; turn < kMostTurns && !stop.stop_requested(); ++turn) {
    bool isDone = true;
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const Number step = stepOf(a, roots, i);
      roots[i] = difference(roots[i], step);
      if (norm(step) > kSmallStep * kSmallStep * norm(roots[i])) isDone = false;
    }
    if (isDone) break;
  }
  std::ranges::sort(roots, [](const Number& x, const Number& y) {
    return x.re < y.re || (x.re == y.re && x.im < y.im);
  });
}

void rootsOf(std::span<const Number> polynomial, std::span<Number> roots,
             const std::stop_token& stop) {
  FATOU_CHECK(polynomial.size() >= 2 && roots.size() == polynomial.size() - 1);
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::ranges::fill(roots, Number{.re = kNone, .im = kNone});
  if (!std::ranges::all_of(polynomial, isFinite)) return;
  while (polynomial.size() > 1 && isZero(polynomial.back()))
    polynomial = polynomial.first(polynomial.size() - 1);
  const std::size_t degree = polynomial.size() - 1;
  if (degree == 1)
    roots[0] = quotient(negative(polynomial[0]), polynomial[1]);
  else if (degree == 2)
    quadraticRoots(polynomial, roots.first(2));
  else if (degree > 2)
    aberthRoots(polynomial, roots.first(degree), stop);
}

}  // namespace
}  // namespace plain_complex

void plainRoots(std::span<const kernels::ComplexNumber> polynomial,
                std::span<kernels::ComplexNumber> roots, const std::stop_token& stop) {
  plain_complex::rootsOf(polynomial, roots, stop);
}

}  // namespace fatou::julia
