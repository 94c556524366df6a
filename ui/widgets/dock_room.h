// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>

class QDockWidget;
class QMainWindow;

namespace fatou::ui {

// Gives a dock of the window that shares its place with others, behind tabs, the height that it
// needs, and takes it back when the dock is closed or another one comes to the front: those keep
// the height that they had.
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
  void remember();
  void setHeight(QDockWidget& dock, int height);
  int heightOf(QDockWidget* other) const;

  QMainWindow& m_window;
  QDockWidget& m_dock;
  const int m_comfortable;
  int m_wanted;  // height of the dock
  // Runs out once the window has laid its docks out: one that comes to the front resizes the others
  // before it says so, and those heights are not what they had.
  QTimer m_resized;
  QHash<QDockWidget*, int> m_heights;  // of others, while the dock was not in front
  QList<QDockWidget*> m_sharing;       // the place of the dock, when it was in front the last time
  bool m_inFront = false;
  bool m_settled = true;  // the height is what it is to be
};

}  // namespace fatou::ui
