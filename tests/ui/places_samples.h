// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QDir>
#include <QFile>
#include <QString>

#include "core/io/places/place_file.h"

namespace fatou::ui::samples {

inline io::NamedPlace place(const std::string& name, const std::string& c = "-0.75,0.1") {
  return {
      .name = name,
      .about = {},
      .place = {.c = julia::parseComplex(c).value(),
                .view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(1.5)},
                .tmax = 100}};
}

inline QStringList jsonFiles(const QString& folder) {
  return QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
}

inline QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool writeContent(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

}  // namespace fatou::ui::samples
