// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QDockWidget;
class QMainWindow;

namespace fatou::ui {

// Gives a dock that shares its place with others, behind tabs, the height that it needs, and takes
// it back when the dock is closed or another one comes to the front: those keep the height that
// they had.
class DockRoom : public QObject {
  Q_OBJECT
 public:
  // The dock is at least `comfortable` high when it is in front, or as high as it was the last
  // time.
  DockRoom(QMainWindow& window, QDockWidget& dock, int comfortable, QObject* parent);

  // Sees to the height of the dock now, where it is in front.
  void settle();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow(bool inFront);
  void giveBack();
  QDockWidget* otherInFront() const;

  QMainWindow& m_window;
  QDockWidget& m_dock;
  const int m_comfortable;
  int m_wanted;  // height of the dock
  int m_before;  // of the others
  bool m_inFront = false;
  bool m_settled = true;  // the height is what it is to be
};

}  // namespace fatou::ui
