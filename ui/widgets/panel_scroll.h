// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace fatou::ui {

// Lets a dock be lower than what is in it, but no narrower: nothing is cut at the right edge,
// whatever the window's size was before.
class PanelScroll : public QScrollArea {
  Q_OBJECT
 public:
  // The panel becomes the area's own.
  explicit PanelScroll(QWidget* panel);

  QSize minimumSizeHint() const override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  int m_leastWidth = 0;
};

}  // namespace fatou::ui
