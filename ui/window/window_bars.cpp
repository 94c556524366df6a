// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_bars.h"

#include <algorithm>

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>

#include "ui/state/actions.h"

namespace fatou::ui {
namespace {

// In narrower windows words on the buttons would take height that the picture needs.
constexpr int kWideWindow = 1600;
constexpr int kButtonPadding = 20;  // beside the words of a button

QMenu* menuWith(const QMenuBar& bar, QAction* action) {
  for (auto* menu : bar.findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly))
    if (menu->actions().contains(action)) return menu;
  return nullptr;
}

QMenu* addMenuFor(QMenuBar& bar, const Actions::Group& group) {
  if (group.above == nullptr) return bar.addMenu(group.name);
  QMenu* outer = menuWith(bar, group.above);
  auto* inner = new QMenu(group.name, outer);
  outer->insertMenu(group.above, inner);
  return inner;
}

}  // namespace

void fillMenuBar(QMenuBar& bar, const Actions& actions, const QList<QDockWidget*>& panels) {
  for (const Actions::Group& group : actions.groups())
    Actions::fill(*addMenuFor(bar, group), group.actions);
  QMenu* menu = addMenuFor(bar, {ToolBar::tr("Pane&ls"), {}, actions.resetLayout});
  for (const QDockWidget* dock : panels) menu->addAction(dock->toggleViewAction());
}

ToolBar::ToolBar(const Actions& actions, QWidget* parent) : QToolBar(tr("Tools"), parent) {
  setObjectName(QStringLiteral("tools"));
  setMovable(false);
  for (QAction* action : actions.toolBar())
    action == nullptr ? void(addSeparator()) : addAction(action);
  auto* space = new QWidget(this);
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  addWidget(space);
  auto* exportButton = new QPushButton(tr("Export…"), this);
  exportButton->setProperty("class", QStringLiteral("primary"));
  exportButton->setToolTip(actions.exportImage->toolTip());
  connect(exportButton, &QPushButton::clicked, actions.exportImage, &QAction::trigger);
  addWidget(exportButton);
  followWidth();
}

void ToolBar::resizeEvent(QResizeEvent* event) {
  QToolBar::resizeEvent(event);
  followWidth();
}

void ToolBar::changeEvent(QEvent* event) {
  QToolBar::changeEvent(event);
  if (event->type() == QEvent::FontChange) followWidth();
}

int ToolBar::widthWithWords() const {
  int width = 0;
  for (const QAction* action : actions()) {
    const QString words = action->isSeparator() ? QString() : action->iconText();
    width += std::max(iconSize().width(), fontMetrics().horizontalAdvance(words)) + kButtonPadding;
  }
  return width;
}

void ToolBar::followWidth() {
  setToolButtonStyle(width() >= std::max(kWideWindow, widthWithWords())
                         ? Qt::ToolButtonTextUnderIcon
                         : Qt::ToolButtonIconOnly);
}

}  // namespace fatou::ui
