// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/symbol_engine.h"

#include <algorithm>

#include <QGuiApplication>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace fatou::ui {
namespace {

QColor colorOf(QPalette::ColorRole role, QIcon::Mode mode, QIcon::State state) {
  const QPalette palette = QGuiApplication::palette();
  if (mode == QIcon::Disabled) return palette.color(QPalette::Disabled, QPalette::WindowText);
  if (state == QIcon::On && role == QPalette::WindowText)
    return palette.color(QPalette::Active, QPalette::Link);
  return palette.color(QPalette::Active, role);
}

QRectF squareIn(const QRectF& rect) {
  const double side = std::min(rect.width(), rect.height());
  QRectF square(0, 0, side, side);
  square.moveCenter(rect.center());
  return square;
}

void draw(QPainter& painter, const QRectF& rect, QByteArray svg, const QColor& color) {
  svg.replace("currentColor", color.name().toLatin1());
  painter.setRenderHint(QPainter::Antialiasing);
  QSvgRenderer(svg).render(&painter, squareIn(rect));
}

}  // namespace

SymbolEngine::SymbolEngine(const QString& name, const QByteArray& svg, QPalette::ColorRole role)
    : m_name(name), m_svg(svg), m_role(role) {}

void SymbolEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
                         QIcon::State state) {
  painter->save();
  draw(*painter, rect, m_svg, colorOf(m_role, mode, state));
  painter->restore();
}

QPixmap SymbolEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
  const QColor color = colorOf(m_role, mode, state);
  const QString key = QStringLiteral("fatou/%1/%2/%3x%4")
                          .arg(m_name, color.name())
                          .arg(size.width())
                          .arg(size.height());
  QPixmap picture;
  if (QPixmapCache::find(key, &picture)) return picture;
  picture = QPixmap(size);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  draw(painter, QRectF(QPointF(), size), m_svg, color);
  painter.end();
  QPixmapCache::insert(key, picture);
  return picture;
}

}  // namespace fatou::ui
