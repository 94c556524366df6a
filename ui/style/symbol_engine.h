// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIconEngine>
#include <QPalette>
#include <QString>

namespace fatou::ui {

// Draws a one-colour SVG, whose colour is `currentColor`, in the application palette's colours.
class SymbolEngine : public QIconEngine {
 public:
  // `name` tells pictures of different symbols apart in the pixmap cache.
  SymbolEngine(const QString& name, const QByteArray& svg, QPalette::ColorRole role);

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
  QIconEngine* clone() const override { return new SymbolEngine(*this); }
  QString key() const override { return QStringLiteral("fatou-symbol"); }
  bool isNull() override { return m_svg.isEmpty(); }

 private:
  QString m_name;
  QByteArray m_svg;
  QPalette::ColorRole m_role;
};

}  // namespace fatou::ui
