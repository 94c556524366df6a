// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSize>

class QDockWidget;
class QMainWindow;

namespace fatou::ui {

// Gives docks back the sizes that they had before the window became smaller. Qt takes room from
// docks then, but gives it to the central widget when the window becomes larger again.
class DockSizes : public QObject {
  Q_OBJECT
 public:
  // Knows the docks that the window has by now.
  explicit DockSizes(QMainWindow& window);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void take(QDockWidget& dock);
  QSize sizeOf(QDockWidget* dock) const;
  void giveBack();

  QMainWindow& m_window;
  QSize m_windowSize;  // the last one, and whether it was the screen's
  bool m_wasFullScreen = false;
  QHash<QDockWidget*, QSize> m_sizes;  // with their tabs
  bool m_isGiving = false;
};

}  // namespace fatou::ui
