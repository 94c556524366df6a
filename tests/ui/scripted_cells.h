// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "ui/console/cell_runner.h"

namespace fatou::ui {

// Runs no Python: it notes what it is asked for, and prints and ends when the test says so.
class ScriptedCells : public CellRunner {
 public:
  CellRunId run(const QString& text, const CellTarget& target) override {
    texts += text;
    targets += cellTargetText(target);
    m_isRunning = true;
    return ++m_last;
  }
  void stop() override { end(true); }
  bool isRunning() const override { return m_isRunning; }
  QStringList completions(const QString&) const override { return {}; }

  void begin() { Q_EMIT started(m_last); }
  void print(int engine, const QString& text) { Q_EMIT output(m_last, engine, 1, text); }
  void end(bool isStopped = false, double seconds = 0.5) {
    m_isRunning = false;
    CellResult result;
    result.run = m_last;
    result.isStopped = isStopped;
    result.seconds = seconds;
    Q_EMIT finished(result);
  }

  QStringList texts;
  QStringList targets;

 private:
  CellRunId m_last = 0;
  bool m_isRunning = false;
};

}  // namespace fatou::ui
