// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <QString>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/plane/place.h"
#include "ui/canvas/overlays.h"
#include "ui/jobs/facts_finder.h"

namespace fatou::ui {

// Paints the known facts about a picture's dynamics over it: attracting cycles and the orbits of
// critical points. Facts about another formula or c are not shown.
class DynamicsOverlay {
 public:
  // The cycle that the picture of z^2 + c was computed with.
  void setCycle(const std::optional<julia::AttractingCycle>& cycle);
  void setFacts(std::shared_ptr<const FoundFacts> facts) { m_facts = std::move(facts); }
  // Sets the sentence to show instead of the cycle of this c, which has none.
  void setCycleNote(const julia::ComplexDecimal& c, const QString& why) { m_note = {c, why}; }

  // Why there is no cycle to be seen; empty where there is one, or nothing is known.
  QString cycleNote(const julia::Place& place) const;

  void paintCycles(QPainter& painter, const CanvasMapping& mapping, const QRectF& area,
                   const julia::Place& place) const;
  void paintCriticalOrbits(QPainter& painter, const CanvasMapping& mapping,
                           const julia::Place& place) const;

 private:
  const FoundFacts* factsFor(const julia::Place& place) const;
  std::span<const julia::MapCycle> cyclesOf(const julia::Place& place) const;

  std::vector<julia::MapCycle> m_cycle;  // of z^2 + c: one or none
  std::shared_ptr<const FoundFacts> m_facts;
  std::pair<julia::ComplexDecimal, QString> m_note;  // the c that has no cycle, and why
};

}  // namespace fatou::ui
