// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace fatou::ui {

// Scrolls up and down only, so that it is never narrower than what is in it.
class TallArea : public QScrollArea {
  Q_OBJECT
 public:
  explicit TallArea(QWidget* content, QWidget* parent = nullptr);

  QSize minimumSizeHint() const override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace fatou::ui
