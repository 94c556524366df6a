// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas as text, and programs as bytes. What is read must come back from what is written, and
// mathematics has to come to an end with it.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/check.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/formula_facts.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program.h"

using namespace fatou;

namespace {

void checkProgram(const kernels::Program& program) {
  FATOU_CHECK(kernels::check(program).ok());
  const auto again = kernels::programOf(kernels::bytesOf(program));
  FATOU_CHECK(again.ok() && again.value() == program);
}

void checkFormula(const julia::Formula& formula) {
  const auto again = julia::parseFormula(julia::toString(formula));
  FATOU_CHECK(again.ok() && again.value() == formula);
  const julia::ComplexDecimal c{.re = julia::Decimal::fromDouble(-0.75), .im = {}};
  for (const bool slope : {false, true})
    if (const auto program = julia::buildProgram(formula, c, {.slope = slope}))
      checkProgram(program.value());
  for (const julia::MapCycle& cycle : julia::formulaFacts(formula, c).cycles)
    FATOU_CHECK(cycle.period() > 0 && cycle.trapRadius >= 0.0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto formula = julia::parseFormula(text)) checkFormula(formula.value());
  if (const auto program = kernels::programOf(std::span(data, size))) checkProgram(program.value());
  return 0;
}
