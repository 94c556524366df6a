// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "ui/console/cell_runner.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace fatou::ui {

class CellEdit;
class CellOutput;

// A cell: Python to edit, where it runs, a button to run or stop it, and what came of it. Nothing
// runs but by that button, and Shift+Return or Ctrl+Return in the text.
class CellView : public QWidget {
  Q_OBJECT
 public:
  // The runner lives longer than this.
  explicit CellView(CellRunner& runner, QWidget* parent = nullptr);

  QString text() const;
  void setText(const QString& text);
  // What is chosen; nothing while the text typed there is no target.
  std::optional<CellTarget> target() const;
  void setTarget(const CellTarget& target);
  // Hides the choice, where the cell has one target for good.
  void setTargetFixed(bool fixed);
  bool isRunning() const { return m_run.has_value(); }

  CellEdit& edit() const { return *m_edit; }
  CellOutput& output() const { return *m_output; }

 public Q_SLOTS:
  // Runs the cell, unless it runs or its target means nothing, which is said then.
  void run();

 Q_SIGNALS:
  // This cell's run is over.
  void finished(const fatou::ui::CellResult& result);
  // The user has run it, and the text is worth keeping.
  void ran(const QString& text);

 private:
  void layOut();
  void connectAll();
  void showRunning(bool running);
  void begin();
  void take(const CellResult& result);
  void takePicture(const QImage& image);
  void runOrStop();

  CellRunner& m_runner;
  CellEdit* m_edit;
  QComboBox* m_target;
  QToolButton* m_button;
  QLabel* m_state;
  CellOutput* m_output;
  QLabel* m_picture;               // an array that the cell has shown
  std::optional<CellRunId> m_run;  // while it runs, or waits for its turn
};

}  // namespace fatou::ui
