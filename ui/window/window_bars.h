// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QToolBar>

class QDockWidget;
class QMenuBar;

namespace fatou::ui {

class Actions;

// Fills the bar with the menus of the actions' groups, and lists `panels` in the view menu, so that
// one that was closed is found again.
void fillMenuBar(QMenuBar& bar, const Actions& actions, const QList<QDockWidget*>& panels);

// The window's tool bar. Has words under its icons where the window is wide enough for them, since
// an icon alone says nothing to who sees it for the first time.
class ToolBar : public QToolBar {
  Q_OBJECT
 public:
  explicit ToolBar(const Actions& actions, QWidget* parent = nullptr);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  int widthWithWords() const;
  void followWidth();
};

}  // namespace fatou::ui
