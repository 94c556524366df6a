// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tall_area.h"

#include <algorithm>

#include <QEvent>
#include <QScrollBar>

namespace fatou::ui {

TallArea::TallArea(QWidget* content, QWidget* parent) : QScrollArea(parent) {
  setProperty("class", QStringLiteral("flush"));
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);  // Tab goes from field to field, and they scroll into view
  setWidget(content);
}

QSize TallArea::minimumSizeHint() const {
  const QSize least = QScrollArea::minimumSizeHint();
  const int bar = verticalScrollBar()->sizeHint().width();
  return {std::max(least.width(), widget()->minimumSizeHint().width() + bar), least.height()};
}

bool TallArea::eventFilter(QObject* watched, QEvent* event) {
  if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
  return QScrollArea::eventFilter(watched, event);
}

}  // namespace fatou::ui
