// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/dynamics_overlay.h"

#include "core/julia/formulas/formula_row.h"

namespace fatou::ui {

void DynamicsOverlay::setCycle(const std::optional<julia::AttractingCycle>& cycle) {
  m_cycle.clear();
  if (cycle)
    m_cycle.push_back({.points = cycle->points,
                       .multiplier = cycle->multiplier,
                       .trapRadius = cycle->trapRadius});
}

const FoundFacts* DynamicsOverlay::factsFor(const julia::Place& place) const {
  return m_facts && m_facts->areOf(place.formula, place.c) ? m_facts.get() : nullptr;
}

std::span<const julia::MapCycle> DynamicsOverlay::cyclesOf(const julia::Place& place) const {
  if (julia::has(place.formula, julia::Ability::Cycles)) return m_cycle;
  const FoundFacts* known = factsFor(place);
  if (known == nullptr) return {};
  return known->facts.cycles;
}

QString DynamicsOverlay::cycleNote(const julia::Place& place) const {
  return cyclesOf(place).empty() && place.c == m_note.first ? m_note.second : QString();
}

void DynamicsOverlay::paintCycles(QPainter& painter, const CanvasMapping& mapping,
                                  const QRectF& area, const julia::Place& place) const {
  for (const julia::MapCycle& cycle : cyclesOf(place)) paintCycle(painter, mapping, area, cycle);
}

void DynamicsOverlay::paintCriticalOrbits(QPainter& painter, const CanvasMapping& mapping,
                                          const julia::Place& place) const {
  const FoundFacts* known = factsFor(place);
  if (known == nullptr) return;
  for (const auto& orbit : known->criticalOrbits) paintOrbit(painter, mapping, orbit);
}

}  // namespace fatou::ui
