// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include <QList>
#include <QMainWindow>

#include "core/base/check.h"
#include "ui/window/panel_table.h"

class QDockWidget;

namespace fatou::ui {

// Makes the panels of the rows, each in a dock of the window, which owns them. Returns the docks
// that the view menu lists, by their titles.
QList<QDockWidget*> dockPanels(QMainWindow& window, std::span<const PanelRow> rows,
                               const PanelContext& context);

// Gives docks beside the picture the heights of their rows, in a window that is shown, as far as
// those below and above them keep enough to be used.
void giveFirstHeights(QMainWindow& window, std::span<const PanelRow> rows);

// The panel of this kind in the window, for what drives it; one has to be there.
template <typename Panel>
Panel& panelIn(const QMainWindow& window) {
  auto* panel = window.findChild<Panel*>();
  FATOU_CHECK(panel != nullptr);
  return *panel;
}

}  // namespace fatou::ui
