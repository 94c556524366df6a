// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QDockWidget;
class QMainWindow;

namespace fatou::ui {

// Whether the dock can be seen in its window. One behind another's tab is not hidden, but lies
// beyond the window's edge.
bool isInFront(const QDockWidget& dock);

// The height of the tabs of a dock in front, 0 where it has its place alone. Qt counts them as
// the dock's in QMainWindow::resizeDocks(), but not in its height().
int tabsHeight(const QMainWindow& window, const QDockWidget& dock);

}  // namespace fatou::ui
