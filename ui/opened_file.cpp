// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opened_file.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "core/io/file_info.h"
#include "core/io/place_source.h"

namespace fatou::ui {

Result<OpenedFile> readOpenedFile(const QString& path) {
  const auto info = io::readFileInfo(path);
  if (info && !info.value().provenance.software.empty()) {
    auto spec = exports::specOf(info.value().provenance.parameters);
    if (spec) return OpenedFile(std::move(spec).value());
    return Error{QCoreApplication::translate("fatou::ui::FileController", "Cannot open \"%1\": %2")
                     .arg(QFileInfo(path).fileName(), QString::fromStdString(spec.error().message))
                     .toStdString()};
  }
  auto place = io::readPlaceOf(path);
  if (!place) return place.error();
  return OpenedFile(std::move(place).value());
}

}  // namespace fatou::ui
