// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dock_sizes.h"

#include <QDockWidget>
#include <QEvent>
#include <QLayout>
#include <QMainWindow>
#include <QScopedValueRollback>

#include "ui/dock_geometry.h"

namespace fatou::ui {
DockSizes::DockSizes(QMainWindow& window)
    : QObject(&window), m_window(window), m_windowSize(window.size()) {
  window.installEventFilter(this);
  for (QDockWidget* dock : window.findChildren<QDockWidget*>()) dock->installEventFilter(this);
}

bool DockSizes::eventFilter(QObject* watched, QEvent* event) {
  auto* dock = qobject_cast<QDockWidget*>(watched);
  if (event->type() == QEvent::Resize && dock != nullptr) {
    take(*dock);
  } else if (event->type() == QEvent::Resize) {
    m_windowSize = m_window.size();
    m_wasFullScreen = m_window.isFullScreen();
    giveBack();
  } else if (event->type() == QEvent::Show && dock == nullptr) {
    for (QDockWidget* shown : m_window.findChildren<QDockWidget*>()) take(*shown);
  }
  return false;
}

// The window's layout has resized its docks before this learns of the window's new size: what
// happens at the old size is the user's or the program's doing, unless the window is on its way to
// or from full screen.
void DockSizes::take(QDockWidget& dock) {
  if (!m_isGiving && m_window.isFullScreen() == m_wasFullScreen &&
      m_window.size() == m_windowSize && isInFront(dock))
    m_sizes[&dock] = dock.size() + QSize(0, tabsHeight(m_window, dock));
}

// The size for a dock that was behind another's tab so far is that of the other.
QSize DockSizes::sizeOf(QDockWidget* dock) const {
  QList<QDockWidget*> sharing = m_window.tabifiedDockWidgets(dock);
  sharing.prepend(dock);
  for (QDockWidget* one : sharing)
    if (m_sizes.contains(one)) return m_sizes[one];
  return dock->size();
}

void DockSizes::giveBack() {
  const QScopedValueRollback giving(m_isGiving, true);
  QList<QDockWidget*> docks;
  QList<QDockWidget*> beside;  // the picture
  QList<int> heights;
  QList<int> widths;
  for (QDockWidget* dock : m_window.findChildren<QDockWidget*>()) {
    if (!isInFront(*dock)) continue;
    docks << dock;
    heights << sizeOf(dock).height();
    const auto area = m_window.dockWidgetArea(dock);
    if (area != Qt::LeftDockWidgetArea && area != Qt::RightDockWidgetArea) continue;
    beside << dock;
    widths << sizeOf(dock).width();
  }
  m_window.resizeDocks(beside, widths, Qt::Horizontal);
  m_window.resizeDocks(docks, heights, Qt::Vertical);
  m_window.layout()->activate();
}

}  // namespace fatou::ui
