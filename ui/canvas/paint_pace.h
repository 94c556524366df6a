// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBasicTimer>
#include <QObject>
#include <QRegion>

class QWidget;

namespace fatou::ui {

// Has a widget paint what changes part by part no more often than a screen shows it: each paint
// takes the thread of the window some of the time in which engines would compute the next part. The
// first part is painted at once.
class PaintPace : public QObject {
 public:
  explicit PaintPace(QWidget& widget) : m_widget(widget) {}

  // Has the area painted: now, if nothing has been within a frame, else with all that comes until
  // the next one.
  void add(const QRect& area);
  // Has what has been added painted now.
  void paintNow();
  // Forgets what has been added, as all of the widget is painted anyway; what is added next is
  // painted at once.
  void restart();

 protected:
  void timerEvent(QTimerEvent* event) override;

 private:
  QWidget& m_widget;
  QRegion m_waiting;
  QBasicTimer m_frame;  // active for a frame after a paint
};

}  // namespace fatou::ui
