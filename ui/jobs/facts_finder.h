// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <memory>
#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/julia/formulas/formula_facts.h"
#include "ui/jobs/background_job.h"

namespace fatou::ui {

// What mathematics says of a formula and its c, and what is drawn of it.
struct FoundFacts {
  julia::Formula formula;
  julia::ComplexDecimal c;
  julia::FormulaFacts facts;
  // Where orbits have escaped, given or proven; nothing where no radius is known.
  std::optional<double> radius;
  // Of the first few critical points, each as long as it stays near.
  std::vector<std::vector<std::complex<double>>> criticalOrbits;

  // Whether they are those of this formula and c.
  bool areOf(const julia::Formula& other, const julia::ComplexDecimal& otherC) const {
    return formula == other && c == otherC;
  }
};

// The facts, found at once: milliseconds for what people write. When stopped they are incomplete.
FoundFacts factsOf(const julia::Formula& formula, const julia::ComplexDecimal& c,
                   const std::stop_token& stop = {});

// Finds the facts of the latest formula beside the GUI thread, on which it lives.
class FactsFinder : public QObject {
  Q_OBJECT
 public:
  // Throws std::system_error where no thread can be started.
  explicit FactsFinder(QObject* parent = nullptr);

  // Has found() follow, unless the facts are those that were asked for last.
  void find(const julia::Formula& formula, const julia::ComplexDecimal& c);

 Q_SIGNALS:
  void found(const std::shared_ptr<const fatou::ui::FoundFacts>& facts);

 private:
  using Found = std::shared_ptr<const FoundFacts>;
  using Event = std::variant<Found, Error>;

  void start();

  julia::Formula m_formula;
  julia::ComplexDecimal m_c;
  bool m_isAsked = false;  // once
  QTimer m_pause;
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
