// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_panels.h"

#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLayout>
#include <QScrollArea>

#include "ui/state/actions.h"
#include "ui/widgets/dock_geometry.h"
#include "ui/widgets/dock_room.h"
#include "ui/widgets/dock_title.h"

namespace fatou::ui {
namespace {

constexpr int kLeastOther = 150;  // the height of a dock that leaves room to another, with its tabs

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::WindowPanels", text);
}

// A dock behind another's tab still has its fields in the order of the Tab key, and a field may be
// scrolled away. Who gets the focus comes into sight; a dock that goes behind leaves the focus to
// the picture, so that nobody types into what is not shown.
void showWhatHasFocus(QMainWindow& window) {
  QObject::connect(qApp, &QApplication::focusChanged, &window, [](QWidget*, QWidget* now) {
    if (QGuiApplication::mouseButtons() != Qt::NoButton) return;  // what is clicked is in sight
    for (QWidget* around = now; around != nullptr; around = around->parentWidget()) {
      if (auto* area = qobject_cast<QScrollArea*>(around)) area->ensureWidgetVisible(now);
      if (auto* dock = qobject_cast<QDockWidget*>(around)) return dock->raise();
    }
  });
}

// Docks are hidden with their window, too, when it is closed, minimized or destroyed: nobody is to
// have the focus elsewhere then, and a window being destroyed has no central widget to ask for.
void leaveWhenBehind(QDockWidget& dock, QMainWindow& window) {
  QObject::connect(&dock, &QDockWidget::visibilityChanged, &window, [&dock, &window](bool shown) {
    if (!window.isVisible() || window.isMinimized()) return;
    const QWidget* focused = window.focusWidget();
    if (!shown && focused != nullptr && dock.isAncestorOf(focused) && window.centralWidget())
      window.centralWidget()->setFocus();
  });
}

QDockWidget* docked(QMainWindow& window, const PanelRow& row, const PanelContext& context) {
  auto* dock = new QDockWidget(tr(row.title), &window);
  dock->setObjectName(QLatin1StringView(row.name));  // what a layout is restored by
  dock->setTitleBarWidget(new DockTitle(dock, row.hint != nullptr ? tr(row.hint) : QString()));
  dock->setWidget(row.make(context));
  leaveWhenBehind(*dock, window);
  window.addDockWidget(row.area, dock);
  if (row.behind != nullptr)
    window.tabifyDockWidget(window.findChild<QDockWidget*>(QLatin1StringView(row.behind)), dock);
  return dock;
}

// Who asks for a dock wants it in front of those whose place it shares, and to type into it where
// its panel says what is typed into.
void showBy(QAction& action, QDockWidget& dock) {
  QObject::connect(&action, &QAction::triggered, &dock, [&dock](bool shown) {
    dock.setVisible(shown);
    if (!shown) return;
    dock.raise();
    if (QWidget* field = dock.widget()->focusProxy()) field->setFocus();
  });
}

// Sets which docks are seen and how large they are, once all docks are there.
void arrange(QMainWindow& window, std::span<const PanelRow> rows,
             const QList<QDockWidget*>& docks) {
  QList<QDockWidget*> beside;
  QList<QDockWidget*> below;
  QList<int> widths;
  QList<int> heights;
  for (qsizetype i = 0; i < docks.size(); ++i) {
    const PanelRow& row = rows[static_cast<std::size_t>(i)];
    const bool isBelow = row.area == Qt::BottomDockWidgetArea;
    if (!row.isShown) docks[i]->hide();
    if (row.isInFront) docks[i]->raise();
    if (row.extent == 0) continue;
    (isBelow ? below : beside) << docks[i];
    (isBelow ? heights : widths) << row.extent;
  }
  window.resizeDocks(beside, widths, Qt::Horizontal);
  window.resizeDocks(below, heights, Qt::Vertical);
}

// Returns the other docks that are seen in the dock's column.
QList<QDockWidget*> othersBeside(const QMainWindow& window, QDockWidget& dock) {
  auto others = window.findChildren<QDockWidget*>();
  others.removeIf([&](QDockWidget* other) {
    return other == &dock || !isInFront(*other) ||
           window.dockWidgetArea(other) != window.dockWidgetArea(&dock);
  });
  return others;
}

// Returns how much of a column's height a dock is given that wants some of it.
int firstHeight(int column, int wanted, int others) {
  return std::max(column / (others + 1), std::min(wanted, column - others * kLeastOther));
}

}  // namespace

void giveFirstHeights(QMainWindow& window, std::span<const PanelRow> rows) {
  for (const PanelRow& row : rows) {
    auto* dock = window.findChild<QDockWidget*>(QLatin1StringView(row.name));
    if (row.height == 0 || !isInFront(*dock)) continue;
    const QList<QDockWidget*> others = othersBeside(window, *dock);
    const auto count = static_cast<int>(others.size());
    if (count == 0) continue;
    int column = dock->height();
    for (const QDockWidget* other : others) column += other->height() + tabsHeight(window, *other);
    const int own = firstHeight(column, row.height, count);
    window.resizeDocks(QList<QDockWidget*>{dock} + others,
                       QList<int>{own} + QList<int>(count, (column - own) / count), Qt::Vertical);
  }
  window.layout()->activate();  // before the window gets another size
}

QList<QDockWidget*> dockPanels(QMainWindow& window, std::span<const PanelRow> rows,
                               const PanelContext& context) {
  window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  QList<QDockWidget*> docks;
  QList<QDockWidget*> listed;
  for (const PanelRow& row : rows) {
    QDockWidget* dock = docked(window, row, context);
    docks << dock;
    showBy(*dock->toggleViewAction(), *dock);
    if (row.isListed) listed << dock;
    if (row.action == nullptr) continue;
    QAction* const action = context.actions.*row.action;
    showBy(*action, *dock);
    QObject::connect(dock->toggleViewAction(), &QAction::toggled, action, &QAction::setChecked);
  }
  arrange(window, rows, docks);
  for (qsizetype i = 0; i < docks.size(); ++i)
    if (const int room = rows[static_cast<std::size_t>(i)].room; room > 0)
      new DockRoom(window, *docks[i], room, docks[i]);
  showWhatHasFocus(window);
  std::ranges::sort(listed, {}, &QDockWidget::windowTitle);
  return listed;
}

}  // namespace fatou::ui
