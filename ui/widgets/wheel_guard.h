// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace fatou::ui {

// Lets the wheel turn a slider, a combo box or a spin box only while it has the focus. Over any
// other it scrolls the panel around, so that scrolling changes no value. To be installed on the
// application; works for all fields made afterwards.
class WheelGuard : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace fatou::ui
