// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>

class QMainWindow;

namespace fatou::ui {

// Gives the whole screen to the central widget, and gives back what was around it: docks, bars and
// whether the window was full.
class PictureAlone : public QObject {
  Q_OBJECT
 public:
  explicit PictureAlone(QMainWindow& window);

  void setOn(bool on);
  bool isOn() const { return !m_layout.isEmpty(); }
  // The window's saveState(), as it is or as it will be again.
  QByteArray layout() const;

 private:
  QMainWindow& m_window;
  QByteArray m_layout;  // empty while all is shown
};

}  // namespace fatou::ui
