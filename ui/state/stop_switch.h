// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFlags>
#include <QObject>

class QAction;

namespace fatou::ui {

// Enables the action that stops things while there is something to stop.
class StopSwitch : public QObject {
  Q_OBJECT
 public:
  enum class Cause {
    Computing = 1,   // a picture or its refinement
    Reading = 2,     // a file
    Playing = 4,     // a run, in slow motion
    FullScreen = 8,  // the same key leaves it
    Cells = 16       // of the console
  };
  Q_DECLARE_FLAGS(Causes, Cause)

  // The action owns this.
  explicit StopSwitch(QAction* stop);

  void set(Cause cause, bool on);

 private:
  QAction* const m_stop;
  Causes m_causes;
};

}  // namespace fatou::ui

Q_DECLARE_OPERATORS_FOR_FLAGS(fatou::ui::StopSwitch::Causes)
