// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace fatou::ui {

// Shows that a widget that paints itself has the focus, for who came to it by a key. Whoever clicks
// on it knows, and would have the ring in the picture.
class FocusRing : public QWidget {
  Q_OBJECT
 public:
  // Lies over `around`, whose child it is.
  explicit FocusRing(QWidget* around);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace fatou::ui
