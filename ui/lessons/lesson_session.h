// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/io/lessons/lesson.h"
#include "ui/console/cell_runner.h"
#include "ui/lab/lab_controller.h"
#include "ui/lessons/lesson_figures.h"
#include "ui/lessons/printed_figures.h"

namespace fatou::ui {

class ExplorerDocument;

// What a lesson that is open does when its reader presses a button: it measures, shows places and
// takes what cells print. Opening a lesson does none of that. Lives on the GUI thread and never
// waits.
class LessonSession : public QObject {
  Q_OBJECT
 public:
  struct Context {
    ExplorerDocument& document;
    LabController& comparisons;
    CellRunner& cells;
    int cores = 1;  // of this machine
  };
  explicit LessonSession(const Context& context, QObject* parent = nullptr);

  CellRunner& cells() const { return m_context.cells; }
  const LessonFigures& figures() const { return m_figures; }
  io::FigureReader reader() const;

  // Begins anew: nothing is measured, nothing guessed. What is under way for the last lesson is
  // not taken.
  void begin();

  // Measures, unless a comparison is under way; figuresChanged() or failed() follow.
  void compare(const io::LessonComparison& comparison);
  bool isComparing() const { return m_context.comparisons.isBusy(); }
  // Shows the place in the window, as one step of the history.
  void show(const io::LessonShow& block);
  void guess(const std::string& question, double value);
  // Takes what a run of the cell has printed.
  void takeCell(const io::LessonCell& cell, const CellResult& result);

 Q_SIGNALS:
  void figuresChanged();
  // A comparison has begun or ended, whoever asked for it.
  void comparingChanged(bool comparing);
  // What could not be measured: one sentence.
  void failed(const QString& sentence);

 private:
  void connectAll();
  void takeComparison(const std::shared_ptr<const LabResult>& result);
  std::vector<int> counts(const std::vector<io::Expression>& of) const;

  const Context m_context;
  LessonFigures m_figures;
  std::string m_compared;  // the name of the comparison under way; empty where it is not ours
  CellRunId m_run = 0;     // the latest run of a cell
  PrintedFigures m_printed;
};

}  // namespace fatou::ui
