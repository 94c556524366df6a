// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/icons.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPainter>
#include <QSvgRenderer>

#include "core/base/check.h"
#include "ui/style/symbol_engine.h"

namespace fatou::ui {
namespace {

constexpr QLatin1String kFolder(":/icons/");
constexpr QLatin1String kProgram("fatou");

QByteArray contents(const QString& name) {
  QFile file(kFolder + name + QStringLiteral(".svg"));
  FATOU_CHECK(file.open(QIODevice::ReadOnly));
  return file.readAll();
}

}  // namespace

QIcon icon(QStringView name, QPalette::ColorRole role) {
  const QString file = name.toString();
  return QIcon(new SymbolEngine(file, contents(file), role));  // the icon owns its engine
}

QIcon programIcon() {
  QSvgRenderer mark(contents(kProgram));
  QIcon icon;
  for (const int side : {16, 24, 32, 48, 64, 128, 256, 512}) {
    QPixmap picture(side, side);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    mark.render(&painter);
    painter.end();
    icon.addPixmap(picture);
  }
  return icon;
}

QStringList iconNames() {
  QStringList names;
  for (const QFileInfo& file : QDir(kFolder).entryInfoList({QStringLiteral("*.svg")}))
    if (file.completeBaseName() != kProgram) names << file.completeBaseName();
  return names;
}

}  // namespace fatou::ui
