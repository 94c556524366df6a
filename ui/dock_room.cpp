// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dock_room.h"

#include <algorithm>

#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>

namespace fatou::ui {
namespace {

constexpr int kUsualHeight = 160;  // of docks that were not seen yet

// A dock behind another's tab is not hidden, but lies beyond the window's edge.
bool isShownInFront(const QDockWidget& dock) {
  return dock.isVisible() && !dock.isFloating() && dock.geometry().right() >= 0;
}

}  // namespace

DockRoom::DockRoom(QMainWindow& window, QDockWidget& dock, int comfortable, QObject* parent)
    : QObject(parent),
      m_window(window),
      m_dock(dock),
      m_comfortable(comfortable),
      m_wanted(comfortable),
      m_before(kUsualHeight) {
  connect(&dock, &QDockWidget::visibilityChanged, this, &DockRoom::follow);
  for (QDockWidget* other : window.tabifiedDockWidgets(&dock)) other->installEventFilter(this);
}

bool DockRoom::eventFilter(QObject* watched, QEvent* event) {
  const auto* other = qobject_cast<const QDockWidget*>(watched);
  if (event->type() == QEvent::Resize && other != nullptr && !m_inFront && m_settled &&
      isShownInFront(*other))
    m_before = other->height();
  return false;
}

// Not at once: the window's layout is still at it.
void DockRoom::follow(bool inFront) {
  m_inFront = inFront;
  if (!m_window.isVisible() || m_window.isMinimized()) return;
  m_settled = false;
  if (!inFront && !m_dock.isFloating()) m_wanted = std::max(m_comfortable, m_dock.height());
  QMetaObject::invokeMethod(this, inFront ? &DockRoom::settle : &DockRoom::giveBack,
                            Qt::QueuedConnection);
}

void DockRoom::settle() {
  m_settled = true;
  if (m_inFront && !m_dock.isFloating() && m_dock.height() < m_wanted)
    m_window.resizeDocks({&m_dock}, {m_wanted}, Qt::Vertical);
}

void DockRoom::giveBack() {
  if (m_inFront) return;
  if (QDockWidget* other = otherInFront()) m_window.resizeDocks({other}, {m_before}, Qt::Vertical);
  m_settled = true;
}

QDockWidget* DockRoom::otherInFront() const {
  for (QDockWidget* other : m_window.tabifiedDockWidgets(&m_dock))
    if (isShownInFront(*other)) return other;
  return nullptr;
}

}  // namespace fatou::ui
