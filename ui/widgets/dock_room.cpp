// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dock_room.h"

#include <algorithm>
#include <utility>

#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>

#include "ui/widgets/dock_geometry.h"

namespace fatou::ui {
namespace {

constexpr int kUsualHeight = 160;  // of docks that were not seen yet

}  // namespace

DockRoom::DockRoom(QMainWindow& window, QDockWidget& dock, int comfortable, QObject* parent)
    : QObject(parent),
      m_window(window),
      m_dock(dock),
      m_comfortable(comfortable),
      m_wanted(comfortable) {
  connect(&dock, &QDockWidget::visibilityChanged, this, &DockRoom::follow);
  connect(&dock, &QDockWidget::topLevelChanged, this,
          [this](bool floats) { follow(!floats && m_dock.isVisible()); });
  m_resized.setSingleShot(true);
  connect(&m_resized, &QTimer::timeout, this, &DockRoom::remember);
  for (QDockWidget* other : window.findChildren<QDockWidget*>())
    if (other != &dock) other->installEventFilter(this);
}

bool DockRoom::eventFilter(QObject* watched, QEvent* event) {
  auto* other = qobject_cast<QDockWidget*>(watched);
  if (event->type() == QEvent::Resize && other != nullptr) m_resized.start();
  return false;
}

void DockRoom::remember() {
  if (m_inFront || !m_settled) return;
  for (QDockWidget* other : m_window.findChildren<QDockWidget*>())
    if (other != &m_dock && isInFront(*other)) m_heights[other] = other->height();
}

// The room is not changed at once, because the window lays its docks out anew first.
void DockRoom::follow(bool inFront) {
  const bool comes = inFront && !m_dock.isFloating();
  if (comes == std::exchange(m_inFront, comes)) return;
  if (!m_window.isVisible() || m_window.isMinimized()) return;
  m_settled = false;
  if (!inFront && !m_dock.isFloating()) m_wanted = std::max(m_comfortable, m_dock.height());
  QTimer::singleShot(0, this, m_inFront ? &DockRoom::settle : &DockRoom::giveBack);
}

void DockRoom::settle() {
  m_settled = true;
  if (!m_inFront) return;
  m_sharing = m_window.tabifiedDockWidgets(&m_dock);  // none of a dock that is hidden
  if (m_dock.height() < m_wanted) setHeight(m_dock, m_wanted);
}

void DockRoom::giveBack() {
  if (m_inFront) return;
  const auto inFront =
      std::ranges::find_if(m_sharing, [](const QDockWidget* other) { return isInFront(*other); });
  if (inFront != m_sharing.end()) setHeight(**inFront, heightOf(*inFront));
  m_settled = true;
}

void DockRoom::setHeight(QDockWidget& dock, int height) {
  m_window.resizeDocks({&dock}, {height + tabsHeight(m_window, dock)}, Qt::Vertical);
}

// The height for a dock that was behind another's tab so far is that of the other.
int DockRoom::heightOf(QDockWidget* other) const {
  if (m_heights.contains(other)) return m_heights[other];
  for (QDockWidget* one : m_sharing)
    if (m_heights.contains(one)) return m_heights[one];
  return kUsualHeight;
}

}  // namespace fatou::ui
