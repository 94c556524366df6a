// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/opened_file.h"

#include <utility>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/io/opened_file.h"

namespace fatou::ui {
namespace {

Result<OpenedFile> pictureOf(const io::Parameters& parameters, const QString& path) {
  auto spec = exports::specOf(parameters);
  if (spec) return OpenedFile(std::move(spec).value());
  return Error{QCoreApplication::translate("fatou::ui::FileController", "Cannot open \"%1\": %2")
                   .arg(QFileInfo(path).fileName(), QString::fromStdString(spec.error().message))
                   .toStdString()};
}

}  // namespace

Result<OpenedFile> readOpenedFile(const QString& path) {
  auto read = io::readOpenedFile(path);
  if (!read) return read.error();
  io::OpenedFile file = std::move(read).value();
  if (const auto* picture = std::get_if<io::PictureSource>(&file))
    return pictureOf(picture->parameters, path);
  if (auto* gradient = std::get_if<color::Gradient>(&file)) return OpenedFile(std::move(*gradient));
  if (auto* run = std::get_if<io::Recording>(&file)) return OpenedFile(std::move(*run));
  if (auto* place = std::get_if<io::ForeignPlace>(&file)) return OpenedFile(std::move(*place));
  if (auto* list = std::get_if<io::EntryList>(&file)) return OpenedFile(std::move(*list));
  return OpenedFile(std::get<io::NamedPlace>(std::move(file)));
}

}  // namespace fatou::ui
