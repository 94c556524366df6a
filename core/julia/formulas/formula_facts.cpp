// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/formula_facts.h"

#include <complex>

#include "core/julia/formulas/escape_radius.h"
#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {

FormulaFacts formulaFacts(const Formula& formula, const ComplexDecimal& c,
                          const std::stop_token& stop) {
  const Expression expression = formula.expression();
  const std::vector<ComplexDecimal> values = formula.values(c);
  FormulaFacts facts;
  facts.holomorphic = expression.isHolomorphic();
  facts.symmetry = mapSymmetry(expression, values);
  const auto map = rationalForm(expression, values, stop);
  if (!map) return facts;
  facts.polynomial = map->isPolynomial();
  facts.degree = map->degree();
  facts.escapeRadius = provenEscapeRadius(*map);
  facts.criticalPoints = criticalPoints(*map, stop);
  if (!facts.criticalPoints) return facts;
  std::vector<std::complex<double>> starts;
  for (const PolynomialRoot& each : *facts.criticalPoints) starts.push_back(each.value);
  facts.cycles = attractingCycles(expression, values, starts, &*map, stop);
  return facts;
}

}  // namespace fatou::julia
