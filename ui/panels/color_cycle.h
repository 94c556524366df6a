// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace fatou::ui {

// Moves the offset of a gradient steadily, about thirty times a second, by the time that passed.
class ColorCycle : public QObject {
  Q_OBJECT
 public:
  explicit ColorCycle(QObject* parent = nullptr);

  bool isRunning() const { return m_timer.isActive(); }
  void start();
  void stop();
  void setSpeed(double periodsPerSecond) { m_speed = periodsPerSecond; }

 Q_SIGNALS:
  void advanced(double periods);

 private:
  QTimer m_timer;
  QElapsedTimer m_since;
  double m_speed = 0.1;
};

}  // namespace fatou::ui
