// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/formula.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/escape_text.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

Expression powerExpression(int degree) {
  ExpressionGraph graph;
  return graph
      .expression(graph.add(graph.wholePower(graph.variable(), degree), graph.parameter("c")))
      .value();
}

// Returns the shortest text of a number, such as "0.3-0.2i".
std::string numberText(const ComplexDecimal& value) {
  const std::string re = plain(value.re).text();
  const std::string im = plain(value.im).text() + "i";
  if (value.im.isZero()) return re;
  if (value.re.isZero()) return im;
  return re + (value.im.isNegative() ? "" : "+") + im;
}

}  // namespace

Formula::Formula(const Expression& expression, std::vector<FormulaParameter> parameters) {
  // A larger power has no proven radius and may name one, like any other map.
  if (const auto degree = powerPlusC(expression); degree && *degree <= kMostProvenDegree) {
    m_degree = *degree;
    return;
  }
  m_degree = 0;
  std::size_t known = 0;
  for (const std::string& name : expression.parameterNames())
    if (name != "c") FATOU_CHECK(known < parameters.size() && parameters[known++].name == name);
  FATOU_CHECK(known == parameters.size());
  m_typed = std::make_shared<const Typed>(
      Typed{.expression = expression, .parameters = std::move(parameters)});
}

Expression Formula::expression() const {
  return m_typed ? m_typed->expression : powerExpression(m_degree);
}

bool Formula::usesC() const {
  return !m_typed || m_typed->expression.hasParameter("c");
}

std::span<const FormulaParameter> Formula::parameters() const {
  if (!m_typed) return {};
  return m_typed->parameters;
}

std::vector<ComplexDecimal> Formula::values(const ComplexDecimal& c) const {
  if (!m_typed) return {c};
  std::vector<ComplexDecimal> values;
  std::size_t next = 0;
  for (const std::string& name : m_typed->expression.parameterNames())
    values.push_back(name == "c" ? c : m_typed->parameters[next++].value);
  return values;
}

const std::optional<Decimal>& Formula::escapeRadius() const {
  static const std::optional<Decimal> kNone;
  return m_typed ? m_typed->escapeRadius : kNone;
}

kernels::EscapePart Formula::escapePart() const {
  return m_typed ? m_typed->escapePart : kernels::EscapePart::Modulus;
}

Formula Formula::withEscapeRadius(std::optional<Decimal> radius) const {
  if (!m_typed) return *this;
  Typed typed = *m_typed;
  typed.escapeRadius = std::move(radius);
  if (!typed.escapeRadius) typed.escapePart = kernels::EscapePart::Modulus;
  Formula changed = *this;
  changed.m_typed = std::make_shared<const Typed>(std::move(typed));
  return changed;
}

Formula Formula::withEscape(kernels::EscapePart part, const Decimal& radius) const {
  if (!m_typed) return *this;
  Typed typed = *m_typed;
  typed.escapeRadius = radius;
  typed.escapePart = part;
  Formula changed = *this;
  changed.m_typed = std::make_shared<const Typed>(std::move(typed));
  return changed;
}

bool Formula::hasBasins() const {
  return m_typed && m_typed->hasBasins;
}

Formula Formula::withBasins(bool has) const {
  if (!m_typed) return *this;
  Typed typed = *m_typed;
  typed.hasBasins = has;
  Formula changed = *this;
  changed.m_typed = std::make_shared<const Typed>(std::move(typed));
  return changed;
}

Formula Formula::with(std::string_view parameter, const ComplexDecimal& value) const {
  FATOU_CHECK(m_typed != nullptr);
  Typed typed = *m_typed;
  const auto found = std::ranges::find(typed.parameters, parameter, &FormulaParameter::name);
  FATOU_CHECK(found != typed.parameters.end());
  found->value = value;
  Formula changed = *this;
  changed.m_typed = std::make_shared<const Typed>(std::move(typed));
  return changed;
}

bool operator==(const Formula& a, const Formula& b) {
  if (a.m_degree != b.m_degree) return false;
  if (a.m_typed == b.m_typed) return true;
  return a.m_typed && b.m_typed && *a.m_typed == *b.m_typed;
}

std::string expressionText(const Formula& formula) {
  if (formula.isPower()) return "z^" + std::to_string(formula.degree()) + "+c";
  return toString(formula.expression());
}

std::string toString(const Formula& formula) {
  std::string text = expressionText(formula);
  for (const FormulaParameter& each : formula.parameters())
    text += "," + each.name + "=" + numberText(each.value);
  if (const auto& radius = formula.escapeRadius())
    text += "," + std::string(escapeName(formula.escapePart())) + "=" + plain(*radius).text();
  if (formula.hasBasins()) text += "," + std::string(kBasinsName) + "=1";
  return text;
}

}  // namespace fatou::julia
