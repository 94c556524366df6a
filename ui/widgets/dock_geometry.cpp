// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dock_geometry.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QTabBar>

namespace fatou::ui {

bool isInFront(const QDockWidget& dock) {
  return dock.isVisible() && !dock.isFloating() && dock.geometry().right() >= 0;
}

int tabsHeight(const QMainWindow& window, const QDockWidget& dock) {
  const QRect place = dock.geometry();
  for (const QTabBar* tabs : window.findChildren<QTabBar*>(Qt::FindDirectChildrenOnly)) {
    const QRect at = tabs->geometry();
    const bool touches = at.bottom() + 1 == place.top() || place.bottom() + 1 == at.top();
    if (tabs->isVisible() && at.left() == place.left() && touches) return at.height();
  }
  return 0;
}

}  // namespace fatou::ui
