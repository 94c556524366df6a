// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/focus_ring.h"

#include <QFocusEvent>
#include <QPainter>

namespace fatou::ui {

FocusRing::FocusRing(QWidget* around) : QWidget(around) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  around->installEventFilter(this);
  hide();
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
  const auto& around = *static_cast<QWidget*>(watched);
  switch (event->type()) {
    case QEvent::FocusIn: {
      const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
      setGeometry(around.rect());
      setVisible(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason);
      raise();
      break;
    }
    case QEvent::FocusOut:
    case QEvent::MouseButtonPress:
      hide();
      break;
    case QEvent::Resize:
      setGeometry(around.rect());
      break;
    default:
      break;
  }
  return false;
}

// Draws a light and a dark ring, one of which can be seen on any picture.
void FocusRing::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(QPen(palette().color(QPalette::Highlight), 2.0));
  painter.drawRect(rect().adjusted(1, 1, -1, -1));
  painter.setPen(QPen(palette().color(QPalette::HighlightedText), 1.0));
  painter.drawRect(rect().adjusted(2, 2, -3, -3));
}

}  // namespace fatou::ui
