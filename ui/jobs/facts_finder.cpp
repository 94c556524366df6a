// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/facts_finder.h"

#include <utility>

#include "core/julia/dynamics/orbit.h"
#include "core/julia/formulas/escape_exit.h"

namespace fatou::ui {
namespace {

// Finding facts can take milliseconds, too long for each of 60 values of c a second.
constexpr int kBetweenFactsMs = 60;
constexpr std::size_t kMostCriticalOrbits = 16;
constexpr std::size_t kCriticalOrbitPoints = 500;

std::optional<double> escapeRadiusOf(const julia::Formula& formula, const julia::ComplexDecimal& c,
                                     const std::stop_token& stop) {
  if (formula.isPower()) return 2.0;
  const auto exit = julia::escapeExitOf(formula, c, stop);
  return exit ? std::optional(exit.value().radius) : std::nullopt;
}

}  // namespace

FoundFacts factsOf(const julia::Formula& formula, const julia::ComplexDecimal& c,
                   const std::stop_token& stop) {
  FoundFacts found{.formula = formula,
                   .c = c,
                   .facts = julia::formulaFacts(formula, c, stop),
                   .radius = escapeRadiusOf(formula, c, stop),
                   .criticalOrbits = {}};
  if (!found.facts.criticalPoints) return found;
  for (const julia::PolynomialRoot& each : *found.facts.criticalPoints) {
    if (found.criticalOrbits.size() == kMostCriticalOrbits || stop.stop_requested()) break;
    found.criticalOrbits.push_back(
        julia::orbitOf(formula, c.toDouble(), each.value, kCriticalOrbitPoints));
  }
  return found;
}

FactsFinder::FactsFinder(QObject* parent)
    : QObject(parent), m_job([this](const Event& event) {
        if (const auto* facts = std::get_if<Found>(&event)) Q_EMIT found(*facts);
      }) {
  m_pause.setSingleShot(true);
  m_pause.setInterval(kBetweenFactsMs);
  connect(&m_pause, &QTimer::timeout, this, &FactsFinder::start);
}

void FactsFinder::find(const julia::Formula& formula, const julia::ComplexDecimal& c) {
  if (std::exchange(m_isAsked, true) && formula == m_formula && c == m_c) return;
  m_formula = formula;
  m_c = c;
  if (!m_pause.isActive()) m_pause.start();
}

void FactsFinder::start() {
  m_job.start([formula = m_formula, c = m_c](const auto& report, const std::stop_token& stop) {
    if (stop.stop_requested()) return;
    auto facts = std::make_shared<const FoundFacts>(factsOf(formula, c, stop));
    if (!stop.stop_requested()) report(std::move(facts));
  });
}

}  // namespace fatou::ui
