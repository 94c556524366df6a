// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;
class QLabel;

namespace fatou::ui {

// The dock that a panel stands in.
QDockWidget& dockOf(const QWidget& panel);

// A dock's title bar: its name, and buttons that let it float or close it. Takes no room while the
// dock is one of several tabs, where the tab says the name and can be dragged away.
class DockTitle : public QWidget {
  Q_OBJECT
 public:
  // `hint` stands beside the name, in a quieter voice.
  explicit DockTitle(QDockWidget* dock, const QString& hint = {});

  // Whether the hint is shown; it is at first.
  void setHintShown(bool shown);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 private:
  bool isTabbed() const;
  void follow();

  QDockWidget* const m_dock;
  QWidget* const m_content;
  QLabel* const m_hint;
};

}  // namespace fatou::ui
