// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_scroll.h"

#include <utility>

#include <QEvent>
#include <QScrollBar>

namespace fatou::ui {

PanelScroll::PanelScroll(QWidget* panel) {
  setProperty("class", QStringLiteral("flush"));
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(QFrame::NoFrame);
  setWidget(panel);
}

// With room for the scroll bar, which may come at any time.
QSize PanelScroll::minimumSizeHint() const {
  const QSize least = QScrollArea::minimumSizeHint();
  if (widget() == nullptr) return least;
  return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(),
          least.height()};
}

// A panel that shows more may be wider.
bool PanelScroll::eventFilter(QObject* watched, QEvent* event) {
  if (watched == widget() && event->type() == QEvent::LayoutRequest) {
    const int width = minimumSizeHint().width();
    if (width != std::exchange(m_leastWidth, width)) updateGeometry();
  }
  return QScrollArea::eventFilter(watched, event);
}

}  // namespace fatou::ui
