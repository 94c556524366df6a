// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/critical_family.h"

#include <algorithm>
#include <complex>
#include <cstdint>
#include <utility>

#include "core/base/check.h"
#include "core/julia/formulas/critical_factors.h"
#include "core/julia/formulas/plain_roots.h"

namespace fatou::julia {
namespace {

// Rounds each coefficient to doubles once.
CriticalFamily::Factor roundedFactor(const BivariatePolynomial& exact) {
  CriticalFamily::Factor factor;
  factor.coefficients.resize(static_cast<std::size_t>(degreeInZ(exact)) + 1);
  for (const auto& [powers, number] : exact) {
    auto& coefficient = factor.coefficients[static_cast<std::size_t>(powers.first)];
    const auto power = static_cast<std::size_t>(powers.second);
    coefficient.resize(std::max(coefficient.size(), power + 1));
    const std::complex<double> value = number.toDouble();
    coefficient[power] = {.re = value.real(), .im = value.imag()};
  }
  return factor;
}

}  // namespace

bool CriticalFamily::Factor::isConstant() const {
  return std::ranges::all_of(coefficients, [](const auto& each) { return each.size() <= 1; });
}

void CriticalFamily::Factor::rootsAt(kernels::ComplexNumber parameter,
                                     std::span<kernels::ComplexNumber> roots) const {
  std::vector<kernels::ComplexNumber> polynomial;
  polynomial.reserve(coefficients.size());
  for (const auto& each : coefficients)
    polynomial.push_back(plain_complex::valueAt(each, parameter));
  plainRoots(polynomial, roots);
}

CriticalFamily::CriticalFamily(std::vector<Factor> factors, BivariatePolynomial fixedPoints)
    : m_factors(std::move(factors)), m_fixedPoints(std::move(fixedPoints)) {
  for (const Factor& each : m_factors) m_size += each.roots();
}

CriticalFamily CriticalFamily::create(const Formula& formula, const ComplexDecimal& c,
                                      std::string_view parameter, const std::stop_token& stop) {
  std::vector<Factor> factors;
  CriticalFactors exact = criticalFactors(formula, c, parameter, stop);
  for (const BivariatePolynomial& each : exact.followed) factors.push_back(roundedFactor(each));
  return CriticalFamily(std::move(factors), std::move(exact.fixed));
}

bool CriticalFamily::isConstant(std::size_t index) const {
  FATOU_CHECK(index < m_size);
  for (const Factor& each : m_factors) {
    if (index < each.roots()) return each.isConstant();
    index -= each.roots();
  }
  return false;
}

kernels::ComplexNumber CriticalFamily::point(std::size_t index,
                                             kernels::ComplexNumber parameter) const {
  FATOU_CHECK(index < m_size);
  const auto* factor = m_factors.data();
  for (; index >= factor->roots(); ++factor) index -= factor->roots();
  std::vector<kernels::ComplexNumber> roots(factor->roots());
  factor->rootsAt(parameter, roots);
  return roots[index];
}

void CriticalFamily::points(kernels::ComplexNumber parameter,
                            std::span<kernels::ComplexNumber> all) const {
  FATOU_CHECK(all.size() == m_size);
  for (const Factor& each : m_factors) {
    each.rootsAt(parameter, all.first(each.roots()));
    all = all.subspan(each.roots());
  }
}

}  // namespace fatou::julia
