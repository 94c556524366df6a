// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/orbit.h"

#include <limits>

#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program_scalar.h"
#include "core/kernels/scalar_orbit.h"

namespace fatou::julia {
namespace {

using OrbitPoints = std::vector<std::complex<double>>;

// Returns the orbit as the formula's program computes it; empty if the formula has no program.
OrbitPoints programOrbit(const Formula& formula, std::complex<double> c, std::complex<double> z0,
                         std::size_t most) {
  const ComplexDecimal number{Decimal::fromDouble(c.real()), Decimal::fromDouble(c.imag())};
  const auto exit = escapeExitOf(formula, number);
  const auto program = buildProgram(formula, number);
  if (!program || (!exit && !formula.hasBasins())) return {};
  const double radius = exit ? exit.value().radius : std::numeric_limits<double>::infinity();
  const auto part = exit ? exit.value().part : kernels::EscapePart::Modulus;
  const double radius2 = radius * radius;
  kernels::ScalarProgram f(program.value());
  kernels::ComplexNumber z{z0.real(), z0.imag()};
  OrbitPoints points;
  while (points.size() < most) {
    points.emplace_back(z.re, z.im);
    if (!(kernels::escapeNorm(part, z.re, z.im) <= radius2)) break;
    z = f(z);
  }
  return points;
}

}  // namespace

std::vector<std::complex<double>> orbitOf(Formula formula, std::complex<double> c,
                                          std::complex<double> z0, std::size_t most) {
  if (!formula.isPower() || rowOf(formula).program) return programOrbit(formula, c, z0, most);
  OrbitPoints points;
  kernels::withMap(formula.degree(), [&](auto map) {
    kernels::ScalarOrbit<decltype(map)> z{c.real(), c.imag(), z0.real(), z0.imag()};
    while (points.size() < most) {
      points.emplace_back(z.x, z.y);
      if (!(z.norm() <= 4.0)) break;
      z.advance();
    }
  });
  return points;
}

}  // namespace fatou::julia
