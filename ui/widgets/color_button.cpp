// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/color_button.h"

#include <QEvent>
#include <QPainter>
#include <QPixmap>

namespace fatou::ui {
namespace {

constexpr QSize kSwatch{28, 16};

QIcon swatch(const QColor& color, const QPalette& palette, qreal ratio) {
  QPixmap pixmap(kSwatch * ratio);
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(palette.color(QPalette::Light));
  painter.setBrush(color);
  painter.drawRoundedRect(QRectF(QPointF(), kSwatch).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
  return pixmap;
}

}  // namespace

ColorButton::ColorButton(QWidget* parent) : QPushButton(parent) {
  setIconSize(kSwatch);
  connect(this, &QPushButton::clicked, this, &ColorButton::choose);
  showColor();
}

void ColorButton::setColor(const QColor& color) {
  if (color == m_color) return;
  m_color = color;
  showColor();
}

void ColorButton::choose() {
  if (m_dialog == nullptr) {
    m_dialog = new QColorDialog(m_color, this);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setWindowTitle(accessibleName());
    // The platform's own dialog does not tell of the colours that are tried.
    m_dialog->setOption(QColorDialog::DontUseNativeDialog);
    const QColor first = m_color;
    connect(m_dialog, &QColorDialog::currentColorChanged, this,
            [this](const QColor& color) { take(color, false); });
    connect(m_dialog, &QColorDialog::accepted, this, [this] { take(m_color, true); });
    connect(m_dialog, &QColorDialog::rejected, this, [this, first] { take(first, true); });
  }
  m_dialog->show();
  m_dialog->raise();
  m_dialog->activateWindow();
}

void ColorButton::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) showColor();
  QPushButton::changeEvent(event);
}

void ColorButton::take(const QColor& color, bool finished) {
  if (!color.isValid()) return;
  setColor(color);
  Q_EMIT colorChanged(color, finished);
}

void ColorButton::showColor() {
  setIcon(swatch(m_color, palette(), devicePixelRatioF()));
  setText(QLatin1Char(' ') + m_color.name());
}

}  // namespace fatou::ui
