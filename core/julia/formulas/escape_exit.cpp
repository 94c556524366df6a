// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/escape_exit.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/julia/formulas/polynomial_form.h"

namespace fatou::julia {
namespace {

constexpr double kMostRadius = 0x1p500;
// More than the coefficients' products and sums are rounded by, relative to their largest term.
constexpr double kRounding = 1e-9;

// The modulus of a coefficient, as computed, from below and from above.
struct Modulus {
  double value = 0.0;
  double least = 0.0;
  double most = 0.0;
};

// Not a library's, which may differ in the last place from machine to machine.
double plainModulus(std::complex<double> z) {
  return std::sqrt(z.real() * z.real() + z.imag() * z.imag());
}

// The moduli of a_0, a_1 ..., the last one of which is not 0.
std::vector<Modulus> moduliOf(const PolynomialForm& form, const Formula& formula,
                              const ComplexDecimal& c) {
  const std::vector<ComplexDecimal> values = formula.values(c);
  const auto size = static_cast<std::size_t>(degreeOf(form)) + 1;
  std::vector<std::complex<double>> sums(size);
  std::vector<double> sizes(size);
  for (const auto& [powers, number] : form) {
    std::complex<double> product = number.toDouble();
    for (std::size_t i = 0; i < values.size(); ++i)
      for (std::int32_t k = 0; k < powers[i + 1]; ++k) product *= values[i].toDouble();
    const auto at = static_cast<std::size_t>(powers[0]);
    sums[at] += product;
    sizes[at] += plainModulus(product);
  }
  while (!sizes.empty() && sizes.back() == 0.0) sizes.pop_back();
  std::vector<Modulus> moduli;
  for (std::size_t k = 0; k < sizes.size(); ++k)
    moduli.push_back({.value = plainModulus(sums[k]),
                      .least = plainModulus(sums[k]) - kRounding * sizes[k],
                      .most = plainModulus(sums[k]) + kRounding * sizes[k]});
  return moduli;
}

// Whether every |z| >= radius escapes. The sums are divided by R^d, which may be too large a
// number.
bool allBeyondEscape(const std::vector<Modulus>& moduli, double radius) {
  const std::size_t degree = moduli.size() - 1;
  double sum = 0.0;
  for (std::size_t k = 0; k < degree; ++k)
    sum = (sum + moduli[k].most + (k == 1 ? 1.0 : 0.0)) / radius;
  return moduli.back().least > (1.0 + kRounding) * sum;
}

std::optional<EscapeExit> polynomialExit(const Formula& formula, const ComplexDecimal& c) {
  const auto form = polynomialForm(formula.expression());
  if (!form || degreeOf(*form) > kMostProvenDegree) return {};
  const std::vector<Modulus> moduli = moduliOf(*form, formula, c);
  if (moduli.size() < 3 || !(moduli.back().least > 0.0)) return {};
  for (double radius = 2.0; radius <= kMostRadius; radius *= 2.0)
    if (allBeyondEscape(moduli, radius))
      return EscapeExit{.radius = radius,
                        .degree = static_cast<int>(moduli.size()) - 1,
                        .lead = moduli.back().value};
  return {};
}

}  // namespace

Result<EscapeExit> escapeExitOf(const Formula& formula, const ComplexDecimal& c) {
  auto exit = polynomialExit(formula, c);
  if (const auto& given = formula.escapeRadius()) {
    if (!exit || exit->radius > given->toDouble()) exit = EscapeExit{};
    exit->radius = given->toDouble();
  }
  if (exit) return *exit;
  return Error{"nothing is known of where orbits of " + expressionText(formula) +
               " escape: say a radius, like escape=50"};
}

bool mayEscapeProven(const Formula& formula) {
  const auto form = polynomialForm(formula.expression());
  return form && degreeOf(*form) <= kMostProvenDegree;
}

}  // namespace fatou::julia
